"""What was said about the commons as a whole, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from entredon.log.told import Look, Said

NAMES = {
    "commons.founded": gettext_lazy("Founding"),
    "commons.published": gettext_lazy("Publishing"),
    "commons.rulebook_adopted": gettext_lazy("Rulebooks"),
    "commons.role_given": gettext_lazy("Roles given"),
    "commons.role_withdrawn": gettext_lazy("Roles withdrawn"),
}


def role(word: str) -> str:
    """A role as people call it."""
    names = {"steward": pgettext("role", "steward"), "keeper": pgettext("role", "keeper")}
    return names.get(word, word)


def founded(said: Said, look: Look) -> str:
    text = _("{who} founded {name} as a private draft: “{purpose}”.")
    if not said.body["draft"]:
        text = _("{who} founded {name}: “{purpose}”.")
    return format_html(text, who=said.who, name=said.body["name"], purpose=said.body["purpose"].rstrip("."))


def published(said: Said, look: Look) -> str:
    proof = said.body.get("proof") or {}
    texts = {
        "file": _("{who} made this commons public, and showed control of its repository by a file in it."),
        "tag": _("{who} made this commons public, and showed control of its repository by a signed tag."),
        "attested": _("{who} made this commons public; whoever runs this place attests control of its repository."),
    }
    return format_html(texts.get(proof.get("way", ""), _("{who} made this commons public.")), who=said.who)


def rulebook_adopted(said: Said, look: Look) -> str:
    return format_html(_("{who} moved this commons to rulebook {number}."), who=said.who, number=said.body["rulebook"])


def role_given(said: Said, look: Look) -> str:
    person = look.person(said.body["person"])
    return format_html(_("{who} made {person} a {role}."), who=said.who, person=person, role=role(said.body["role"]))


def role_withdrawn(said: Said, look: Look) -> str:
    text = _("{who} withdrew from {person} the role of {role}.")
    return format_html(text, who=said.who, person=look.person(said.body["person"]), role=role(said.body["role"]))


WORDS = {
    "commons.founded": founded,
    "commons.published": published,
    "commons.rulebook_adopted": rulebook_adopted,
    "commons.role_given": role_given,
    "commons.role_withdrawn": role_withdrawn,
}
