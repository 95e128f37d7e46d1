"""What makes the road to readers takes two from now on: it is sealed as it stands."""

from django.db import migrations

from agreement.seals import seal_what_joins_the_list

JOINED = [
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowTask",
    "wagtailcore.WorkflowPage",
    "wagtailcore.WorkflowContentType",
    "wagtailcore.GroupApprovalTask",
    "moderation.PanelVoteTask",
    "moderation.ModeratorCheckTask",
    "wagtailcore.Site",
    "wagtailcore.Locale",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.CollectionViewRestriction",
]


def seal(apps, schema_editor):
    seal_what_joins_the_list(
        JOINED, because="it stood here before it took two", apps=apps, seals=apps.get_model("agreement", "Seal")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0011_nobody_beside_a_result"),
        ("agreement", "0003_seals"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
