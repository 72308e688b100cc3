"""What was said about reviews, and what was added to contributions, in words."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.log.told import Look, Said

NAMES: dict[str, Any] = {
    "work.added_to": gettext_lazy("Additions to contributions"),
    "work.reviewed": gettext_lazy("Reviews"),
    "work.review_rule_adopted": gettext_lazy("Rules of review"),
}


def added_to(said: Said, look: Look) -> str:
    what = look.entry(said.body["flow"], _("a contribution"))
    if files := len(said.body["files"]):
        text = ngettext("{who} added a file to {what}.", "{who} added {n} files to {what}.", files)
        return format_html(text, who=said.who, what=what, n=files)
    return format_html(_("{who} added something to {what}."), who=said.who, what=what)


def reviewed(said: Said, look: Look) -> str:
    what = look.entry(said.body["flow"], _("a contribution"))
    text = {
        "accept": _("{who} looked at {what} and accepts it."),
        "more": _("{who} looked at {what} and asks for more."),
        "decline": _("{who} looked at {what} and declines it."),
    }[said.body["verdict"]]
    return format_html(text, who=said.who, what=what)


def review_rule_adopted(said: Said, look: Look) -> str:
    n = said.body["reviewers"]
    text = {
        "members": ngettext(
            "{who} set that one member looks at each contribution.",
            "{who} set that {n} members look at each contribution.",
            n,
        ),
        "keepers": ngettext(
            "{who} set that one keeper or steward looks at each contribution.",
            "{who} set that {n} keepers or stewards look at each contribution.",
            n,
        ),
        "stewards": ngettext(
            "{who} set that one steward looks at each contribution.",
            "{who} set that {n} stewards look at each contribution.",
            n,
        ),
    }[said.body["who"]]
    return format_html(text, who=said.who, n=n)


WORDS: dict[str, Callable[[Said, Look], str]] = {
    "work.added_to": added_to,
    "work.reviewed": reviewed,
    "work.review_rule_adopted": review_rule_adopted,
}
