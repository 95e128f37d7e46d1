"""What waits says how those it is about were called; and display names, which the second person reads, are sealed too."""

from django.db import migrations, models

from agreement.four_eyes import Guarded
from agreement.seals import seal_with_more_fields

BEFORE = Guarded(
    fields=("username", "email", "password", "is_superuser", "is_active"), many=("groups", "user_permissions")
)


def seal(apps, schema_editor):
    seal_with_more_fields(
        "people.User",
        BEFORE,
        because="a display name takes two, too",
        apps=apps,
        seals=apps.get_model("agreement", "Seal"),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0012_seal_the_road"),
        ("agreement", "0003_seals"),
        ("people", "0009_names_are_one_persons"),
    ]

    operations = [
        migrations.AddField(
            "changeproposal",
            "about_named",
            models.CharField(
                blank=True,
                help_text="Both their names when it was proposed: other ones, and it is about somebody else.",
                max_length=200,
            ),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
