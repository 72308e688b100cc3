"""Whole pages, kept until the public record they tell of changes.

What a visitor sees of a commons depends on its public record alone, so a page is kept under the state of the record,
how far that is published, the full address and the language, compressed as it is sent. Nothing is ever invalidated: a
new entry makes new keys, and what is old falls out. Kept in the process, bounded in bytes.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entredon.log import fit
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.checkpoints import RolledBack
from entredon.log.fit import State
from entredon.log.models import Commons, Log
from entredon.log.stored import Absent
from entredon.log.turns import Turns

ROOM = 24 << 20
"""Bytes of compressed pages that a process keeps."""
LONGEST = 2000
"""Addresses longer than this are answered but not kept."""

Key = tuple[str, State, int, bool, str, str]
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

    A commons that isn't here answers 404, and so does a draft, except where drafts are shown. NotFound and Ambiguous
    become 404 with their sentence. Raises RolledBack when what was published and the database don't fit together.
    """

    @wraps(view)
    def shown(request: HttpRequest, slug: str, **words: str) -> HttpResponse:
        before = fit.published(slug)
        state, draft = state_or_404(slug)
        now = fit.fitting(slug, before, state)

        def make() -> HttpResponse:
            try:
                return view(request, slug, **words)
            except (NotFound, Ambiguous) as trouble:
                raise Http404(str(trouble)) from None
            except Absent as missing:
                raise RolledBack(f"The database lacks a part of the public record of {slug}: {missing}.") from None

        return _shelved(request, (slug, state, now.size, draft), make)

    return shown


def front(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Make a view a page about all commons here: kept as long as no public record changes."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        states = fit.states()
        digest = hashlib.sha256(" ".join(fit.damaged(states)).encode())
        for slug, (size, hashes) in states.items():
            digest.update(f"\n{slug} {size} ".encode() + hashes)
        total = sum(size for size, _hashes in states.values())
        return _shelved(
            request, ("", (total, digest.digest()), 0, settings.ENTREDON_SHOW_DRAFTS), lambda: view(request)
        )

    return shown


def _shelved(
    request: HttpRequest, about: tuple[str, State, int, bool], make: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page from the shelf, else made now. Only what answers 200 is kept."""
    address = request.build_absolute_uri()
    key = (*about, address, get_language() or "")
    kept = shelf.get(key)
    if kept is None:
        response = make()
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        kept = _pressed(response.content)
        if len(address) <= LONGEST:
            shelf.put(key, kept)
    return _answer(request, kept, private=about[-1])


def state_or_404(slug: str) -> tuple[State, bool]:
    """The state of a commons' log, and whether it is a draft. Raises Http404 when visitors may not see it."""
    state = state_of(slug)
    drafts = list(Commons.objects.filter(commons=slug).values_list("draft", flat=True))
    if state is None or not drafts or (drafts[0] and not settings.ENTREDON_SHOW_DRAFTS):
        raise Http404(_("There is no commons with this address here, or it is still a private draft."))
    return state, drafts[0]


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


def remembered(compute: Callable[[str], T], most: int = MOST) -> Callable[[str], T]:
    """Make a function of a slug remember its last result for the commons asked for last, as long as the public record
    stays as it is. Who asks while it is worked out waits for it."""
    known: OrderedDict[str, tuple[State | None, T]] = OrderedDict()
    guard = threading.Lock()

    def kept(slug: str, state: State | None) -> tuple[State | None, T] | None:
        with guard:
            found = known.get(slug)
            if found is None or found[0] != state:
                return None
            known.move_to_end(slug)
            return found

    @wraps(compute)
    def recall(slug: str) -> T:
        state = state_of(slug)
        if (found := kept(slug, state)) is not None:
            return found[1]
        with _turns.take((recall, slug, state)):
            if (found := kept(slug, state)) is not None:
                return found[1]
            result = compute(slug)
            with guard:
                known[slug] = (state, result)
                known.move_to_end(slug)
                if len(known) > most:
                    known.popitem(last=False)
            return result

    return recall
