"""What a report is about: a page of this place, and the texts on it that can be erased."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from entredon.apps.people import queries as people
from entredon.apps.people.account_ways import own_path
from entredon.apps.people.profile import PICTURE
from entredon.apps.social import queries as social
from entredon.apps.social.entries import PICTURES, WORDING
from entredon.desk import languages
from entredon.log import pages
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.models import Entry, SideText

BY_ENTRY = (
    "record:entry",
    "work:contribution",
    "value:shareout",
    "value:income",
    "treasury:income",
    "treasury:request",
    "treasury:expense",
    "library:creation",
    "library:version",
    "social:measure",
)
"""Pages about what one entry says; their address names it by the beginning of its id."""

POST = "social:post"
"""The lasting address of a post."""

OF_SOMEBODY = ("people:person", "people:picture")
"""Pages about one person."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A page by its path, with the commons it belongs to ("" for a page of the whole place)."""

    path: str
    slug: str
    view: str
    asked: str


def find(path: str) -> Subject | None:
    """What stands at a path of ours; None for everything else."""
    if not own_path(path):
        return None
    path = languages.bare(path).partition("?")[0].partition("#")[0]
    try:
        match = resolve(path)
    except Resolver404:
        return None
    words = {name: str(value) for name, value in match.kwargs.items()}
    asked = words.get("asked") or words.get("id") or ""
    return Subject(path, words.get("slug", ""), match.view_name, asked)


def open_to(request: HttpRequest, subject: Subject) -> bool:
    """Whether who asks may see the page at all: a draft is not even admitted to exist."""
    if not subject.slug:
        return True
    draft = pages.draft_of(subject.slug)
    return draft is not None and pages.may_see(request, subject.slug, draft=draft)


def whom(subject: Subject | None) -> str:
    """Whose own page it is, "" where it is nobody's."""
    if subject is None or subject.view not in OF_SOMEBODY:
        return ""
    try:
        return people.find_person(subject.slug, subject.asked)
    except (NotFound, Ambiguous):
        return ""


def texts(subject: Subject) -> list[tuple[str, str, str]]:
    """The erasable texts that stand on such a page, as (entry, name, text); a picture as the word for it."""
    return [
        (entry, name, _("a picture") if name in (PICTURE, *PICTURES) else text)
        for entry, name, text in _stand_on(subject)
    ]


def _stand_on(subject: Subject) -> list[tuple[str, str, str]]:
    if subject.view == "people:person":
        try:
            who = people.find_person(subject.slug, subject.asked)
        except (NotFound, Ambiguous):
            return []
        given = people.texts_given(subject.slug, who)
        return [(entry, name, text) for name, rows in given.items() for entry, text in rows]
    if subject.view == POST:
        return _of_post(subject)
    if subject.view not in BY_ENTRY:
        return []
    asked = subject.asked.partition(".")[0]
    rows = Entry.objects.filter(commons=subject.slug, id__gte=asked, id__lt=asked + "g").values_list("id", flat=True)[
        :2
    ]
    if not asked or len(ids := list(rows)) != 1:
        return []
    there = SideText.objects.filter(commons=subject.slug, entry=ids[0], withheld=False).order_by("name")
    return [(row.entry, row.name, row.text) for row in there]


def post_of(subject: Subject | None) -> social.Said | None:
    """The post that a page is about, for which stewards can take a measure; None for everything else."""
    if subject is None or subject.view != POST:
        return None
    try:
        return social.post(subject.slug, subject.asked)
    except (NotFound, Ambiguous):
        return None


def _of_post(subject: Subject) -> list[tuple[str, str, str]]:
    """All wordings of a post, with its pictures."""
    post = post_of(subject)
    if post is None:
        return []
    there = SideText.objects.filter(commons=subject.slug, entry__in=post.wordings, name__in=WORDING, withheld=False)
    return [(row.entry, row.name, row.text) for row in there.order_by("entry", "name")]
