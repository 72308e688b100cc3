from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("treasury", "0007_fewer_indexes")]

    operations = [
        migrations.AddField(
            model_name="habit",
            name="currency",
            field=models.CharField(blank=True, max_length=3),
        )
    ]
