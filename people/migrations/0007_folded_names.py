from django.db import migrations

import people.folded_names


def _field(of):
    return people.folded_names.FoldedField(blank=True, default="", editable=False, max_length=500, of=of)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_one_time_ways_in")]

    operations = [
        migrations.AddField("user", "display_name_folded", _field("display_name")),
        migrations.AddField("user", "username_folded", _field("username")),
    ]
