"""Tables follow the program: when it remembers more than before, derived ones are made anew from the public record.

What the tables were last brought to is noted in the database itself, so that a start that finds nothing new loads nothing.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError

from entredon.log import digest
from entredon.log.models import Log, NodeFact

TABLES, MIGRATIONS = "tables", "migrations"


def is_known(name: str, now: str) -> bool:
    """Whether the tables were last brought to this. A database that is still empty knows nothing."""
    try:
        row = NodeFact.objects.filter(name=name).first()
    except DatabaseError:
        return False
    return row is not None and row.value == now


def remember(name: str, now: str) -> None:
    """From now on the tables are at this."""
    NodeFact.objects.update_or_create(name=name, defaults={"value": now})


def migrations() -> str:
    """A hash of which migrations there are, ours and those of what we stand on."""
    seen = hashlib.sha256()
    for config in apps.get_app_configs():
        for path in sorted(Path(config.path, "migrations").glob("[0-9]*.py")):
            seen.update(f"{config.label} {path.name}\n".encode())
    return seen.hexdigest()


def shape() -> str:
    """A hash of what the derived tables of this program look like."""
    seen = hashlib.sha256()
    for model in digest.derived_models():
        fields = " ".join(f"{field.attname}:{type(field).__name__}" for field in model._meta.concrete_fields)
        seen.update(f"{model._meta.label} {fields}\n".encode())
    return seen.hexdigest()


def freshen(say: Callable[[str], None]) -> None:
    """Rebuild every commons here if the tables were last filled by a program that had others. Damage stops none but its own."""
    now = shape()
    if is_known(TABLES, now):
        return
    from entredon.log import rebuild

    for slug in Log.objects.order_by("slug").values_list("slug", flat=True):
        say(f"Bringing {slug} up to date with this program …")
        try:
            done = rebuild.rebuild(slug, write=True)
        except Exception as trouble:  # the others must come up in any case, and the pages say what is wrong
            say(f"{slug} needs repair, and all the rest works: {trouble}")
            continue
        if done.code:
            say(f"{slug} needs repair, and all the rest works: {done.lines[-1]}")
    remember(TABLES, now)
