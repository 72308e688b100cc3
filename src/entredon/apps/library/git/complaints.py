"""What git complains of, said so that a person knows what is wrong and what to do."""

import re

from django.utils.translation import gettext_noop

from entredon.pure.told import Told


class GitTrouble(Told):
    """git could not do it. The text is a sentence that says what is wrong and what to do."""

    for_people = True


UNTRUSTED = gettext_noop(
    "{about} belongs to another user of this machine, and git doesn't trust it. If you do, say so: "
    "git config --global --add safe.directory '{folder}'"
)
FULL = gettext_noop("The disk is full: make room and try again.")
FORBIDDEN = gettext_noop(
    "There is no permission to read {about}; run this as somebody who may, or have it made readable."
)
NO_REPOSITORY = gettext_noop("{about} is not a git repository; give the folder that contains .git, or a bundle.")
EMPTY = gettext_noop("{about} has no commits yet; commit something there and try again.")
SHALLOW = gettext_noop(
    "{about} is a shallow clone that doesn't reach back to what was imported before; "
    "fetch its history (git fetch --unshallow) and try again."
)
PART = gettext_noop(
    "{about} is a bundle of a part of a history only; make one of all of it: git bundle create FILE --all"
)
DAMAGED = gettext_noop(
    "{about} is damaged; git says: {damage}. Find out how much with git fsck, and take a good copy from somewhere else."
)
TOO_MUCH = gettext_noop(
    "{about} takes more memory or time to read than there is here for one repository. Whoever runs this place can import it "
    "with the entredon command, which has no such bounds."
)

_SAYINGS = {
    r"(?i)out of memory|cannot allocate memory|unable to create thread|died of signal (?:9|24)\b": TOO_MUCH,
    r"dubious ownership": UNTRUSTED,
    r"No space left on device|Disk quota exceeded": FULL,
    r"(?i)permission denied": FORBIDDEN,
    r"not a git repository|does not appear to be a git repository|not look like a v2 or v3 bundle|unrecognized header"
    r"|invalid gitfile format|repository '[^\n]*' does not exist": NO_REPOSITORY,
    r"[Cc]ouldn't find remote ref HEAD|remote HEAD refers to nonexistent ref": EMPTY,
    r"shallow update not allowed|attempt to fetch.*shallow": SHALLOW,
    r"lacks these prerequisite commits": PART,
}
_DAMAGE = re.compile(
    r"(?i)corrupt|unable to (?:read|find|parse|access|unpack)|could not (?:read|parse)|bad (?:object|tree|signature)|inflate"
    r"|missing (?:blob|tree|commit|object)|not a tree|is empty|mismatch|does not match|premature end|invalid|failed to (?:read|traverse)"
    r"|cannot be (?:read|accessed)|not found|zlib|garbage|too small|not a valid object|did not send all|too-short|index file"
)


def trouble(stderr: bytes, about: str, *, ended: bool = False) -> GitTrouble:
    """git's complaint about a repository, told; a damaged one is named by what git names. ``ended`` from outside, it
    had no time to complain."""
    text = stderr.decode(errors="replace")
    if ended and not text.strip():
        return GitTrouble(TOO_MUCH, about=about)
    for pattern, said in _SAYINGS.items():
        if re.search(pattern, text):
            quoted = re.search(r"safe\.directory '?([^'\n]+)'?", text)
            return GitTrouble(said, about=about, folder=quoted[1] if quoted else about)
    lines = [re.sub(r"^(?:fatal|error|warning): ", "", line.strip()) for line in text.splitlines() if line.strip()]
    damage = list(dict.fromkeys(line for line in lines if _DAMAGE.search(line)))[:3]
    if damage:
        return GitTrouble(DAMAGED, about=about, damage="; ".join(damage))
    if not lines:
        return GitTrouble("git could not read {about}, and gave no reason.", about=about)
    return GitTrouble("git could not read {about}: {why}.", about=about, why="; ".join(lines[-3:]))
