from django.db import migrations

import people.folded_names


def _field(of):
    return people.folded_names.FoldedField(blank=True, editable=False, max_length=500, of=of, unique=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_tell_names_apart")]

    operations = [
        migrations.AlterField("user", "display_name_folded", _field("display_name")),
        migrations.AlterField("user", "username_folded", _field("username")),
    ]
