"""What was said about people, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from entredon.log.told import Look, Said

NAMES = {
    "people.joined": gettext_lazy("Joining"),
    "people.described": gettext_lazy("What people tell of themselves"),
    "people.left": gettext_lazy("Leaving"),
    "people.returned": gettext_lazy("Coming back"),
    "people.key_added": gettext_lazy("Keys added"),
    "people.key_revoked": gettext_lazy("Keys withdrawn"),
    "people.recovery_chosen": gettext_lazy("Who can let whom back in"),
    "people.vouched": gettext_lazy("Vouching for new keys"),
    "people.recovered": gettext_lazy("Coming back with a new key"),
    "people.nominated": gettext_lazy("Nominations"),
    "people.nomination_agreed": gettext_lazy("Nominations agreed to"),
    "people.nomination_declined": gettext_lazy("Nominations declined"),
    "people.nomination_withdrawn": gettext_lazy("Nominations taken back"),
    "people.claimed": gettext_lazy("Names claimed"),
    "people.erased": gettext_lazy("Texts erased"),
}


def custody(word: str) -> str:
    """Where the secret of a key is kept, as people call it."""
    names = {
        "hosted": pgettext("key", "kept by this place for its owner"),
        "device": pgettext("key", "on its owner’s own device"),
        "passkey": pgettext("key", "a passkey of its owner"),
    }
    return names.get(word, word)


def joined(said: Said, look: Look) -> str:
    return format_html(_("{who} joined."), who=said.who)


def described(said: Said, look: Look) -> str:
    return format_html(_("{who} told something about themselves."), who=said.who)


def left(said: Said, look: Look) -> str:
    return format_html(_("{who} left."), who=said.who)


def returned(said: Said, look: Look) -> str:
    return format_html(_("{who} came back."), who=said.who)


def key_added(said: Said, look: Look) -> str:
    text = _("{who} added a key: {custody}.")
    return format_html(text, who=said.who, custody=custody(said.body["key"]["custody"]))


def key_revoked(said: Said, look: Look) -> str:
    return format_html(_("{who} withdrew the key {key}."), who=said.who, key=said.body["key"][:10])


def recovery_chosen(said: Said, look: Look) -> str:
    count = len(said.body["helpers"])
    if not count:
        return format_html(_("{who} ended the choice of who can let them back in."), who=said.who)
    text = ngettext(
        "{who} chose {count} member who can let them back in when their keys are lost.",
        "{who} chose {count} members who can let them back in when their keys are lost; {needed} of them are needed.",
        count,
    )
    return format_html(text, who=said.who, count=count, needed=said.body["needed"])


def vouched(said: Said, look: Look) -> str:
    return format_html(
        _("{who} vouched for a new key of {person}."), who=said.who, person=look.person(said.body["person"])
    )


def recovered(said: Said, look: Look) -> str:
    return format_html(_("{who} came back with a new key; all earlier ones ended."), who=said.who)


def nominated(said: Said, look: Look) -> str:
    return format_html(
        _("{who} says that {person} enriches this commons."), who=said.who, person=look.person(said.body["person"])
    )


def nomination_agreed(said: Said, look: Look) -> str:
    return _nomination(_("{who} agreed to {nomination}."), said, look)


def nomination_declined(said: Said, look: Look) -> str:
    return _nomination(_("{who} declined {nomination}; why they were nominated is erased."), said, look)


def nomination_withdrawn(said: Said, look: Look) -> str:
    return _nomination(_("{who} took {nomination} back; its reason is erased."), said, look)


def _nomination(text: str, said: Said, look: Look) -> str:
    return format_html(text, who=said.who, nomination=look.entry(said.body["nomination"], _("a nomination")))


def claimed(said: Said, look: Look) -> str:
    count = len(said.body["pseudonyms"])
    text = ngettext(
        "{who} showed to be a person known from an import.",
        "{who} showed to be {count} of the names known from imports.",
        count,
    )
    return format_html(text, who=said.who, count=count)


def erased(said: Said, look: Look) -> str:
    count = len(said.body["side"])
    text = ngettext(
        "{who} erased a personal text; the receipt that carried it can still be proven.",
        "{who} erased {count} personal texts; the receipts that carried them can still be proven.",
        count,
    )
    return format_html(text, who=said.who, count=count)


WORDS = {
    "people.joined": joined,
    "people.described": described,
    "people.left": left,
    "people.returned": returned,
    "people.key_added": key_added,
    "people.key_revoked": key_revoked,
    "people.recovery_chosen": recovery_chosen,
    "people.vouched": vouched,
    "people.recovered": recovered,
    "people.nominated": nominated,
    "people.nomination_agreed": nomination_agreed,
    "people.nomination_declined": nomination_declined,
    "people.nomination_withdrawn": nomination_withdrawn,
    "people.claimed": claimed,
    "people.erased": erased,
}
