from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import TruncDate


def take_it_from_the_first_agreement(apps, schema_editor):
    """The same words were signed when they were first agreed; putting them back asked nobody whether they are true."""
    agreement = apps.get_model("agreement", "Agreement")
    first = agreement.objects.filter(
        content_id=OuterRef("content_id"), locale=OuterRef("locale"), content_hash=OuterRef("content_hash")
    ).order_by("agreed_at", "pk")
    agreement.objects.update(checked_on=Subquery(first.annotate(day=TruncDate("agreed_at")).values("day")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("agreement", "0003_seals"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="checked_on",
            field=models.DateField(
                blank=True,
                help_text="When a moderator signed that this is true. Words that are put back keep theirs.",
                null=True,
            ),
        ),
        migrations.RunPython(take_it_from_the_first_agreement, migrations.RunPython.noop),
    ]
