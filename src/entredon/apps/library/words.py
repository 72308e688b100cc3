"""What was said about creations and versions, in words."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.desk.telling import shown
from entredon.log.told import Look, Said

NAMES = {
    "library.created": gettext_lazy("Creations begun"),
    "library.released": gettext_lazy("Versions released"),
    "library.imported": gettext_lazy("Histories imported"),
}
NAMED = 3
"""So many things are named in a sentence; beyond it they are counted."""


def created(said: Said, look: Look) -> str:
    return format_html(_("{who} began {creation}."), who=said.who, creation=look.creation(said.id))


def released(said: Said, look: Look) -> str:
    inputs = [item["version"] for item in said.body["inputs"]]
    version = look.version(said.id)
    if not inputs:
        return format_html(_("{who} released {version}."), who=said.who, version=version)
    if len(inputs) > NAMED:
        text = _("{who} released {version}, built on {count} versions.")
        return format_html(text, who=said.who, version=version, count=len(inputs))
    upon = format_html_join(", ", "{}", ((look.version(id),) for id in inputs))
    return format_html(_("{who} released {version}, built on {upon}."), who=said.who, version=version, upon=upon)


def imported(said: Said, look: Look) -> str:
    count = said.body["count"]
    text = ngettext(
        "{who} told what the git history of {creation} says, up to {head}: {count} line of it.",
        "{who} told what the git history of {creation} says, up to {head}: {count} lines of it.",
        count,
    )
    head = said.body["head"][:10]
    creation = look.creation(said.body["creation"])
    return format_html(text, who=said.who, creation=creation, head=head, count=shown(count))


WORDS = {"library.created": created, "library.released": released, "library.imported": imported}
