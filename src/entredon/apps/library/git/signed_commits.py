"""Whose commits a key has signed: by this somebody shows that a pseudonym of an import is hers.

A commit's signature is its committer's, and it writes names and addresses as it likes. So only commits count whose author
and committer are one, and a key that signed fewer of somebody's signed commits than other keys did shows nothing.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from entredon.apps.library import queries
from entredon.apps.library.git import signatures
from entredon.apps.library.git.command import ask
from entredon.apps.library.git.complaints import GitTrouble
from entredon.apps.library.git.copy import HEAD, commit_at, place
from entredon.apps.library.git.objects import contents
from entredon.apps.library.git.people import People
from entredon.apps.library.git.signatures import Keyring, Unsigned
from entredon.apps.library.models import Secret
from entredon.log import held
from entredon.pure.git import signed, sshsig
from entredon.pure.git.identity import PERSON

NAMESPACE = b"entredon"
"""What a challenge is signed for: ``ssh-keygen -Y sign -n entredon``."""
MOST = 200_000
"""So many of the newest commits are looked at."""
CHECKED = 25
"""So many signatures per person are checked; the others are counted by the key they name."""
_PERSON = re.compile(rb"^(author|committer) ([^\n]*) [0-9]+ [+-][0-9]{4}$", re.MULTILINE)
Contact = tuple[bytes, bytes]


def signed_by(slug: str, challenge: str, signature: str, public_key: str) -> queries.SignedBy:
    """The key that signed a challenge, and whose commits it signed. Raises Unsigned, GitTrouble."""
    with ExitStack() as stack:
        ring = stack.enter_context(signatures.keyring(public_key)) if "BEGIN PGP" in signature else None
        key = _key_of_challenge(challenge, signature, ring)
        counts = _counted(place(slug), key, ring)
        mine = _by_person(slug, stack, counts)
    if not mine:
        raise Unsigned(
            "The signature holds, but this key signed no commit that was imported here and whose author and committer "
            "are one. Use the key you sign commits with, or show it by your address."
        )
    most = {person: (ours, all) for person, (ours, all) in mine.items() if ours * 2 >= all}
    if not most:
        raise Unsigned("Another key signed more of these commits than this one; use that key, or your address.")
    return queries.SignedBy(key, most)


def _key_of_challenge(challenge: str, signature: str, ring: Keyring | None) -> str:
    """The key that signed the line; with or without the end of line that an editor adds. Raises Unsigned."""
    texts = [challenge.encode() + end for end in (b"\n", b"", b"\r\n")]
    if ring is None:
        return _first(lambda text: signatures.ssh_key(signature, text, NAMESPACE), texts)
    if "BEGIN PGP SIGNED MESSAGE" in signature:
        key, text = ring.clear(signature.encode())
        if text.strip() != challenge.encode():
            raise Unsigned("The signature is over another text than the line above; sign exactly that line.")
        return key
    return _first(lambda text: ring.key(signature.encode(), text, now=True), texts)


def _first(check: Callable[[bytes], str], texts: list[bytes]) -> str:
    """The first answer that is no refusal; else the first refusal."""
    trouble: Unsigned | None = None
    for text in texts:
        try:
            return check(text)
        except Unsigned as why:
            trouble = trouble or why
    assert trouble is not None
    raise trouble


def _counted(copy: Path, key: str, ring: Keyring | None) -> dict[Contact, list[int]]:
    """Per somebody who signed commits of her own: how many by this key, how many in all, how many were checked."""
    counts: dict[Contact, list[int]] = {}
    for who, commit in _signed_commits(copy):
        count = counts.setdefault(who, [0, 0, 0])
        count[1] += 1
        if not _names(commit, key, ring):
            continue
        if count[2] < CHECKED:
            count[2] += 1
            if not _made_by(commit, key, ring):
                continue
        count[0] += 1
    return {who: count for who, count in counts.items() if count[0]}


def _signed_commits(copy: Path) -> Iterator[tuple[Contact, signed.Signed]]:
    """Signed commits whose author and committer are one, newest first."""
    if not commit_at(copy, HEAD):
        raise Unsigned("The repository's copy isn't here, so signatures can't be looked at; show it by your address.")
    listed = ask("-C", str(copy), "rev-list", f"--max-count={MOST}", HEAD, "--tags").decode().split()
    for _id, raw in contents(copy, listed):
        head = raw.partition(b"\n\n")[0]
        if b"\ngpgsig" not in head:
            continue
        people = dict(_PERSON.findall(head))
        commit = signed.commit(raw)
        if commit.signature and people.get(b"author") and people.get(b"author") == people.get(b"committer"):
            name, _bracket, address = people[b"author"].rpartition(b"<")
            yield (name.strip(), address.removesuffix(b">").strip()), commit


def _names(commit: signed.Signed, key: str, ring: Keyring | None) -> bool:
    """Whether a signature says that it is by this key; whether it is, is checked after."""
    if commit.is_openpgp:
        return ring is not None and ring.may_have_made(commit.signature)
    if ring is not None:
        return False
    try:
        return sshsig.read(commit.signature.decode("ascii", "replace")).fingerprint == key
    except sshsig.Unreadable:
        return False


def _made_by(commit: signed.Signed, key: str, ring: Keyring | None) -> bool:
    try:
        return signatures.key_of(commit, ring) == key
    except GitTrouble:
        return False


def _by_person(slug: str, stack: ExitStack, counts: dict[Contact, list[int]]) -> dict[str, tuple[int, int]]:
    """The same by pseudonym, as the import's mailmap says who is who."""
    copy = place(slug)
    row = Secret.objects.filter(commons=slug).first()
    known = queries.from_git(slug)
    if row is None or known is None:
        return {}
    try:
        mailmap = ask("-C", str(copy), "cat-file", "blob", f"{known.head}:.mailmap")
    except GitTrouble:
        mailmap = b""
    people = stack.enter_context(People(held.unseal(row.sealed), copy, known.head, mailmap))
    found: dict[str, tuple[int, int]] = {}
    for contact, (ours, all, _checked) in counts.items():
        person = people.somebody(contact)
        if person.startswith(PERSON):
            before = found.get(person, (0, 0))
            found[person] = (before[0] + ours, before[1] + all)
    return found
