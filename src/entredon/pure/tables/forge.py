"""What a forge exports of its issues and reviews, as its REST interface gives it: GitHub, Forgejo and Gitea, GitLab.

An array, one object with arrays by name, or JSON Lines. Who reported, who reviewed, who helped in comments, who closed or merged:
once per issue and person, however many comments there are. Programs are left out, and counted.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

import msgspec

from entredon.pure.git.identity import is_bot
from entredon.pure.git.kinds import HELP, INTEGRATION, REPORT, REVIEW
from entredon.pure.tables import MOST_BYTES, MOST_ROWS
from entredon.pure.tables.lines import Fault, Faulty, Line, Place, Unreadable, made_of_own, plain

ISSUES, PULLS, REVIEWS, COMMENTS = "issues", "pulls", "reviews", "comments"
PARTS = {
    "issues": ISSUES, "issue": ISSUES, "work_items": ISSUES,
    "pulls": PULLS, "pull_requests": PULLS, "merge_requests": PULLS, "pullrequests": PULLS, "pull": PULLS,
    "reviews": REVIEWS, "approvals": REVIEWS, "review_comments": REVIEWS, "pull_request_reviews": REVIEWS,
    "comments": COMMENTS, "issue_comments": COMMENTS, "notes": COMMENTS,
}  # fmt: skip
_SILENT = {"PENDING", "REQUEST_REVIEW", "DISMISSED"}
_STATES = {"APPROVED", "CHANGES_REQUESTED", "COMMENTED", "REQUEST_CHANGES", "COMMENT", *_SILENT}
_PLACE = re.compile(
    r"/(?:api/v\d+/)?(?:repos/|projects/)?(.+?)/(?:-/)?(issues|pull|pulls|merge_requests|work_items)/(\d+)"
)
_WHOLE = re.compile(r"[ \t\r\n]*([\[{])")


class User(msgspec.Struct, gc=False):
    """Somebody, as forges tell of her."""

    login: str | None = None
    username: str | None = None
    name: str | None = None
    full_name: str | None = None
    email: str | None = None
    type: str | None = None
    bot: bool | None = None


class _Approval(msgspec.Struct, gc=False):
    user: User | None = None


class Item(msgspec.Struct):
    """An issue, a pull request, a review or a comment: what of it is looked at."""

    number: int | None = None
    iid: int | None = None
    id: int | str | None = None
    url: str | None = None
    html_url: str | None = None
    web_url: str | None = None
    issue_url: str | None = None
    pull_request_url: str | None = None
    title: str | None = None
    state: str | None = None
    user: User | None = None
    author: User | None = None
    closed_by: User | None = None
    merged_by: User | None = None
    merge_user: User | None = None
    created_at: str | None = None
    closed_at: str | None = None
    merged_at: str | None = None
    submitted_at: str | None = None
    updated_at: str | None = None
    pull_request: msgspec.Raw = msgspec.Raw(b"null")
    comments: msgspec.Raw = msgspec.Raw(b"null")
    reviews: msgspec.Raw = msgspec.Raw(b"null")
    notes: msgspec.Raw = msgspec.Raw(b"null")
    system: bool | None = None
    noteable_type: str | None = None
    noteable_iid: int | None = None
    approved_by: list[_Approval] | None = None

    @property
    def who(self) -> User | None:
        """Who it is by."""
        return self.user or self.author


_item = msgspec.json.Decoder(Item, strict=False)
_list = msgspec.json.Decoder(list[msgspec.Raw])
_object = msgspec.json.Decoder(dict[str, msgspec.Raw])


@dataclass(slots=True)
class Export:
    """An export that was read: what stands in which part, by whom each issue is, and which programs were left out."""

    items: list[tuple[int, str, Item]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    by_number: dict[tuple[str, int], str] = field(default_factory=dict)
    bots: Counter[str] = field(default_factory=Counter)


def looks_like(head: bytes) -> bool:
    """Whether a file begins as an export does, and not as a table."""
    return _WHOLE.match(head.decode("utf-8-sig", "replace")) is not None


def read(stream: BinaryIO) -> Export:
    """What an export holds. Raises Unreadable when it is none."""
    raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Unreadable("The file is larger than {most} MB, the most that is read.", most=MOST_BYTES >> 20)
    export = Export()
    for number, (part, item) in enumerate(_pieces(raw.removeprefix(b"\xef\xbb\xbf")), 1):
        if number > MOST_ROWS:
            raise Unreadable("The export has more than {most:,} items; cut it into several.", most=MOST_ROWS)
        _take(export, number, part, item, None)
    if not export.items:
        raise Unreadable("There are no issues, reviews or comments in this file.")
    return export


def _pieces(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Each item with the part it stands in, "" where that isn't said."""
    try:
        if raw.lstrip()[:1] == b"[":
            yield from (("", bytes(one)) for one in _list.decode(raw))
            return
        whole = _object.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as trouble:
        if raw.lstrip()[:1] == b"[" or b"\n" not in raw.strip():
            raise Unreadable("This can’t be read as JSON: {trouble}.", trouble=trouble) from None
        yield from (("", line) for line in raw.split(b"\n") if line.strip())
        return
    parts = [
        (PARTS[name], bytes(value))
        for name, value in whole.items()
        if name in PARTS and bytes(value).lstrip()[:1] == b"["
    ]
    if not parts or "title" in whole or "user" in whole:
        yield "", raw
        return
    for part, value in sorted(parts, key=lambda pair: list(dict.fromkeys(PARTS.values())).index(pair[0])):
        yield from ((part, bytes(one)) for one in _list.decode(value))


def _take(export: Export, number: int, part: str, raw: bytes, parent: Item | None) -> None:
    place = Place("Item {number}", number=number)
    try:
        item = _item.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as trouble:
        export.faults.append(Fault(number, place, Faulty("it can’t be read: {trouble}.", trouble=trouble)))
        return
    kind = _kind(item, part)
    if not kind:
        export.faults.append(Fault(number, place, Faulty("it is no issue, review or comment.")))
        return
    if parent is not None:
        about = parent.html_url or parent.web_url or parent.url
        item.issue_url, item.noteable_iid = item.issue_url or about, item.noteable_iid or parent.iid
        item.pull_request_url = item.pull_request_url or (about if kind == REVIEWS else None)
    export.items.append((number, kind, item))
    if kind in (ISSUES, PULLS):
        _note(export, kind, item)
        for nested, inside in ((REVIEWS, item.reviews), (COMMENTS, item.comments), (COMMENTS, item.notes)):
            if bytes(inside).lstrip()[:1] == b"[":
                for one in _list.decode(bytes(inside)):
                    _take(export, number, nested, bytes(one), item)


def _kind(item: Item, part: str) -> str:
    """What an item is; where the export doesn't say it, by what is told of it."""
    is_pull = (
        bytes(item.pull_request) not in (b"null", b"")
        or item.merged_at is not None
        or bool(
            item.title
            and re.search(r"/(pull|pulls|merge_requests)/\d+$", item.html_url or item.web_url or item.url or "")
        )
    )
    if part == ISSUES and is_pull:
        return PULLS
    if part:
        return part
    if item.approved_by is not None:
        return REVIEWS
    if item.title is not None:
        return PULLS if is_pull else ISSUES
    if item.submitted_at or (item.state or "").upper() in _STATES or (item.pull_request_url and not item.issue_url):
        return REVIEWS
    return COMMENTS if item.issue_url or item.noteable_iid or item.pull_request_url or item.noteable_type else ""


def _note(export: Export, kind: str, item: Item) -> None:
    about = subject(export, kind, item)
    export.authors.setdefault(about, _called(item.who))
    export.titles.setdefault(about, plain(item.title or "")[:500])
    number = item.iid if item.iid is not None else item.number
    if number is not None:
        mark = "!" if kind == PULLS and item.iid is not None else "#"
        known = export.by_number.setdefault((mark, number), about)
        if known != about:  # of several projects: a number alone says nothing
            export.by_number[mark, number] = ""


def subject(export: Export, kind: str, item: Item) -> str:
    """Which issue or pull request an item is about, by an address that is the same in all parts of an export."""
    said = (item.pull_request_url or item.issue_url) if kind in (REVIEWS, COMMENTS) else None
    for address in (said, item.html_url, item.web_url, item.url):
        if address and (found := place_of(address)):
            return found
    number = item.noteable_iid or item.iid or item.number
    if number is None:
        return ""
    pull = kind == PULLS or (item.noteable_type or "").startswith("Merge") or (kind == REVIEWS and item.iid is not None)
    mark = "!" if pull and (item.noteable_type or item.iid is not None) else "#"
    return export.by_number.get((mark, number)) or f"{mark}{number}"


def place_of(address: str) -> str:
    """An issue's address without what differs between its page and the interface: codeberg.org/merel/car#17."""
    parts = urlsplit(address)
    found = _PLACE.search(unquote(parts.path))
    if found is None:
        return ""
    host = parts.netloc.lower().removeprefix("api.").removeprefix("www.")
    mark = "!" if found[2] == "merge_requests" else "#"
    return f"{host}/{found[1].lower()}{mark}{found[3]}"


def lines(export: Export, today: str) -> Iterator[Line | list[Fault]]:
    """Who did what, once per issue and person and kind; the first time it is told. What is faulty comes first."""
    yield from ([fault] for fault in export.faults)
    known: set[tuple[str, str, str]] = set()
    for number, kind, item in export.items:
        if item.system:
            continue
        about = subject(export, kind, item)
        for work, user, at in _work(export, kind, item, about):
            line = _line(export, number, work, user, at, about, item, today)
            if isinstance(line, Line):
                once = (about, work, line.address.lower() or line.name.lower())
                if once in known:
                    continue
                known.add(once)
                yield line
            elif line is not None:
                yield [line]


def _work(export: Export, kind: str, item: Item, about: str) -> Iterator[tuple[str, User | None, str | None]]:
    """What an item tells: which kind of work, by whom, when."""
    author = export.authors.get(about, "")
    if kind == ISSUES:
        yield REPORT, item.who, item.created_at
    if kind in (ISSUES, PULLS):
        by, at = item.merged_by or item.merge_user or item.closed_by, item.merged_at or item.closed_at
        if by is not None and at and _called(by) != author:
            yield INTEGRATION, by, at
    elif kind == REVIEWS and item.approved_by is not None:
        for one in item.approved_by:
            if one.user is not None and _called(one.user) != author:
                yield REVIEW, one.user, item.updated_at or item.created_at
    elif (item.state or "").upper() not in _SILENT and (not author or _called(item.who) != author):
        yield (REVIEW if kind == REVIEWS else HELP), item.who, item.submitted_at or item.created_at


def _called(user: User | None) -> str:
    """A name by which the forge knows somebody, in small letters."""
    return (user.login or user.username or "").lower() if user is not None else ""


def _line(
    export: Export, number: int, work: str, user: User | None, at: str | None, about: str, item: Item, today: str
) -> Line | Fault | None:
    place = (
        Place("Item {number} ({about})", number=number, about=about) if about else Place("Item {number}", number=number)
    )
    login = plain((user.login or user.username or "") if user else "")[:200]
    if user is None or not login:
        return Fault(number, place, Faulty("it doesn’t say who it was."))
    address = (user.email or "").strip()[:320]
    if (user.type or "").lower() == "bot" or user.bot or is_bot(login, address):
        export.bots[login] += 1
        return None
    if not about:
        return Fault(number, place, Faulty("it doesn’t say which issue it is about."))
    day = day_of(at or "")
    if not day or day > today:
        return Fault(number, place, Faulty("“{text}” is not a day on which it can have been.", text=(at or "")[:40]))
    title = export.titles.get(about, "")
    link = item.html_url or item.web_url or ""
    return Line(
        number, login, address, day, 0, work, 1, "", "", "\n".join(part for part in (title, link[:500]) if part),
        made_of_own(json.dumps([about, work, login.lower()])), False,
    )  # fmt: skip


def day_of(at: str) -> str:
    """The day of a moment as forges write it, in UTC; "" for what is none."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return ""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()
