"""What pages and other apps read of discussions. Texts are read for many posts at once, and may have been erased."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from entredon.apps.social.models import Measure, Mention, Post, Reaction, Thread
from entredon.apps.social.record import HIDDEN, TAKEN_BACK
from entredon.log.asked import by_prefix
from entredon.log.models import SideText

SIGNS = ("thanks", "agree", "wonder", "laugh", "heart")
"""The signs that can be given, in the order in which they are shown."""


class ThreadShown(NamedTuple):
    """A thread: whether it is a topic, who began it, how many posts it has, when the newest was said, and where that stands."""

    id: str
    topic: bool
    person: str
    at: str
    posts: int
    last: str
    place: int


class Said(NamedTuple):
    """A post. ``text`` is its newest wording, None when that was erased; ``pictures`` are those left, as (entry, name, what is
    to be seen)."""

    id: str
    thread: str
    person: str
    at: str
    position: int
    answers: str
    mentions: list[str]
    pictures: list[tuple[str, str, str]]
    wordings: list[str]
    edited: str
    reactions: dict[str, int]
    moved: str
    state: str
    hidden: str
    hidden_until: str
    text: str | None

    def is_hidden(self, today: str) -> bool:
        """Whether it is hidden on a day."""
        return self.state == HIDDEN and today <= self.hidden_until

    @property
    def taken_back(self) -> bool:
        return self.state == TAKEN_BACK


_THREAD = ThreadShown._fields
_POST = (
    "id", "thread", "person", "at", "position", "answers", "mentions", "pictures", "wordings", "edited", "reactions", "moved",
    "state", "hidden", "hidden_until",
)  # fmt: skip


def has_talk(slug: str) -> bool:
    """Whether anything was said here."""
    return Thread.objects.filter(commons=slug).exists()


def count(slug: str) -> int:
    """How many threads have posts."""
    return Thread.objects.filter(commons=slug, posts__gt=0).count()


def threads(slug: str, start: int = 0, limit: int = 30) -> list[ThreadShown]:
    """Threads in which something was said, that with the newest post first. One question."""
    rows = Thread.objects.filter(commons=slug, posts__gt=0).order_by("-place")[start : start + limit]
    return [ThreadShown(*row) for row in rows.values_list(*_THREAD)]


def thread(slug: str, id: str) -> ThreadShown:
    """A thread by its id; an empty one for what nobody has talked about yet."""
    row = Thread.objects.filter(commons=slug, id=id).values_list(*_THREAD).first()
    return ThreadShown(*row) if row else ThreadShown(id, False, "", "", 0, "", 0)


def posts(slug: str, thread: str, start: int = 0, limit: int = 50) -> list[Said]:
    """Posts of a thread, oldest first. Two questions, however many there are."""
    rows = Post.objects.filter(commons=slug, thread=thread).order_by("position")[start : start + limit]
    return _said(slug, rows.values_list(*_POST))


def posts_after(slug: str, thread: str, place: int, limit: int = 50) -> list[Said]:
    """Posts of a thread that were said after an index of the record, oldest first."""
    rows = Post.objects.filter(commons=slug, thread=thread, position__gt=place).order_by("position")[:limit]
    return _said(slug, rows.values_list(*_POST))


def newest_of(slug: str, thread: str, limit: int = 3) -> list[Said]:
    """The newest posts of a thread, the newest last."""
    rows = Post.objects.filter(commons=slug, thread=thread).order_by("-position")[:limit]
    return _said(slug, rows.values_list(*_POST))[::-1]


def newest(slug: str, before: int = 0, limit: int = 100) -> dict[str, list[Said]]:
    """The newest posts of a commons by thread, the thread with the newest first: for the feed. Two questions."""
    rows = Post.objects.filter(commons=slug)
    if before:
        rows = rows.filter(position__lt=before)
    found: dict[str, list[Said]] = {}
    for post in _said(slug, rows.order_by("-position")[:limit].values_list(*_POST)):
        found.setdefault(post.thread, []).append(post)
    return found


def last_posts(slug: str, places: Collection[int]) -> dict[str, Said]:
    """The newest post of each thread, by thread; ``places`` are where those stand. Two questions."""
    rows = Post.objects.filter(commons=slug, position__in=list(places))
    return {post.thread: post for post in _said(slug, rows.values_list(*_POST))}


def speakers(slug: str, threads: Collection[str], limit: int = 4) -> dict[str, list[str]]:
    """Who spoke last in each thread, a few of them. One question."""
    found: dict[str, list[str]] = {}
    rows = Post.objects.filter(commons=slug, thread__in=list(threads)).order_by("-position")
    for thread, person in rows.values_list("thread", "person")[:2_000]:
        people = found.setdefault(thread, [])
        if person not in people and len(people) < limit:
            people.append(person)
    return found


def post(slug: str, id: str) -> Said:
    """One post by its id or the beginning of it. Raises NotFound, Ambiguous."""
    ids = Post.objects.filter(commons=slug, id__gte=id, id__lt=id + "g").values_list("id", flat=True)[:2]
    rows = Post.objects.filter(commons=slug, id=by_prefix(id, list(ids), "post"))
    return _said(slug, rows.values_list(*_POST))[0]


def posts_named(slug: str, ids: Collection[str]) -> dict[str, Said]:
    """Posts by their ids. Two questions."""
    rows = Post.objects.filter(commons=slug, id__in=list(ids)) if ids else Post.objects.none()
    return {post.id: post for post in _said(slug, rows.values_list(*_POST))}


def before(slug: str, post: Said) -> int:
    """How many posts stand before this one in its thread."""
    return Post.objects.filter(commons=slug, thread=post.thread, position__lt=post.position).count()


def mentions_of(slug: str, person: str, limit: int = 50) -> list[Said]:
    """The newest posts that name somebody now, the newest first: for her own page, and for notices."""
    rows = Mention.objects.filter(commons=slug, person=person).order_by("-position").values_list("post", flat=True)
    found = posts_named(slug, list(rows[:limit]))
    mine = [post for post in found.values() if person in post.mentions and not post.taken_back]
    return sorted(mine, key=lambda post: -post.position)


def answers_to(slug: str, person: str, limit: int = 50) -> list[Said]:
    """The newest posts that answer what somebody said, the newest first; her own left out."""
    hers = Post.objects.filter(commons=slug, person=person).values("id")
    rows = Post.objects.filter(commons=slug, answers__in=hers).exclude(person=person).order_by("-position")[:limit]
    return _said(slug, rows.values_list(*_POST))


def signs_by(slug: str, person: str, posts: Collection[str]) -> set[tuple[str, str]]:
    """The signs that somebody has given to posts, as (post, sign)."""
    if not person:
        return set()
    rows = Reaction.objects.filter(commons=slug, post__in=list(posts), person=person, on=True)
    return set(rows.values_list("post", "reaction"))


def wordings(slug: str, post: Said) -> list[tuple[str, str | None]]:
    """All wordings of a post that is shown, oldest first, as (entry, text); None where one was erased."""
    rows = SideText.objects.filter(commons=slug, entry__in=post.wordings, name="text")
    there = dict(rows.values_list("entry", "text"))
    return [(entry, there.get(entry)) for entry in post.wordings]


def picture(slug: str, post: Said, number: int) -> str:
    """A picture of a post as a text, by its number among those left, "" where there is none."""
    if not 0 <= number < len(post.pictures):
        return ""
    entry, name, _seen = post.pictures[number]
    return SideText.objects.filter(commons=slug, entry=entry, name=name).values_list("text", flat=True).first() or ""


def _said(slug: str, rows: Iterable[tuple[Any, ...]]) -> list[Said]:
    """Posts with their newest wordings, and with the pictures that are left of them."""
    found: list[Any] = list(rows)
    wanted = {row[8][-1] for row in found if row[12] != TAKEN_BACK}
    wanted |= {picture.partition("/")[0] for row in found for picture in row[7]}
    texts: dict[tuple[str, str], str] = {}
    left: set[tuple[str, str]] = set()
    if wanted:
        there = SideText.objects.filter(commons=slug, entry__in=list(wanted))
        words = there.filter(name__in=("text", "seen")).values_list("entry", "name", "text")
        texts = {(entry, name): text for entry, name, text in words}
        if any(row[7] for row in found):
            left = set(there.filter(name__startswith="picture").values_list("entry", "name"))
    return [Said._make((*row[:7], _pictures(row[7], texts, left), *row[8:], _text(row, texts, left))) for row in found]


def _text(row: Any, texts: dict[tuple[str, str], str], left: Collection[tuple[str, str]]) -> str | None:
    """The newest text of a post: "" where only pictures were shown, None where it was erased."""
    if (text := texts.get((row[8][-1], "text"))) is not None:
        return text
    return "" if row[12] != TAKEN_BACK and any(tuple(picture.split("/")) in left for picture in row[7]) else None


def _pictures(
    named: Iterable[str], texts: dict[tuple[str, str], str], left: Collection[tuple[str, str]]
) -> list[tuple[str, str, str]]:
    """The pictures of a post that are left, with the line that tells what is to be seen on each."""
    found = []
    for picture in named:
        entry, _slash, name = picture.partition("/")
        if (entry, name) in left:
            lines = texts.get((entry, "seen"), "").splitlines()
            number = int(name.removeprefix("picture")) - 1
            found.append((entry, name, lines[number].strip() if number < len(lines) else ""))
    return found


class MeasureShown(NamedTuple):
    """A measure a steward took: of what kind, about whom, for which post, by whom, until when; how it stands, what was appealed."""

    id: str
    measure: str
    person: str
    post: str
    by: str
    at: str
    position: int
    until: str
    state: str
    appeal: str
    appealed_at: str
    answered: str
    answered_by: str
    answered_at: str

    def in_force(self, today: str) -> bool:
        """Whether it stands on a day. A warning takes nothing from anybody: it stands unless it was found wrong."""
        return self.state in ("in_force", "upheld") and (not self.until or today <= self.until)

    @property
    def waits(self) -> bool:
        """Whether an appeal waits for an answer."""
        return bool(self.appeal) and not self.answered


_MEASURE = MeasureShown._fields


def measures_count(slug: str) -> int:
    return Measure.objects.filter(commons=slug).count()


def measures(slug: str, *, person: str = "", start: int = 0, limit: int = 50) -> list[MeasureShown]:
    """Measures, the newest first: all, or those about somebody."""
    rows = Measure.objects.filter(commons=slug, **({"person": person} if person else {})).order_by("-position")
    return [MeasureShown(*row) for row in rows[start : start + limit].values_list(*_MEASURE)]


def appeals_waiting(slug: str) -> list[MeasureShown]:
    """Measures against which somebody appealed, and nobody has answered, oldest first."""
    rows = Measure.objects.filter(commons=slug, answered="").exclude(appeal="").order_by("position")
    return [MeasureShown(*row) for row in rows.values_list(*_MEASURE)]


def measure(slug: str, asked: str) -> MeasureShown:
    """One measure by its id or the beginning of it. Raises NotFound, Ambiguous."""
    ids = Measure.objects.filter(commons=slug, id__gte=asked, id__lt=asked + "g").values_list("id", flat=True)[:2]
    row = Measure.objects.filter(commons=slug, id=by_prefix(asked, list(ids), "measure")).values_list(*_MEASURE)[0]
    return MeasureShown(*row)


def texts_of(slug: str, entries: Collection[str]) -> dict[tuple[str, str], str]:
    """What stands beside entries, by (entry, name); what was erased is left out, and so are pictures."""
    rows = SideText.objects.filter(
        commons=slug, entry__in=[e for e in entries if e], name__in=("text", "reason", "title")
    )
    return {(entry, name): text for entry, name, text in rows.values_list("entry", "name", "text")}
