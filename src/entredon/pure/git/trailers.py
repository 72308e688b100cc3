"""Who else a commit names: the trailers at the end of a message (``Reviewed-by: Ann <ann@example.org>``)."""

import re

from entredon.pure.git.kinds import COAUTHOR, HELP, REPORT, REVIEW, TEST

KINDS: dict[bytes, tuple[str, ...]] = {
    b"reviewed-by": (REVIEW,),
    b"acked-by": (REVIEW,),
    b"approved-by": (REVIEW,),
    b"reviewed-and-tested-by": (REVIEW, TEST),
    b"tested-by": (TEST,),
    b"reported-by": (REPORT,),
    b"reported-and-tested-by": (REPORT, TEST),
    b"noticed-by": (REPORT,),
    b"bisected-by": (REPORT,),
    b"requested-by": (REPORT,),
    b"helped-by": (HELP,),
    b"suggested-by": (HELP,),
    b"mentored-by": (HELP,),
    b"debugged-by": (HELP,),
    b"analyzed-by": (HELP,),
    b"diagnosed-by": (HELP,),
    b"inspired-by": (HELP,),
    b"improved-by": (HELP,),
    b"based-on-patch-by": (HELP,),
    b"original-patch-by": (HELP,),
    b"thanks-to": (HELP,),
    b"co-authored-by": (COAUTHOR,),
    b"co-developed-by": (COAUTHOR,),
}
"""What each trailer counts as. ``Signed-off-by`` is a legal mark of transport and counts as nothing, like all others."""

_CONTACT = re.compile(rb"([^<>,]*)<([^<>]+)>")
_ADDRESS = re.compile(rb"[^\s<>,;()]+@[^\s<>,;()]+")


def read(line: bytes) -> tuple[tuple[str, bytes, bytes], ...]:
    """(kind, name, address) for each person an unfolded trailer names, in their order.

    A person without an address can't be told from others of the same name, and is left out.
    """
    key, _, value = line.partition(b":")
    kinds = KINDS.get(key.strip().lower())
    if kinds is None:
        return ()
    people = contacts(value)
    return tuple((kind, name, address) for kind in kinds for name, address in people)


def contacts(text: bytes) -> list[tuple[bytes, bytes]]:
    """The (name, address) pairs in a text like ``Ann <ann@example.org>, Bob <bob@example.org>``."""
    found = [(name.strip(b" \t\"'"), address.strip()) for name, address in _CONTACT.findall(text)]
    if not found:
        found = [(b"", address) for address in _ADDRESS.findall(text)[:1]]
    return [(name, address) for name, address in found if address and b"://" not in address]
