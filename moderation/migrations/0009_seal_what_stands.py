"""What stood before a second person was asked for is taken as it stands."""

from django.db import migrations

from agreement.seals import seal_everything


def seal(apps, schema_editor):
    seal_everything(
        because="it stood here before seals did", apps=apps, seals=apps.get_model("agreement", "Seal")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0008_changes_that_wait_for_a_second_person"),
        ("agreement", "0003_seals"),
        ("home", "0001_initial"),
        ("people", "0006_one_time_ways_in"),
        ("taxonomy", "0003_plain_words"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
