"""The file somebody takes away: JSON by subject, her pictures, and an index that reads by itself, without asking anybody.

It lies in ``ENTREDON_HOME/exports`` under a random name, its owner's alone, and for a day at most.
"""

import base64
import binascii
import json
import os
import re
import secrets
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entredon.apps.people import exporting, exporting_words, whose
from entredon.apps.people.exporting import Subject
from entredon.apps.people.models import Account
from entredon.log import home
from entredon.log.personal import Who

DAY = 24 * 3600
ON_INDEX = 200
"""So many rows of a subject stand on the index; the JSON has all."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
"""What the index may load: nothing but the pictures beside it."""
PICTURE = "picture"
_NAME = re.compile(r"[0-9]{1,18}-[0-9a-f]{32}\.zip")
_KINDS = {b"RIFF": "webp", b"\xff\xd8\xff": "jpg", b"\x89PNG": "png"}
Progress = Callable[[int, int], None]


def folder() -> Path:
    """Where such files lie, their owner's alone."""
    found = Path(settings.ENTREDON_HOME) / "exports"
    home.make_folder(found)
    return found


def fresh_name(account: str) -> str:
    """A name nobody can guess, which says whose it is."""
    return f"{account}-{secrets.token_hex(16)}.zip"


def find(name: str, account: str) -> Path | None:
    """The file with this name, if it is this account's and not older than a day."""
    if not _NAME.fullmatch(name) or name.partition("-")[0] != account:
        return None
    path = folder() / name
    return path if path.is_file() and time.time() - path.stat().st_mtime < DAY else None


def sweep() -> None:
    """Throw away what is older than a day."""
    for path in folder().glob("*.zip*"):
        if time.time() - path.stat().st_mtime > DAY:
            path.unlink(missing_ok=True)


def forget(who: Who, texts: frozenset[str]) -> None:
    """Throw away all files of these accounts."""
    for path in folder().glob("*.zip*"):
        if path.name.partition("-")[0] in who.accounts:
            path.unlink(missing_ok=True)


def write(account: Account, name: str, progress: Progress = lambda done, total: None) -> Path:
    """Write the file of an account; it gets its name when it is whole. Raises Account.DoesNotExist or OSError, and
    leaves nothing, where she has had herself forgotten meanwhile."""
    sweep()
    path = folder() / name
    draft = path.with_name(f"{name}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            fill(file, account, progress)
        if not Account.objects.filter(pk=account.pk).exists():
            raise Account.DoesNotExist
        # Who is forgotten just now loses the draft once her account is gone (``forget``): then this fails.
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def fill(file: IO[bytes], account: Account, progress: Progress = lambda done, total: None) -> None:
    """All that is held about an account, into a file."""
    found = exporting.subjects(whose.of([account]))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as into:
        parts = []
        for number, subject in enumerate(found):
            parts.append(_subject(into, subject))
            progress(number + 1, len(found))
        context = {
            "parts": parts,
            "email": account.email,
            "made": timezone.now(),
            "language": get_language() or "en",
            "policy": POLICY,
        }
        into.writestr("index.html", render_to_string("people/everything_index.html", context))
        into.writestr(_("README") + ".txt", render_to_string("people/everything_readme.txt", context))


def _subject(into: zipfile.ZipFile, subject: Subject) -> dict[str, Any]:
    """Write a subject's JSON and pictures; returns what the index shows of it."""
    shown, count = [], 0
    file = f"data/{subject.name}.json"
    pictures: list[tuple[str, bytes]] = []
    with into.open(file, "w") as out:
        out.write(b"[")
        for row in subject.rows():
            text = json.dumps(row, ensure_ascii=False, indent=1, default=exporting_words.plain)
            out.write((",\n" if count else "\n").encode() + text.encode())
            if count < ON_INDEX:
                shown.append(list(exporting_words.pairs(row, whole=True)))
            pictures += _pictures(row)
            count += 1
        out.write(b"\n]\n")
    for name, data in pictures:
        into.writestr(f"pictures/{name}", data)
    return {
        "title": subject.title, "file": file, "count": count, "rows": shown, "more": count - len(shown),
        "secrets": exporting_words.secrets_of(subject.secret), "pictures": [name for name, _data in pictures],
    }  # fmt: skip


def _pictures(row: exporting.Row) -> Iterator[tuple[str, bytes]]:
    """A picture among the texts of a row, as a file."""
    if row.get("name") != PICTURE or not isinstance(row.get("text"), str):
        return
    try:
        data = base64.b64decode(row["text"], validate=True)
    except binascii.Error:
        return
    kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), "bin")
    of = slugify(f"{row.get('commons', '')} {str(row.get('entry', row.get('id', '')))[:10]}")
    yield f"{of}.{kind}", data
