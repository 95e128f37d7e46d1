from django.db import migrations, models

FILL = """
INSERT INTO delivery_itemfacet (item_id, facet, value, locale, updated_at, content_id)
SELECT topic.item_id, 'topic at level', topic.value || ' ' || level.value, topic.locale, topic.updated_at, topic.content_id
FROM delivery_itemfacet topic JOIN delivery_itemfacet level ON level.item_id = topic.item_id
WHERE topic.facet = 'topic' AND level.facet = 'level'
UNION ALL
SELECT id, 'type', type, locale, updated_at, content_id FROM delivery_contentitem WHERE state = 'live'"""

EMPTY = "DELETE FROM delivery_itemfacet WHERE facet IN ('topic at level', 'type')"


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0005_facets_know_their_place'),
    ]

    operations = [
        migrations.AlterField(
            model_name='itemfacet',
            name='facet',
            field=models.CharField(choices=[('topic', 'Topic'), ('situation', 'Situation'), ('area', 'Area'), ('level', 'Level'), ('topic at level', 'Topic At Level'), ('type', 'Type'), ('format', 'Format'), ('council', 'Council'), ('file', 'File')], max_length=20),
        ),
        migrations.AlterField(
            model_name='itemfacet',
            name='value',
            field=models.CharField(blank=True, max_length=120),
        ),
        # What is there is found by it at once: nothing has to be let out anew.
        migrations.RunSQL(FILL, EMPTY),
    ]
