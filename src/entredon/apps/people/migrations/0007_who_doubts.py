"""Who of the helpers doubts that somebody who asks to be let back in is who she says."""

from django.db import migrations

import entredon.log.bases


class Migration(migrations.Migration):
    dependencies = [("people", "0006_signed_in")]

    operations = [
        migrations.AddField(
            model_name="recoveryasked",
            name="doubts",
            field=entredon.log.bases.CanonicalJSON(default=list),
        ),
    ]
