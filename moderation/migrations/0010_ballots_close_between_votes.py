from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0009_seal_what_stands"),
    ]

    operations = [
        migrations.CreateModel(
            name="HourlySweep",
            fields=[
                ("hour", models.DateTimeField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.AddField(
            model_name="ballot",
            name="time_was_moved",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="ballotkey",
            name="server",
            field=models.CharField(
                default="",
                help_text="Which SECRET_KEY the tokens were made with: its fingerprint.",
                max_length=64,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("carried", "The panel agreed"),
                    ("asks_for_changes", "The panel asked for changes"),
                    ("no_quorum", "Not enough of us have voted yet. Nothing is wrong with your page."),
                    ("void", "This vote did not count: the words changed, or it was stopped"),
                    ("published", "A moderator checked it, and it is live"),
                    ("sent_back", "A moderator asked for changes"),
                    ("withdrawn", "It was withdrawn"),
                    ("put_back", "It was put back"),
                ],
                max_length=20,
            ),
        ),
    ]
