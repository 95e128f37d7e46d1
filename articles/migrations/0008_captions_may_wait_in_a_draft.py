from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_films_come_in_pieces")]

    operations = [migrations.RemoveConstraint(model_name="videocaptions", name="one_captions_file_a_language")]
