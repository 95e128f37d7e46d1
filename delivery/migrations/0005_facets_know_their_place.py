import uuid

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    item = apps.get_model('delivery', 'ContentItem').objects.filter(pk=OuterRef('item_id'))
    places = {name: Subquery(item.values(name)[:1]) for name in ('locale', 'updated_at', 'content_id')}
    apps.get_model('delivery', 'ItemFacet').objects.update(**places)


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0004_files_that_are_shown'),
    ]

    operations = [
        migrations.AddField(
            model_name='itemfacet',
            name='locale',
            field=models.CharField(default='', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='itemfacet',
            name='updated_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='itemfacet',
            name='content_id',
            field=models.UUIDField(default=uuid.UUID(int=0)),
            preserve_default=False,
        ),
        # What is there keeps its place: nothing has to be let out anew.
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='itemfacet',
            index=models.Index(fields=['facet', 'value', 'locale', '-updated_at', '-content_id'], name='chosen_newest_first'),
        ),
        migrations.AddIndex(
            model_name='itemfacet',
            index=models.Index(fields=['facet', 'value', '-updated_at', '-content_id'], name='chosen_in_any_language'),
        ),
        migrations.AddIndex(
            model_name='contentitem',
            index=models.Index(fields=['-updated_at', '-content_id'], name='newest_in_any_language'),
        ),
        migrations.AddIndex(
            model_name='contentitem',
            index=models.Index(fields=['title_key', 'content_id'], name='titles_in_any_language'),
        ),
    ]
