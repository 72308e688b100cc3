"""How a key is kept for which helpers vouch: one that is kept otherwise is not what they meant.

What was vouched before gets it from its entry, as if all had been played again.
"""

import json
from typing import Any

from django.db import migrations, models


def from_entries(apps: Any, _schema: Any) -> None:
    """Fill in what the entries said."""
    entries = apps.get_model("log", "Entry").objects
    for row in apps.get_model("people", "Vouching").objects.all():
        line = bytes(entries.values_list("leaf", flat=True).get(commons=row.commons, id=row.id)).partition(b"\n")[0]
        row.custody = json.loads(line)["body"]["key"]["custody"]
        row.save(update_fields=["custody"])


class Migration(migrations.Migration):
    dependencies = [("people", "0007_who_doubts"), ("log", "0003_passkeys_and_withheld")]

    operations = [
        migrations.AddField(
            model_name="vouching",
            name="custody",
            field=models.CharField(default="", max_length=10),
        ),
        migrations.RunPython(from_entries, migrations.RunPython.noop),
    ]
