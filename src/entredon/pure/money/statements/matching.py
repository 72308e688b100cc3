"""Which of the payments that are asked for a line pays: by the references in it, and by nothing that only looks like one.

A reference counts when its check digits fit and it is one that is asked for, so that a wrong digit never pays for somebody else:
both kinds of reference find every single wrong digit and every two that changed places. What is only near is a suggestion for a
person, never a match.
"""

import re
import unicodedata
from collections.abc import Iterator, Set

from entredon.pure.money.references import OGM, RF, BadReference, Reference
from entredon.pure.money.statements.statement import Line

_BETWEEN = r"[\s/.,:_+*‐-―−-]{0,4}"
_LETTERS = str.maketrans("OQIL|", "00111")
"""What is typed or scanned for 0 and 1."""
_MARKED = re.compile(rf"[+*]{{2,3}}((?:{_BETWEEN}[0-9OQIL|]){{12}}){_BETWEEN}[+*]{{2,3}}", re.ASCII)
_GROUPS = re.compile(r"(?<![0-9A-Z])([0-9]{3})[\s/.:_-]{0,3}([0-9]{4})[\s/.:_-]{0,3}([0-9]{5})(?![0-9A-Z])", re.ASCII)
_TORN = re.compile(r"(?<![0-9A-Z])(?=((?:[0-9]\s?){11}[0-9])(?![0-9A-Z]))", re.ASCII)
"""Twelve digits with a space somewhere, where the bank cut the text into lines."""
_RF = re.compile(r"(?<![0-9A-Z])(?=R ?F((?:[\s/.,:_-]{0,3}[0-9A-Z|]){3,35}))", re.ASCII)
"""It only looks ahead: what follows one reference, perhaps a second, is read by itself too."""
_FIGURES = re.compile(
    rf"(?<![0-9A-Z])(?:RF)?[0-9OQIL|]+(?:{_BETWEEN}(?<![0-9A-Z|])(?:RF)?[0-9OQIL|]+)*(?![0-9A-Z])", re.ASCII
)
_LONGEST = 25
_TEXT = 2_000


def match(line: Line, asked: Set[Reference]) -> tuple[Reference, ...]:
    """The references asked for that a line names, in order, each once: in their own field, else in what was written.

    Several are fine: a payer may pay for two things at once.
    """
    found: dict[Reference, None] = {}
    for text in (*line.structured, line.text, line.end_to_end, line.note):
        for reading in _readings(text):
            if reading in asked:
                found[reading] = None
    return tuple(found)


def near(line: Line, asked: Set[Reference]) -> tuple[Reference, ...]:
    """What a line may have meant: references asked for that are one wrong, missing, doubled or swapped character away.

    For a person to decide; empty where something matches.
    """
    if match(line, asked):
        return ()
    texts = {reference.text: reference for reference in asked}
    found: dict[Reference, None] = {}
    for text in (*line.structured, line.text, line.end_to_end, line.note):
        for typed in _typed(text):
            for other in _edits(typed):
                if other in texts:
                    found[texts[other]] = None
    return tuple(found)


def _readings(text: str) -> Iterator[Reference]:
    """All right references that a text can be read as. Rarely one of them is chance, so they count only when asked for."""
    text = unicodedata.normalize("NFKC", text[:_TEXT]).upper()
    for found in _MARKED.finditer(text):
        yield from _right(OGM, _digits(found[1].translate(_LETTERS)))
    for found in _GROUPS.finditer(text):
        yield from _right(OGM, found[1] + found[2] + found[3])
    for found in _TORN.finditer(text):
        yield from _right(OGM, _digits(found[1]))
    for found in _RF.finditer(text):
        yield from _rf(found[1], text[found.end(1) : found.end(1) + 1])


def _rf(body: str, after: str) -> Iterator[Reference]:
    """The longest right reading of what follows RF; it may end wherever a word does."""
    ends = [at.end() for at in re.finditer(r"[0-9A-Z|](?![0-9A-Z|])", body)]
    if after and after.isalnum():
        ends = ends[:-1]
    for end in reversed(ends):
        letters = re.sub(r"[^0-9A-Z|]", "", body[:end])
        if _cut_short(body, end) or len(letters) + 2 > _LONGEST:
            continue
        readings = [*_right(RF, "RF" + letters), *_right(RF, "RF" + letters.translate(_LETTERS))]
        yield from readings


def _cut_short(body: str, end: int) -> bool:
    """Whether groups of four go on after this: then it is the beginning of a longer reference, not one by itself."""
    groups = re.findall(r"[0-9A-Z|]+", body[:end])
    rest = re.match(r"[\s/.,:_-]{0,3}([0-9A-Z|]+)", body[end:])
    whole = len(groups[0]) == 2 and all(len(group) == 4 for group in groups[1:]) and len(groups) > 1
    return bool(whole and rest and any(c.isdigit() for c in rest[1]))


def _right(kind: str, text: str) -> Iterator[Reference]:
    try:
        yield Reference(kind, text)
    except BadReference:
        return


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _typed(text: str) -> Iterator[str]:
    """What in a text was perhaps meant as a reference: neighbouring figures, without what stands between them."""
    text = re.sub(r"RF\s+(?=[0-9])", "RF", unicodedata.normalize("NFKC", text[:_TEXT]).upper())
    for run in _FIGURES.finditer(text):
        parts = [part.replace("|", "1") for part in re.findall(r"[0-9A-Z|]+", run[0])]
        for first, part in enumerate(parts):
            head = "RF" if part.startswith("RF") else ""
            joined = ""
            for other in parts[first:]:
                joined += other
                length = len(joined) - len(head)
                if length > 13:
                    break
                if length >= 11:
                    yield head + joined[len(head) :].translate(_LETTERS)


def _edits(text: str) -> Iterator[str]:
    """The text, and all that differ from it in one place."""
    head, tail = ("RF", text[2:]) if text.startswith("RF") else ("", text)
    yield text
    for at in range(len(tail) + 1):
        for digit in "0123456789":
            yield head + tail[:at] + digit + tail[at:]
            yield head + tail[:at] + digit + tail[at + 1 :]
        yield head + tail[:at] + tail[at + 1 :]
        if at + 1 < len(tail):
            yield head + tail[:at] + tail[at + 1] + tail[at] + tail[at + 2 :]
