"""Whoever shares a name, or nearly, has a number behind their display name from now on, and logs in as before."""

from django.db import migrations

from people.names import folded

LONGEST_NAME = 40
LONGEST_FOLDED = 490


def tell_them_apart(apps, schema_editor):
    users = apps.get_model("people", "User").objects
    names, usernames = {""}, set()
    # Whoever was here first keeps their name.
    for user in users.order_by("date_joined", "pk"):
        name = _nobody_elses(user.display_name, names)
        # A username is typed by its owner: it stays, and only its row is told apart.
        login = _free(folded(user.username)[:LONGEST_FOLDED], usernames)
        users.filter(pk=user.pk).update(
            display_name=name, display_name_folded=folded(name)[:LONGEST_FOLDED], username_folded=login
        )


def _nobody_elses(name, taken):
    number, found = 1, name
    while folded(found) in taken:
        number += 1
        found = f"{name[: LONGEST_NAME - 8] or 'Somebody'} {number}"
    taken.add(folded(found))
    return found


def _free(key, taken):
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}#{number}"
    taken.add(found)
    return found


class Migration(migrations.Migration):
    dependencies = [("people", "0007_folded_names")]

    operations = [migrations.RunPython(tell_them_apart, migrations.RunPython.noop)]
