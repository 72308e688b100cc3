from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("treasury", "0003_never_changed")]

    operations = [
        migrations.AddField(
            model_name="payeedetails",
            name="mail",
            field=models.CharField(blank=True, max_length=254),
        )
    ]
