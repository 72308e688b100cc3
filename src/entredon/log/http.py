"""The log over HTTP: checkpoint, tiles, proofs, side texts and content, as files that any cache may keep.

Tiles and content never change under their address; the checkpoint is always asked for anew; side texts can be erased,
so nobody may keep them. Drafts answer 404. Source of the addresses: C2SP tlog-tiles 0.1.0.
"""

import functools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

import entredon
from entredon.log import checkpoints, content, named, pages, served, stored
from entredon.log.models import Entry
from entredon.log.stored import Absent
from entredon.log.viewer import viewer_of
from entredon.pure.log import proof as proofs
from entredon.pure.log import tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import b64
from entredon.pure.log.leaf import HEX64

FOREVER = "public, max-age=31536000, immutable"
ALWAYS_ASK = "no-cache"
NEVER_KEEP = "no-store"
TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
CHUNK = 1 << 16
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)
_INDEX = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]


def _sentence(text: str, status: int = 404) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type=TEXT, headers={"Cache-Control": NEVER_KEEP})


def _open_to_all(request: HttpRequest, slug: str) -> bool:
    """Whether a log is public. Raises Absent for others' drafts, and for logs that aren't there, in the same words."""
    draft = pages.draft_of(slug)
    if draft is None or not pages.may_see(request, slug, draft=draft):
        raise Absent("There is no public record named {slug} here.", slug=slug)
    return not draft


def of_log(view: View[P]) -> View[P]:
    """A view of one log: 404 with a sentence where there is nothing, and open to other sites' scripts if public."""

    @functools.wraps(view)
    def answer(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        # These bytes are hashed and signed: nothing on the way may compress them.
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
        try:
            public = _open_to_all(request, slug)
            response = view(request, slug, *args, **kwargs)
        except (Absent, Malformed, KeyError) as trouble:
            return _sentence("There is no such thing here." if isinstance(trouble, KeyError) else str(trouble))
        except checkpoints.RolledBack:
            return _sentence("This public record is being repaired; try again later.", 503)
        if public:
            response["Access-Control-Allow-Origin"] = "*"
        else:
            response["Cache-Control"] = NEVER_KEEP
        return response

    return cast("View[P]", require_safe(answer))


def _file(data: bytes, kind: str, cache: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Cache-Control": cache})


@of_log
def checkpoint(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest signed checkpoint."""
    return _file(served.checkpoint(slug), TEXT, ALWAYS_ASK)


@of_log
def vkey(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The key that checks this log's checkpoints."""
    return _file(served.vkey(slug), TEXT, ALWAYS_ASK)


@of_log
def tile(request: HttpRequest, slug: str, path: str) -> HttpResponseBase:
    """A tile of hashes or a bundle of entries."""
    return _file(stored.tile(slug, f"tile/{path}"), BYTES, FOREVER)


def _entry(slug: str, asked: str) -> Entry:
    """An entry by its index or id, as far as the log is published. Raises Absent."""
    rows = Entry.objects.filter(commons=slug, index__lt=stored.published_size(slug))
    if HEX64.fullmatch(asked):
        row = rows.filter(id=asked).first()
    elif _INDEX.fullmatch(asked):
        row = rows.filter(index=int(asked)).first()
    else:
        row = None
    if row is None:
        raise Absent("There is no published entry {asked} here.", asked=asked[:64])
    return row


@of_log
def leaf(request: HttpRequest, slug: str, asked: str) -> HttpResponseBase:
    """An entry, byte for byte as it was signed and accepted."""
    return _file(bytes(_entry(slug, asked).leaf), TEXT, FOREVER)


@of_log
def proof(request: HttpRequest, slug: str, asked: str) -> HttpResponseBase:
    """An entry's place in the log, as a tlog-proof file."""
    row = _entry(slug, asked)
    now = checkpoints.published(slug)
    path = tree.inclusion(row.index, now.size, stored.reader(slug, now.size))
    response = _file(proofs.dumps(proofs.Proof(row.index, tuple(path), now.note)), TEXT, ALWAYS_ASK)
    response["Content-Disposition"] = f'inline; filename="{row.id[:10]}.tlog-proof"'
    return response


@of_log
def consistency(request: HttpRequest, slug: str, old: str) -> HttpResponseBase:
    """That the newest checkpoint only adds to an older size: ``old <size>``, hashes, blank line, checkpoint."""
    now = checkpoints.published(slug)
    if not _INDEX.fullmatch(old) or int(old) > now.size:
        raise Absent("This public record has {size} published entries.", size=now.size)
    path = tree.consistency(int(old), now.size, stored.reader(slug, now.size))
    lines = [f"old {old}", *map(b64, path)]
    return _file(("\n".join(lines) + "\n\n").encode() + now.note, TEXT, ALWAYS_ASK)


@of_log
def side(request: HttpRequest, slug: str, entry: str, name: str) -> HttpResponseBase:
    """A side text with its salt. It can be erased, so no cache may keep it."""
    return _file(served.side(slug, entry, name), "application/json", NEVER_KEEP)


@of_log
def content_of_log(request: HttpRequest, slug: str, sha256: str) -> HttpResponseBase:
    """Content that this log names."""
    if sha256 not in named.content_in(slug):
        raise Absent("No entry here names this content.")
    return _content(request, sha256)


@require_safe
def content_by_hash(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Content that some open log here names."""
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    open_to_all = named.is_public(sha256)
    if not open_to_all and not named.is_named(sha256, filter(viewer_of(request).member, named.drafts())):
        return _sentence("No public record here names this content.")
    try:
        response = _content(request, sha256)
    except KeyError:
        return _sentence("This content is named here, but it is missing.")
    if open_to_all:
        response["Access-Control-Allow-Origin"] = "*"
    else:
        response["Cache-Control"] = NEVER_KEEP
    return response


@require_safe
def verify_py(request: HttpRequest) -> HttpResponseBase:
    """The program of one file with which anybody can check a log without installing us."""
    source = (Path(entredon.__file__).parent / "verify.py").read_bytes()
    response = _file(source, "text/x-python; charset=utf-8", ALWAYS_ASK)
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


def _content(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Content as a stream, whole or a range of it. Raises KeyError when it is not here."""
    store = content.store()
    size = store.size(sha256)
    etag = f'"{sha256}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        wanted = _wanted(request, etag, size)
        if wanted is None:
            response = _sentence(f"This content has {size} bytes.", 416)
            response["Content-Range"] = f"bytes */{size}"
            return response
        first, last, partial = wanted
        body = () if request.method == "HEAD" else _stream(store.open(sha256), first, last)
        response = StreamingHttpResponse(body, status=206 if partial else 200, content_type=BYTES)
        response["Content-Length"] = str(last - first + 1)
        if partial:
            response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = FOREVER
    return response


def _wanted(request: HttpRequest, etag: str, size: int) -> tuple[int, int, bool] | None:
    """First and last byte asked for, and whether that is a part; None when the part lies outside.

    Several ranges at once, and forms we don't know, get the whole, as RFC 9110 allows.
    """
    whole = (0, size - 1, False)
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or not (match[1] or match[2]) or request.headers.get("If-Range", etag) != etag:
        return whole
    if not match[1]:
        count = min(int(match[2]), size)
        return (size - count, size - 1, True) if count else None
    first = int(match[1])
    last = min(int(match[2]), size - 1) if match[2] else size - 1
    if match[2] and int(match[2]) < first:
        return whole
    return (first, last, True) if first < size else None


def _stream(stream: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with stream:
        stream.seek(first)
        left = last - first + 1
        while left and (chunk := stream.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
