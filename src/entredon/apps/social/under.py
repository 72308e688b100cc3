"""What stands under a post: the signs it was given, and what can be done with it. Made here and not in a template, because
a page has fifty of them: words and addresses are asked for once."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from entredon.apps.social.queries import SIGNS, Said
from entredon.desk.telling import shown
from entredon.log.told import short

FACES = {"thanks": "🙏", "agree": "👍", "wonder": "🤔", "laugh": "😄", "heart": "❤️"}
_HERE = "~"
"""Stands for an id in an address that is made once."""


def sign_names() -> dict[str, str]:
    """What each sign says."""
    return {
        "thanks": _("Thank you"),
        "agree": _("I agree"),
        "wonder": _("I wonder"),
        "laugh": _("That made me laugh"),
        "heart": _("I like it"),
    }


def addresses(view: str, slug: str) -> Callable[[str], str]:
    """How addresses of a view are made of an id: asked once for many."""
    before, _id, after = reverse(view, args=[slug, _HERE]).partition(_HERE)
    return lambda id: f"{before}{short(id)}{after}"


class Under:
    """Makes what stands under posts, for one page and who looks at it. ``page`` is the part of the thread that one comes back to."""

    def __init__(self, slug: str, *, me: str, member: bool, steward: bool, page: str = "last") -> None:
        self.me, self.member, self.steward, self.page = me, member, steward, page
        self.thread, self.post = addresses("social:thread", slug), addresses("social:post", slug)
        self.edit, self.back = addresses("social:edit", slug), addresses("social:take_back", slug)
        self.react, self.move = addresses("social:react", slug), addresses("social:move", slug)
        self.take, self.report = reverse("social:take", args=[slug]), reverse("report")
        names = sign_names()
        self.signs = {
            sign: format_html('<span aria-hidden="true">{}</span><span class="sr">{}</span>', FACES[sign], names[sign])
            for sign in SIGNS
        }
        self.titles = {sign: escape(names[sign]) for sign in SIGNS}
        words = {
            "answer": _("Answer"), "quote": _("Quote"), "edit": _("Word it anew"), "back": _("Take it back"),
            "report": _("Report"), "take": _("Take a measure"), "move": _("Move"),
        }  # fmt: skip
        self.words = {name: escape(word) for name, word in words.items()}

    def of(self, post: Said, given: set[tuple[str, str]], *, hidden: bool, readable: bool) -> SafeString:
        """Signs and links of one post."""
        if post.taken_back:
            return SafeString("")
        buttons = self.member and not hidden
        signs = "".join(self._button(post, sign, given) if buttons else self._count(post, sign) for sign in SIGNS)
        if buttons:
            signs = f'<form class="signs" method="post" action="{escape(self.react(post.id))}">{signs}</form>'
        elif signs:
            signs = f'<p class="signs">{signs}</p>'
        links = "".join(
            f'<a href="{escape(href)}">{self.words[name]}</a> ' for name, href in self._links(post, hidden, readable)
        )
        return mark_safe(f'<div class="under">{signs}<p class="do">{links}</p></div>')  # noqa: S308  # written here, and escaped

    def _button(self, post: Said, sign: str, given: set[tuple[str, str]]) -> str:
        pressed = "true" if (post.id, sign) in given else "false"
        number = f" {shown(post.reactions[sign])}" if sign in post.reactions else ""
        return (
            f'<button name="sign" value="{sign}" aria-pressed="{pressed}" title="{self.titles[sign]}">'
            f"{self.signs[sign]}{number}</button>"
        )

    def _count(self, post: Said, sign: str) -> str:
        if sign not in post.reactions:
            return ""
        return f'<span title="{self.titles[sign]}">{self.signs[sign]} {shown(post.reactions[sign])}</span>'

    def _links(self, post: Said, hidden: bool, readable: bool) -> Iterable[tuple[str, str]]:
        """What can be done with a post, by whom looks, with where that is."""
        id, mine = short(post.id), bool(self.me) and post.person == self.me
        if not hidden:
            there = self.thread(post.thread)
            yield "answer", f"{there}?answer={id}&page={self.page}#say"
            if readable and post.text:
                yield "quote", f"{there}?quote={id}&page={self.page}#say"
        if mine:
            yield "edit", self.edit(post.id)
            yield "back", self.back(post.id)
        else:
            yield "report", f"{self.report}?about={self.post(post.id)}"
        if self.steward and not mine:
            yield "take", f"{self.take}?post={id}"
        if self.steward:
            yield "move", f"{self.move(post.thread)}?post={id}&page={self.page}"
