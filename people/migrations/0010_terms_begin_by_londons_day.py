import agreement.days
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_names_are_one_persons")]

    operations = [
        migrations.AlterField(
            model,
            "starts_on",
            models.DateField(default=agreement.days.today, verbose_name="first day"),
        )
        for model in ("appointment", "membership")
    ]
