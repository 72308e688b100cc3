"""Postings are found by their ids: an index less to write, and one that knows amounts."""

from django.db import migrations, models

from entredon.apps.treasury import triggers


def anew(apps, schema_editor):
    """The triggers as they are now."""
    vendor = schema_editor.connection.vendor
    for statement in (*triggers.drop(vendor), *triggers.make(vendor)):
        schema_editor.execute(statement)


def by_bytes(apps, schema_editor):
    """PostgreSQL orders text as a language does, unless told otherwise; ids are compared by their bytes, as in SQLite."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE treasury_posting ALTER COLUMN id TYPE varchar(140) COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [
        ("treasury", "0006_held_and_released"),
    ]

    operations = [
        migrations.RunPython(by_bytes, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="posting", name="treasury_posting_entry"),
        migrations.RemoveIndex(model_name="posting", name="treasury_posting_account"),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["commons", "account", "block", "minor"], name="treasury_posting_account"),
        ),
        migrations.RunPython(anew, migrations.RunPython.noop),
    ]
