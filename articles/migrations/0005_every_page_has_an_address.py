"""Gives an address to every page that was saved without one, out of a title like "..." or of emoji alone."""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr


def give_addresses(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    for page in Page.objects.filter(slug="").order_by("path"):
        above = Page.objects.filter(path=page.path[:-4]).first()
        beside = Page.objects.filter(path__startswith=page.path[:-4], depth=page.depth).exclude(pk=page.pk)
        taken = set(beside.values_list("slug", flat=True))
        slug, number = f"page-{page.translation_key.hex[:6]}", 1
        while (choice := slug if number == 1 else f"{slug}-{number}") in taken:
            number += 1
        old, new = page.url_path, f"{above.url_path if above else '/'}{choice}/"
        Page.objects.filter(pk=page.pk).update(slug=choice, url_path=new)
        below = Page.objects.filter(path__startswith=page.path, depth__gt=page.depth, url_path__startswith=old)
        below.update(url_path=Concat(Value(new), Substr(F("url_path"), len(old) + 1)))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_nobody_says_by_default_that_facts_were_checked"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(give_addresses, migrations.RunPython.noop)]
