"""Derived tables follow the program: when it remembers more than before, they are made anew from the public record."""

import hashlib
from collections.abc import Callable

from entredon.log import digest, rebuild
from entredon.log.models import Log, NodeFact

NAME = "tables"


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
    row = NodeFact.objects.filter(name=NAME).first()
    if row is not None and row.value == now:
        return
    for slug in Log.objects.order_by("slug").values_list("slug", flat=True):
        say(f"Bringing {slug} up to date with this program …")
        try:
            done = rebuild.rebuild(slug, write=True)
        except Exception as trouble:  # the others must come up in any case, and the pages say what is wrong
            say(f"{slug} needs repair, and all the rest works: {trouble}")
            continue
        if done.code:
            say(f"{slug} needs repair, and all the rest works: {done.lines[-1]}")
    NodeFact.objects.update_or_create(name=NAME, defaults={"value": now})
