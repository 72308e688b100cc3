"""The triggers that keep what is booked: for SQLite, and for PostgreSQL."""

from django.db import migrations

from entredon.apps.treasury import triggers


def make(apps, schema_editor):
    for statement in triggers.make(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in triggers.drop(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("treasury", "0002_books"),
        ("log", "0004_rebuilding"),
    ]

    operations = [migrations.RunPython(make, drop)]
