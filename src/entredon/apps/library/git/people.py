"""From names and addresses in a repository to pseudonyms, as its mailmap says who is who."""

import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from entredon.apps.library.git.command import argv, environment
from entredon.apps.library.git.complaints import GitTrouble
from entredon.pure.git import identity, trailers

Contact = tuple[bytes, bytes]
_LINES = 100_000
"""So many trailers are remembered before the memory starts afresh."""


class People:
    """Remembers everybody it was asked about. ``aliases``: pseudonym → (name, address), for this node's eyes only.

    Authors come mapped by git already; people in trailers are asked of a ``git check-mailmap`` that runs beside, if the
    mailmap speaks of their address at all.
    """

    def __init__(self, secret: bytes, copy: Path, head: str, mailmap: bytes = b"") -> None:
        self.aliases: dict[str, tuple[str, str]] = {}
        self._secret = secret
        self._known: dict[Contact, str] = {}
        self._lines: dict[bytes, tuple[tuple[str, str], ...]] = {}
        self._mapped: dict[Contact, Contact] = {}
        self._asking = ("-C", str(copy), "-c", f"mailmap.blob={head}:.mailmap", "check-mailmap", "--stdin")
        self._spoken_of = {address.strip().lower() for address in re.findall(rb"<([^<>]*)>", mailmap)}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def author(self, contact: Contact) -> str:
        """The pseudonym of somebody git has mapped."""
        found = self._known.get(contact)
        if found is None:
            name, address = identity.text(contact[0]), identity.text(contact[1])
            found = self._known[contact] = identity.pseudonym(self._secret, name, address)
            known = self.aliases.get(found)
            if known is None or not known[0]:
                self.aliases[found] = (name or address.partition("@")[0], address)
        return found

    def trailer(self, line: bytes) -> tuple[tuple[str, str], ...]:
        """(kind, pseudonym) for each person a trailer names."""
        found = self._lines.get(line)
        if found is None:
            if len(self._lines) >= _LINES:
                self._lines.clear()
            named = trailers.read(line)
            found = self._lines[line] = tuple((kind, self.author(self._map((name, at)))) for kind, name, at in named)
        return found

    def somebody(self, contact: Contact) -> str:
        """The pseudonym of somebody as a commit writes her, before the mailmap."""
        return self.author(self._map(contact))

    def _map(self, contact: Contact) -> Contact:
        """Who the mailmap says this is."""
        if contact[1].lower() not in self._spoken_of:
            return contact
        mapped = self._mapped.get(contact)
        if mapped is None:
            mapped = self._mapped[contact] = self._ask(contact)
        return mapped

    def _ask(self, contact: Contact) -> Contact:
        name, address = (b"".join(c for c in part.split(b"\n")).strip() for part in contact)
        if self._process is None:
            self._process = subprocess.Popen(
                argv(self._asking, alone=True), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env={**environment(alone=True), "GIT_FLUSH": "1"},
            )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(b"%s <%s>\n" % (name, address))
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except OSError:
            answer = b""
        mapped, bracket, rest = answer.rstrip(b"\n").rpartition(b"<")
        if not bracket:
            raise GitTrouble("git check-mailmap ended while names were asked of it; look at the repository's .mailmap.")
        return mapped.strip(), rest.removesuffix(b">")
