"""Takes the last voters' names from beside the results of closed ballots, and lets open ones go on with their keys."""

from django.db import migrations
from django.utils.crypto import salted_hmac


def forget_who_voted_last(apps, schema_editor):
    """Ballots used to close in the last voter's request, in that voter's name."""
    ballots = set(apps.get_model("moderation", "Ballot").objects.values_list("taskstate_ptr_id", flat=True))
    states = apps.get_model("wagtailcore", "TaskState").objects.filter(pk__in=ballots)
    states.exclude(finished_by=None).update(finished_by=None)
    entries = apps.get_model("wagtailcore", "PageLogEntry").objects.filter(
        action__in=["wagtail.workflow.approve", "wagtail.workflow.reject"]
    )
    for entry in entries.exclude(user=None, uuid=None).iterator():
        if ((entry.data or {}).get("workflow") or {}).get("task_state_id") in ballots:
            # The mark joins it to whatever else the same request wrote.
            entry.user, entry.uuid = None, None
            entry.save(update_fields=["user", "uuid"])


def sign_keys(apps, schema_editor):
    """Open ballots were opened under the server's key of today, as far as anybody can know."""
    for key in apps.get_model("moderation", "BallotKey").objects.filter(server=""):
        secret = bytes(key.secret).hex()
        key.server = salted_hmac("moderation.ballot.server", secret, algorithm="sha256").hexdigest()
        key.save(update_fields=["server"])


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0010_ballots_close_between_votes"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(forget_who_voted_last, migrations.RunPython.noop),
        migrations.RunPython(sign_keys, migrations.RunPython.noop),
    ]
