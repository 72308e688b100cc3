"""Whole pages, kept until what they tell of changes.

What somebody sees of a commons depends on its public record, on the few private things that pages show (``changed``
counts those) and on who she is. So a page is kept under the state of the record, how far that is published, that count,
the viewer, the full address and the language, compressed as it is sent. Nothing is ever invalidated: a new entry makes
new keys, and what is old falls out. Kept in the process, bounded in bytes.
"""

import gzip
import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entredon.log import clock, fit
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.checkpoints import RolledBack
from entredon.log.fit import State
from entredon.log.models import Commons, Log
from entredon.log.stored import Absent
from entredon.log.turns import Turns
from entredon.log.viewer import viewer_of

ROOM = 24 << 20
"""Bytes of compressed pages that a process keeps."""
LONGEST_SLUG = 39
"""No commons has a longer name in addresses."""
LONGEST = 2000
"""Addresses longer than this are answered but not kept."""

GAP, ASKED = secrets.token_hex(16), secrets.token_hex(16)
"""In the frame of a page, where its answer comes, and what was asked: so that nobody can write them into a text of hers."""

About = tuple[str, State, int, int, bool]
"""A commons, the state of its record, how far it is published, how often what is private changed, whether it is a draft."""
Key = tuple[str, State, int, int, bool, str, str, str]
View = Callable[..., HttpResponse]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is sent: compressed, with the name of its content."""

    body: bytes
    etag: str


class Shelf:
    """The pages kept, those asked for last at the end."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._size = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: Key) -> Page | None:
        """The page under this key, if it is still kept."""
        with self._guard:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        """Keep a page; what nobody has asked for longest makes room."""
        with self._guard:
            old = self._pages.pop(key, None)
            self._size += len(page.body) - (len(old.body) if old else 0)
            self._pages[key] = page
            while self._size > self._room and self._pages:
                _key, gone = self._pages.popitem(last=False)
                self._size -= len(gone.body)


shelf = Shelf()


def page(view: View) -> View:
    """Make a view a page of a commons: its first argument after the request is the slug.

    A commons that isn't here answers 404, and so does a draft, except to its members. NotFound and Ambiguous become 404
    with their sentence. Raises RolledBack when what was published and the database don't fit together.
    """

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
        about = _about(request, slug)
        return _shelved(request, about, lambda: _made(view, request, slug, words))

    return shown


def daily(view: View) -> View:
    """The same for a page that counts days: it is kept until the day is over."""

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
        about = _about(request, slug)
        return _shelved(request, about, lambda: _made(view, request, slug, words), clock.stamp()[:10])

    return shown


def live(view: View) -> View:
    """The same for a page that is made anew each time, because it holds a form or what is one person's own."""

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
        _about(request, slug)
        response = _made(view, request, slug, words)
        response["Cache-Control"] = "no-store"
        return response

    return shown


def watched(view: View) -> View:
    """The same for a page that tells by the minute what is going on: kept for that minute for who looks from outside, made anew for
    who has come in, as it may hold what she can do."""
    anew = live(view)

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
        if viewer_of(request).id:
            return anew(request, slug, **words)
        about = _about(request, slug)
        return _shelved(request, about, lambda: _made(view, request, slug, words), clock.stamp()[:16])

    return shown


def framed(frame: View) -> Callable[[View], View]:
    """The same for a page whose address tells something of who asks, such as where she is: only its frame is kept, which ``frame``
    makes without seeing what is asked, with GAP in the place of the answer. The view makes the answer alone, each time anew."""

    def around(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
            about, blank = _about(request, slug), _asking_nothing(request)
            kept = _kept(blank, about, lambda: _made(frame, blank, slug, words))
            answer = _made(view, request, slug, words)
            if not isinstance(kept, HttpResponse) and answer.status_code == 200:
                asked = escape(iri_to_uri(request.META.get("QUERY_STRING", "")))
                whole = gzip.decompress(kept.body).decode().replace(ASKED, asked)
                answer.content = whole.replace(GAP, answer.content.decode())
            answer["Cache-Control"] = "no-store"
            return answer

        return shown

    return around


def _asking_nothing(request: HttpRequest) -> HttpRequest:
    """The same request with ASKED for all that its address asks."""
    blank = copy(request)
    blank.META = {**request.META, "QUERY_STRING": ASKED}
    blank.GET = QueryDict(ASKED)
    return blank


def welcoming(view: View) -> View:
    """The same for a page by which people come in: the view itself sees to who may see it while this is a draft."""

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
        _about(request, slug, drafts=True)
        response = _made(view, request, slug, words)
        response["Cache-Control"] = "no-store"
        return response

    return shown


def front(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Make a view a page about all commons here: kept as long as nothing that such pages show changes."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        heads = fit.heads()
        states = {slug: state for slug, (state, _shown) in heads.items()}
        digest = hashlib.sha256(" ".join(fit.damaged(states)).encode())
        for slug, (size, hashes) in states.items():
            digest.update(f"\n{slug} {size} ".encode() + hashes)
        total = sum(size for size, _hashes in states.values())
        private = sum(shown for _state, shown in heads.values())
        draft = bool(viewer_of(request).id)  # who has an account may see drafts of hers there
        return _shelved(request, ("", (total, digest.digest()), 0, private, draft), lambda: view(request))

    return shown


def changed(slug: str) -> None:
    """Something that pages show and the log doesn't hold has changed: what was kept of this commons is old."""
    Log.objects.filter(slug=slug).update(shown=F("shown") + 1)


def _about(request: HttpRequest, slug: str, *, drafts: bool = False) -> About:
    if len(slug) > LONGEST_SLUG:
        raise not_here()  # its checkpoint would be a file whose name no disk takes
    before = fit.published(slug)
    state, private, draft = state_or_404(request, slug, drafts=drafts)
    now = fit.fitting(slug, before, state)
    return slug, state, now.size, private, draft


def _made(view: View, request: HttpRequest, slug: str, words: dict[str, str]) -> HttpResponse:
    try:
        return view(request, slug, **words)
    except (NotFound, Ambiguous) as trouble:
        raise Http404(trouble) from None
    except Absent as missing:
        raise RolledBack(
            "The database lacks a part of the public record of {slug}: {missing}.", slug=slug, missing=missing
        ) from None


def _shelved(request: HttpRequest, about: About, make: Callable[[], HttpResponse], day: str = "") -> HttpResponse:
    """The page from the shelf, else made now. Only what answers 200 is kept, for good or for a day; never what was sent."""
    if request.method not in ("GET", "HEAD"):
        response = make()
        response["Cache-Control"] = "no-store"
        return response
    kept = _kept(request, about, make, day)
    return kept if isinstance(kept, HttpResponse) else _answer(request, kept, private=_private(request, about))


def _kept(request: HttpRequest, about: About, make: Callable[[], HttpResponse], day: str = "") -> Page | HttpResponse:
    """The page from the shelf, else made now and kept; what answers anything but 200, as it is."""
    address = request.build_absolute_uri()
    # Each page names who is looking, and she may change her name.
    viewer = f"{viewer_of(request).id} {viewer_of(request).name}"
    key = (*about, viewer, f"{day} {address}", get_language() or "")
    kept = shelf.get(key)
    if kept is None:
        response = make()
        if response.status_code != 200:
            return response
        kept = _pressed(response.content)
        if len(address) <= LONGEST:
            shelf.put(key, kept)
    return kept


def _private(request: HttpRequest, about: About) -> bool:
    """Whether a page is for whoever looks alone."""
    return bool(viewer_of(request).id) or about[-1]


def state_or_404(request: HttpRequest, slug: str, *, drafts: bool = False) -> tuple[State, int, bool]:
    """The state of a commons' log, how often what is private changed, and whether it is a draft.

    Raises Http404 when it isn't here, or when it is a draft and who asks is no member of it (unless ``drafts`` are open).
    """
    row = Log.objects.filter(slug=slug).values_list("size", "hashes", "shown").first()
    if row is None or (draft := draft_of(slug)) is None or not (drafts or may_see(request, slug, draft=draft)):
        raise not_here()
    return (row[0], bytes(row[1])), row[2], draft


def not_here() -> Http404:
    """What is said of a commons that isn't here, and of a draft to who may not see it: the same."""
    return Http404(_("There is no commons with this address here, or it is still a private draft."))


def draft_of(slug: str) -> bool | None:
    """Whether a commons is a private draft; None when there is no such commons."""
    return Commons.objects.filter(commons=slug).values_list("draft", flat=True).first()


def may_see(request: HttpRequest, slug: str, *, draft: bool) -> bool:
    """Whether who sent a request may see anything of a commons: drafts are their members' own."""
    return not draft or viewer_of(request).member(slug)


def state_of(slug: str) -> State | None:
    """The state of a log; None when there is none."""
    row = Log.objects.filter(slug=slug).values_list("size", "hashes").first()
    return None if row is None else (row[0], bytes(row[1]))


def _pressed(content: bytes) -> Page:
    return Page(gzip.compress(content, 6, mtime=0), f'W/"{hashlib.sha256(content).hexdigest()[:32]}"')


def _answer(request: HttpRequest, kept: Page, *, private: bool) -> HttpResponse:
    if request.headers.get("If-None-Match") == kept.etag:
        response = HttpResponse(status=304)
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(kept.body)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(kept.body))
    else:
        response = HttpResponse(gzip.decompress(kept.body))
    response["ETag"] = kept.etag
    response["Cache-Control"] = "private, no-cache" if private else "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


MOST = 64
"""So many commons have their sums remembered; of what is large, few."""
_turns = Turns()


def remembered(compute: Callable[..., T], most: int = MOST, *, worded: bool = False) -> Callable[..., T]:
    """Make a function of a slug (and of little else) remember its last results, as long as the public record and what is
    private about it stay as they are. Who asks while it is worked out waits for it.

    ``worded`` results hold words in the language that is spoken: each language has its own.
    """
    known: OrderedDict[tuple[object, ...], tuple[object, T]] = OrderedDict()
    guard = threading.Lock()

    def kept(asked: tuple[object, ...], state: object) -> tuple[object, T] | None:
        with guard:
            found = known.get(asked)
            if found is None or found[0] != state:
                return None
            known.move_to_end(asked)
            return found

    @wraps(compute)
    def recall(*asked: Any) -> T:
        state = Log.objects.filter(slug=asked[0]).values_list("size", "hashes", "shown").first()
        name = (*asked, get_language()) if worded else asked
        if (found := kept(name, state)) is not None:
            return found[1]
        with _turns.take((recall, name, state)):
            if (found := kept(name, state)) is not None:
                return found[1]
            result = compute(*asked)
            with guard:
                known[name] = (state, result)
                known.move_to_end(name)
                if len(known) > most:
                    known.popitem(last=False)
            return result

    return recall
