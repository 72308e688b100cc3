"""Papers of the treasury, kept aside: receipts, bills, reports of banks, payment files. Never public, never in the content store.

Their bytes lie in a folder of this place by their SHA-256, readable by its owner only; the public record has a salted commitment to
that hash. The same paper of one commons always has the same commitment: so a receipt that is handed in twice is seen to be the same.
"""

import hashlib
import hmac
import secrets
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from entredon.apps.treasury.models import Document
from entredon.log import content, home
from entredon.pure.log import commitment

RECEIPT, BILL, REPORT, PAYMENTS, STATEMENT, CONTRACT = "receipt", "bill", "report", "payments", "statement", "contract"
WHAT = (RECEIPT, BILL, REPORT, PAYMENTS, STATEMENT, CONTRACT)
"""What a paper can be: a receipt or a bill, a report of the bank, a file for the bank or from it, an agreement."""
LONGEST = 200
"""Characters of a name."""


class Gone(KeyError):
    """The bytes of a paper aren't here any more: a copy of the database without the folder beside it."""


def salt(slug: str, *parts: str) -> bytes:
    """The salt of one thing in a commons: the same for the same thing, and nothing to be guessed without this place's secret."""
    secret = home.read_or_make(Path(settings.ENTREDON_HOME) / "salts" / slug, lambda: secrets.token_hex(32))
    said = "\n".join(("entredon/salt/v1", *parts))
    return hmac.new(bytes.fromhex(secret), said.encode(), hashlib.sha256).digest()


def keep(slug: str, data: bytes, *, what: str, name: str = "", person: str = "") -> Document:
    """Keep a paper, and know the commitment to it. Bytes that are kept already are known again, whatever they were called."""
    sha256, _length = _folder().put(BytesIO(data))
    known = Document.objects.filter(commons=slug, sha256=sha256).order_by("pk").first()
    if known is not None:
        return known
    salted = salt(slug, "document", sha256)
    committed = commitment.commit(salted, sha256)
    made = Document(
        commons=slug, commitment=committed, sha256=sha256, salt=salted, name=name[:LONGEST], what=what, person=person
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # somebody else kept the same a moment ago
        return Document.objects.get(commons=slug, commitment=committed)
    return made


def find(slug: str, committed: str) -> Document | None:
    """The paper behind a commitment; None where this place doesn't have it."""
    return Document.objects.filter(commons=slug, commitment=committed).first()


def read(document: Document) -> bytes:
    """Its bytes. Raises Gone."""
    return read_kept(document.sha256)


def keep_bytes(data: bytes) -> str:
    """Keep bytes by their hash alone, such as a bank's file as it came; returns the hash."""
    return _folder().put(BytesIO(data))[0]


def read_kept(sha256: str) -> bytes:
    """Bytes that were kept by their hash. Raises Gone."""
    try:
        with _folder().open(sha256) as stream:
            return stream.read()
    except KeyError:
        raise Gone(sha256) from None


def drop_unnamed(sha256: str) -> None:
    """Throw bytes away that no row names any more; those that one names stay."""
    if not Document.objects.filter(sha256=sha256).exists():
        _folder().drop(sha256)


def opens(document: Document) -> bool:
    """Whether the paper is what its commitment says."""
    return commitment.opens(document.commitment, bytes(document.salt), document.sha256)


def _folder() -> content.Folder:
    found = Path(settings.ENTREDON_HOME) / "papers"
    home.make_folder(found)
    return content.Folder(found)
