from django.db import migrations, models


class Migration(migrations.Migration):
    """An entry may tell of several incomes: each is then known by the entry's id, a point and its number."""

    dependencies = [("value", "0003_shareouts")]

    operations = [migrations.AlterField("shareout", "income", models.CharField(max_length=140))]
