from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("treasury", "0004_where_payees_are_reached"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="handed_by",
            field=models.CharField(default="", max_length=70),
        ),
        migrations.AddField(
            model_name="payout",
            name="back",
            field=models.CharField(default="", max_length=64),
        ),
    ]
