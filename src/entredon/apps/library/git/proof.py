"""Control of an imported repository, shown: by a file in it, by a signed tag, or attested by who runs this place."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.library import queries
from entredon.apps.library.git import signatures
from entredon.apps.library.git.command import ask
from entredon.apps.library.git.complaints import GitTrouble
from entredon.apps.library.git.copy import place
from entredon.apps.library.git.fetching import Fetched, Unproven, fetched, look_at
from entredon.apps.library.git.objects import contents
from entredon.apps.library.models import Proof
from entredon.log.models import Log
from entredon.pure.git import signed

FILE = ".entredon-proof"
LONGEST = 65_536
"""Bytes of that file, or of a tag, at most."""
MOST_TAGS = 50_000
FILES = ("100644", "100755")
"""What a plain file is in a git tree; not a symbolic link, which would lead elsewhere."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was looked at. ``said`` tells it in a sentence."""

    way: str
    repository: str
    head: str
    shown: str = ""
    earlier: str = ""
    by: str = ""
    said: str = ""


def line(slug: str) -> str:
    """The line that shows control of the repository imported for a commons. Raises NotFound."""
    return queries.proof_line(Log.objects.get(slug=slug).origin, queries.proof_code(slug))


def head_of(slug: str) -> str:
    """The commit up to which a repository was imported. Raises Unproven."""
    known = queries.from_git(slug)
    if known is None:
        raise Unproven("Nothing was imported here, so there is no control of a repository to show.")
    return known.head


def note(slug: str, shown: Shown) -> None:
    """Keep what was shown until the commons is published; of several the last counts."""
    said = {"way": shown.way, "repository": shown.repository, "head": shown.head, "shown": shown.shown}
    Proof.objects.update_or_create(commons=slug, defaults={**said, "earlier": shown.earlier, "by": shown.by})


def by_file(slug: str, address: str) -> Shown:
    """The repository at its public address holds our line in a file at its tip. Raises Unproven, GitTrouble."""
    head, wanted = head_of(slug), line(slug)
    with fetched(slug, address) as found:
        _continues(found, head)
        if wanted not in _lines_of(found):
            raise Unproven(
                "The file {file} at {address} doesn't hold the line for this commons; put exactly that line in it.",
                file=FILE,
                address=address,
            )
    said = _("The file %(file)s stands in %(address)s, and it is the repository that was imported.")
    return Shown("file", address, head, found.tip, said=said % {"file": FILE, "address": address})


def _continues(found: Fetched, head: str) -> None:
    """Whether this is the repository that was imported: its tip is, or descends from, the imported head."""
    try:
        ask("-C", str(found.path), "merge-base", "--is-ancestor", head, found.tip)
    except GitTrouble:
        raise Unproven(
            "What stands at {address} is not the repository that was imported: its main branch doesn't build on "
            "{head}.",
            address=found.address,
            head=head[:10],
        ) from None


def _lines_of(found: Fetched) -> list[str]:
    """The lines of our file at the tip of the main branch. Raises Unproven."""
    listed = ask("-C", str(found.path), "ls-tree", "-z", "--full-tree", found.tip, "--", FILE).decode(errors="replace")
    if not listed:
        raise Unproven(
            "There is no file {file} at the top of the main branch of {address}; commit it there, push, and try again.",
            file=FILE,
            address=found.address,
        )
    mode, kind, id = listed.partition("\t")[0].split()
    if kind != "blob" or mode not in FILES:
        raise Unproven("{file} must be a plain file, not a link or a folder.", file=FILE)
    return [part.strip() for part in _content(found.path, id, FILE).decode(errors="replace").splitlines()]


def _content(path: Path, id: str, name: str) -> bytes:
    if int(ask("-C", str(path), "cat-file", "-s", id)) > LONGEST:
        raise Unproven("{file} is too long: one line is enough.", file=name)
    return ask("-C", str(path), "cat-file", "-p", id)


def by_tag(slug: str, address: str, public_key: str) -> Shown:
    """A new tag carries our line and is signed by a key that signed a tag told here. Raises Unproven, GitTrouble.

    With an address both tags must stand there; without one they are looked for in the copy that was imported.
    """
    head = head_of(slug)
    if not address:
        return _by_tag_in(slug, place(slug), "", head, public_key)
    with fetched(slug, address, tags=True) as found:
        _continues(found, head)
        return _by_tag_in(slug, found.path, address, head, public_key)


def _by_tag_in(slug: str, path: Path, address: str, head: str, public_key: str) -> Shown:
    known = queries.from_git(slug)
    assert known is not None
    tags = _signed_tags(path)
    wanted = line(slug).encode()
    new = {id: tag for id, (_name, _commit, tag) in tags.items() if _carries(tag, wanted)}
    if not new:
        raise _no_tag(address)
    # A tag told at an import stood at that commit then: it was there before anybody here asked for one.
    old = {id: tag for id, (name, commit, tag) in tags.items() if known.tags.get(name) == commit and id not in new}
    if not old:
        raise Unproven("None of the tags that were imported is signed, so no key is known to be the repository's own.")
    if public_key:
        with signatures.keyring(public_key) as ring:
            return _matched(new, old, ring, address, head)
    return _matched(new, old, None, address, head)


def _matched(
    new: dict[str, signed.Signed],
    old: dict[str, signed.Signed],
    ring: "signatures.Keyring | None",
    address: str,
    head: str,
) -> Shown:
    """The new tag whose key signed an earlier one; both signatures are checked."""
    why = Unproven("It is not signed, or by a key that was not given.")
    for id, tag in new.items():
        try:
            key = signatures.key_of(tag, ring)
        except GitTrouble as trouble:
            why = Unproven.of(trouble)
            continue
        same = [earlier for earlier, made in old.items() if _made_by(made, key, ring)]
        if same:
            said = ngettext(
                "A tag with the line is signed by the key %(key)s, which signed %(n)s tag that was imported.",
                "A tag with the line is signed by the key %(key)s, which signed %(n)s tags that were imported.",
                len(same),
            ) % {"key": key[-20:], "n": len(same)}
            return Shown("tag", address, head, id, same[0], said=said)
        why = Unproven(
            "The tag with the line is signed by the key {key}, which signed none of the imported tags.", key=key[-20:]
        )
    raise why


def _made_by(tag: signed.Signed, key: str, ring: "signatures.Keyring | None") -> bool:
    if tag.is_openpgp and (ring is None or not ring.may_have_made(tag.signature)):
        return False
    try:
        return signatures.key_of(tag, ring) == key
    except GitTrouble:
        return False


def _carries(tag: signed.Signed, wanted: bytes) -> bool:
    """Whether the message of a tag has our line among its lines."""
    return wanted in [part.strip() for part in tag.payload.partition(b"\n\n")[2].splitlines()]


def _no_tag(address: str) -> Unproven:
    if address:
        return Unproven(
            "No signed tag at {address} carries the line for this commons; make one, push it, and try again.",
            address=address,
        )
    return Unproven(
        "No signed tag in the imported copy carries the line for this commons; make one, import again, and try again."
    )


def _signed_tags(path: Path) -> dict[str, tuple[str, str, signed.Signed]]:
    """All written tags that carry a signature, by their id: name, the commit they stand at, and what was signed."""
    form = "%(objectname) %(objecttype) %(objectsize) %(*objectname) %(refname:lstrip=2)"
    listed = ask("-C", str(path), "for-each-ref", f"--count={MOST_TAGS}", f"--format={form}", "refs/tags")
    rows = [row.split(" ", 4) for row in listed.decode(errors="replace").splitlines()]
    about = {id: (name, commit) for id, kind, size, commit, name in rows if kind == "tag" and int(size) <= LONGEST}
    read = ((id, signed.tag(raw)) for id, raw in contents(path, about))
    return {id: (*about[id], tag) for id, tag in read if tag.signature}


def attest(slug: str, who: str, address: str = "") -> Shown:
    """Whoever runs this place says that the publisher speaks for the repository. Raises Unproven."""
    who = " ".join(who.split())
    if not who or len(who) > 200:
        raise Unproven("Say who attests it, in 1 to 200 characters.")
    if address:
        look_at(address)
    shown = Shown("attested", address, head_of(slug), by=who)
    note(slug, shown)
    return shown
