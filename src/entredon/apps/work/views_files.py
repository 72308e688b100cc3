"""A file of a contribution: a picture is shown, everything else only handed out, so that nothing in it runs here."""

from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.text import get_valid_filename

from entredon.apps.work import finding, queries_reviews
from entredon.desk import files
from entredon.log import content
from entredon.log.asked import NotFound
from entredon.log.pages import live

ENDINGS = {
    "image/webp": ".webp",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
}


def file(request: HttpRequest, slug: str, asked: str, number: int) -> HttpResponseBase:
    """A file of a contribution, for whoever may see the contribution."""
    response = _file(request, slug, asked=asked, number=str(number))
    if response.status_code in (200, 304):
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Content-Type-Options"] = "nosniff"
        if response.headers.get("ETag"):
            response["Cache-Control"] = "private, no-cache"
    return response


@live
def _file(request: HttpRequest, slug: str, asked: str, number: str) -> HttpResponse:
    found = queries_reviews.contribution(slug, finding.flow_id(slug, asked))
    if found is None or not 1 <= int(number) <= len(found.files):
        raise NotFound("There is no file at this address.")
    one = found.files[int(number) - 1]
    etag = f'"{one.sha256[:32]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    try:
        with content.store().open(one.sha256) as stream:
            kind = files.shown_as(stream, one.type)
        stream = content.store().open(one.sha256)
    except KeyError:
        raise NotFound("This file is named here, but it is missing.") from None
    response = FileResponse(stream, content_type=kind)
    response["Content-Length"] = str(one.bytes)
    response["Content-Disposition"] = (
        f"{'inline' if kind in files.SHOWN else 'attachment'}; {called(one.name, kind, one.sha256)}"
    )
    response["ETag"] = etag
    return response  # type: ignore[return-value]  # a stream is an answer too


def called(name: str, kind: str, sha256: str) -> str:
    """The name of a file for a browser that keeps it: plain for old ones, in full for others (RFC 6266)."""
    name = files.named(name) if name else sha256[:10] + ENDINGS.get(kind, "")
    plain = get_valid_filename(name.encode("ascii", "ignore").decode() or sha256[:10])
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
