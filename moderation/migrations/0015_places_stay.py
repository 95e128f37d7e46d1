"""Nobody alone says from when or until when a council, a panel or a language is there: what one person said of it goes."""

from django.db import migrations

from agreement.four_eyes import Guarded
from agreement.seals import seal_with_more_fields

BEFORE = {
    "home.HomePage": Guarded(fields=("title", "slug")),
    "home.CouncilPage": Guarded(fields=("title", "slug", "area", "exit_url")),
    "home.YouthPanelPage": Guarded(fields=("title", "slug")),
}


def take_places_off_the_schedule(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects
    for label in BEFORE:
        places = pages.filter(pk__in=apps.get_model(label).objects.values("pk"))
        places.filter(live=True).update(go_live_at=None, expire_at=None)


def seal(apps, schema_editor):
    for label, before in BEFORE.items():
        seal_with_more_fields(
            label,
            before,
            because="that a place is there takes two, too",
            apps=apps,
            seals=apps.get_model("agreement", "Seal"),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0014_what_was_decided"),
        ("agreement", "0003_seals"),
        ("home", "0002_what_councils_put_first"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(take_places_off_the_schedule, migrations.RunPython.noop),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
