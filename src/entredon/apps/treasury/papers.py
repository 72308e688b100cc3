"""Receipts and bills as people send them: looked at, pictures drawn anew, kept aside; handed out only to who may see them.

A photograph of a receipt says where it was taken; drawn anew, it doesn't. A form that is shown again carries a signed token for the
paper it has, so that nobody has to choose it twice.
"""

import datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.text import get_valid_filename

from entredon.apps.treasury import documents
from entredon.apps.treasury.models import Document, Expense, Payout
from entredon.desk import files
from entredon.log import clock
from entredon.log.asked import NotFound
from entredon.log.registry import Refused

SALT = "treasury.papers"
TAKEN = frozenset({*files.SHOWN, "application/pdf", files.TEXT})
"""Pictures, PDF, and electronic bills, which are text."""
AGE = datetime.timedelta(days=8)
"""A paper that nobody has handed in after so long is thrown away."""


def bounded(request: HttpRequest) -> files.Bounded:
    """Before anything of a form is read: from now on files are taken up to the most that is taken here."""
    handler = files.Bounded(request)
    request.upload_handlers = [handler]
    return handler


def take(slug: str, upload: UploadedFile[Any], *, what: str, person: str) -> Document:
    """Look at a paper and keep it aside. Raises Refused with what is wrong with it."""
    name = files.named(upload.name or "")
    if not upload.size:
        raise Refused("“{name}” is empty: there was nothing in it.", name=name)
    if upload.size > files.most():
        raise files.too_large(name)
    kind = files.kind_of(upload, name)
    if kind not in TAKEN:
        raise Refused("“{name}” is no receipt: send a photograph, a PDF or an electronic bill.", name=name)
    if kind in files.SHOWN:
        data, name = files.drawn(upload, name), f"{name.rpartition('.')[0] or name}.webp"
    else:
        upload.seek(0)
        data = upload.read()
    _sweep(slug)
    return documents.keep(slug, data, what=what, name=name, person=person)


def token(paper: Document) -> str:
    """What a form carries for a paper that it has; nobody else can make one."""
    return signing.dumps([paper.commons, paper.commitment], salt=SALT)


def by_token(slug: str, text: str) -> Document | None:
    """The paper that a form has; None where it isn't here any more."""
    try:
        commons, committed = signing.loads(text, salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return documents.find(slug, str(committed)) if commons == slug else None


def _sweep(slug: str) -> None:
    """Throw away what was sent and never handed in."""
    old = Document.objects.filter(
        commons=slug, at__lt=clock.now() - AGE, what__in=(documents.RECEIPT, documents.BILL)
    )  # fmt: skip
    named = {*Expense.objects.filter(commons=slug).values_list("document", flat=True)}
    named |= {*Payout.objects.filter(commons=slug).exclude(document="").values_list("document", flat=True)}
    for row in old:
        if row.commitment not in named:
            row.delete()
            documents.drop_unnamed(row.sha256)


def kind_of(paper: Document) -> str:
    """What a paper is, by what stands in it; "" where its bytes are missing."""
    try:
        return files.kind_of(BytesIO(documents.read(paper)), paper.name)
    except (documents.Gone, Refused):
        return ""


def handed_out(paper: Document) -> HttpResponse:
    """A paper as an answer: a picture is shown, everything else handed out, so that nothing in it runs here. Raises NotFound."""
    try:
        data = documents.read(paper)
    except documents.Gone:
        raise NotFound("This paper is named here, but it is missing.") from None
    kind = kind_of(paper) or files.BYTES
    shown = kind in files.SHOWN
    response = HttpResponse(data, content_type=kind)
    response["Content-Length"] = str(len(data))
    response["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; {_called(paper)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _called(paper: Document) -> str:
    """The name of a paper for a browser that keeps it: plain for old ones, in full for others (RFC 6266)."""
    name = files.named(paper.name) if paper.name else paper.sha256[:10]
    plain = get_valid_filename(name.encode("ascii", "ignore").decode() or paper.sha256[:10])
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
