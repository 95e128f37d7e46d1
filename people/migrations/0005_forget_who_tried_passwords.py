"""A library that counted wrong passwords kept addresses and names in tables of its own. It is gone, and so are they."""

from django.db import migrations

TABLES = ("axes_accessattemptexpiration", "axes_accessattempt", "axes_accessfailurelog", "axes_accesslog")


def drop_its_tables(apps, schema_editor):
    there = set(schema_editor.connection.introspection.table_names())
    for table in TABLES:
        if table in there:
            schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(table)}")


class Migration(migrations.Migration):
    dependencies = [("people", "0004_a_lead_may_name_the_council")]

    operations = [migrations.RunPython(drop_its_tables, migrations.RunPython.noop)]
