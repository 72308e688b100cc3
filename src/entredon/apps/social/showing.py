"""Posts and threads as pages show them: with names, faces, signs, what each answers; a few questions for many."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from entredon.apps.social import queries
from entredon.apps.social.about import about, nameless
from entredon.apps.social.people import Crowd, crowd
from entredon.apps.social.queries import Said, ThreadShown
from entredon.apps.social.under import Under, addresses
from entredon.apps.work.queries import Thing
from entredon.desk import markdown
from entredon.log import clock
from entredon.log.told import short
from entredon.log.viewer import Viewer, viewer_of

AT_ONCE = 50
"""So many posts stand on a page of a thread."""
EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as it stands on a page. ``html`` is "" where there is nothing to read; ``why`` then says why."""

    said: Said
    name: str
    picture: str
    html: SafeString
    why: str
    hidden: bool
    measure: str
    pictures: list[tuple[str, str]]
    mine: bool
    answered: "Answered | None"
    href: str
    address: str
    under: SafeString

    @property
    def id(self) -> str:
        return self.said.id

    @property
    def anchor(self) -> str:
        """Its name on the page."""
        return f"p-{short(self.said.id)}"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a post answers: whose it was, how it begins, and where it stands."""

    name: str
    begins: str
    address: str


def today() -> str:
    """This day, as the door sees it."""
    return clock.stamp()[:10]


def posts(slug: str, viewer: Viewer, found: Sequence[Said], page: str = "last") -> list[Shown]:
    """Posts for a page. Who is looking may see her own hidden ones, and stewards all. Few questions for many."""
    me, steward = viewer.person(slug), viewer.steward(slug)
    everybody = crowd(slug, viewer.member(slug))
    given = queries.signs_by(slug, me, [post.id for post in found])
    others = _answered(found, everybody)
    under = Under(slug, me=me, member=viewer.member(slug), steward=steward, page=page)
    person = addresses("people:person", slug)
    return [_shown(post, everybody, under, given, others.get(post.answers), person) for post in found]


def _shown(
    post: Said, everybody: Crowd, under: Under, given: set[tuple[str, str]], answered: Answered | None,
    person: Callable[[str], str],
) -> Shown:  # fmt: skip
    hidden = post.is_hidden(today())
    mine = bool(under.me) and post.person == under.me
    readable = not post.taken_back and (not hidden or mine or under.steward)
    html = SafeString("")
    if readable and post.text:
        people = everybody.named(post.mentions)
        html = markdown.render(post.text, prefix=f"p-{short(post.id)}", top=0, breaks=True, people=people)
    return Shown(
        said=post,
        name=everybody.name(post.person),
        picture=everybody.picture(post.person),
        html=html,
        why=_why(post, hidden, readable),
        hidden=hidden,
        measure=post.hidden if hidden else "",
        pictures=_pictures(everybody.slug, post) if readable else [],
        mine=mine,
        answered=answered,
        href=person(post.person),
        address=under.post(post.id),
        under=under.of(post, given, hidden=hidden, readable=readable),
    )


def _why(post: Said, hidden: bool, readable: bool) -> str:
    """Why there is nothing to read."""
    if post.taken_back:
        return _("Taken back by who wrote it.")
    if hidden and not readable:
        return _("This post is hidden for now.")
    return _("A text that was erased.") if post.text is None else ""


def _pictures(slug: str, post: Said) -> list[tuple[str, str]]:
    return [
        (reverse("social:picture", args=[slug, short(post.id), number]), seen or _("a picture nobody has described"))
        for number, (_entry, _name, seen) in enumerate(post.pictures)
    ]


def _answered(found: Iterable[Said], everybody: Crowd) -> dict[str, Answered]:
    """What posts answer, by its id. Those on the same page aren't asked for again."""
    here = {post.id: post for post in found}
    wanted = {post.answers for post in here.values() if post.answers}
    others = {
        **queries.posts_named(everybody.slug, wanted - here.keys()),
        **{id: here[id] for id in wanted & here.keys()},
    }
    return {id: _begins(post, everybody) for id, post in others.items()}


def _begins(post: Said, everybody: Crowd) -> Answered:
    address = reverse("social:post", args=[everybody.slug, short(post.id)])
    return Answered(everybody.name(post.person), excerpt(post, everybody, 80), address)


def excerpt(post: Said, everybody: Crowd, most: int = EXCERPT) -> str:
    """How a post begins, without marks; what can't be read says why."""
    hidden = post.is_hidden(today())
    if post.taken_back or hidden or post.text is None:
        return _why(post, hidden, readable=False)
    return markdown.plain(post.text, most, everybody.named(post.mentions)) or _("a picture")


def thing_of(slug: str, thread: str, inside: bool) -> Thing:
    """What a thread is about."""
    return about(slug, [thread], inside).get(thread) or nameless(slug, thread)


def page_of(thread: ThreadShown, asked: str | None) -> Page[Any]:
    """The part of a thread that is asked for by number, or as ``last``."""
    paginator = Paginator(range(thread.posts), AT_ONCE)
    return paginator.get_page(paginator.num_pages if asked == "last" else asked)


def address_of(slug: str, post: Said) -> str:
    """Where a post stands now."""
    number = queries.before(slug, post) // AT_ONCE + 1
    page = f"?page={number}" if number > 1 else ""
    return f"{reverse('social:thread', args=[slug, short(post.thread)])}{page}#p-{short(post.id)}"


def context(request: HttpRequest, slug: str, id: str) -> dict[str, Any]:
    """A thread's page: its posts, what it is about, where the newest stands."""
    viewer = viewer_of(request)
    thread = queries.thread(slug, id)
    page = page_of(thread, request.GET.get("page"))
    start = max(0, page.start_index() - 1)
    said = queries.posts(slug, id, start, AT_ONCE) if thread.posts else []
    found = posts(slug, viewer, said, str(page.number))
    return {
        "tab": "social",
        "thread": thread,
        "thing": thing_of(slug, id, viewer.member(slug)),
        "posts": found,
        "page": page,
        "last_page": page.paginator.num_pages if not page.has_next() else 0,
        "place": max([thread.place, *(shown.said.position for shown in found)]),
        "member": viewer.member(slug),
        "steward": viewer.steward(slug),
        "me": viewer.person(slug),
    }
