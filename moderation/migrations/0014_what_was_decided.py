from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0013_names_in_proposals")]

    operations = [
        migrations.AddField(
            "changeproposal",
            "decided_about",
            models.JSONField(
                default=list,
                help_text="What was agreed to, as it was read: for each difference its label, before and after.",
            ),
        ),
    ]
