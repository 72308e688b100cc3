"""Passing on: what a person gives away of all that comes to her, to the common pot or to those she builds upon.

Her word is a list of destinations with parts per million. What the word leaves is hers, and so are no cents lost.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from entredon.pure.told import Told
from entredon.pure.value.cents import apportion
from entredon.pure.value.rule import WHOLE
from entredon.pure.value.shareout import Part, Passed, ShareOut

POT = "pot"
"""The common pot of this commons. Every other destination is an address outside."""
MOST = 20
"""So many destinations at most in one word."""
LONGEST = 300

_ADDRESS = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?::[1-9][0-9]{0,4})?"
    r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?",
    re.ASCII,
)


class BadPassing(Told, ValueError):
    """A word that can't be followed. The text is a sentence that says why."""


def read(given: Iterable[tuple[str, int]]) -> dict[str, int]:
    """A word, checked: each destination once, in parts per million. Nothing at all means that she keeps all. Raises BadPassing."""
    word: dict[str, int] = {}
    for to, share in given:
        if to != POT and not is_address(to):
            raise BadPassing(
                "“{to}” is nowhere to pass on to: write pot, or the address of a project, such as "
                "https://example.org/project (small letters before the first slash, no question mark, no #).",
                to=to[:60],
            )
        if to in word:
            raise BadPassing("{to} is named twice; give it one share.", to=to)
        if type(share) is not int or not 0 < share <= WHOLE:
            raise BadPassing(
                "The share for {to} must lie between 1 and {whole:,} parts per million.", to=to, whole=WHOLE
            )
        word[to] = share
    if len(word) > MOST:
        raise BadPassing("At most {most} can be named; these are {count}.", most=MOST, count=len(word))
    if sum(word.values()) > WHOLE:
        raise BadPassing(
            "Together this is {sum:,} parts per million; the whole is {whole:,}.", sum=sum(word.values()), whole=WHOLE
        )
    return word


def is_address(to: str) -> bool:
    """Whether this is an address outside as words write it, so that nobody outside has two."""
    return len(to) <= LONGEST and _ADDRESS.fullmatch(to) is not None


def divide(got: int, word: Mapping[str, int], person: str, seed: str) -> tuple[int, dict[str, int]]:
    """What she keeps and what goes to each destination; together exactly what she got. Cents by largest remainder."""
    parts = apportion(got, {**word, person: WHOLE - sum(word.values())}, seed)
    kept = parts.pop(person)
    return kept, {to: minor for to, minor in sorted(parts.items()) if minor}


def pass_on(out: ShareOut, words: Mapping[str, Mapping[str, int]], seed: str) -> ShareOut:
    """A share-out after everybody's words. A person's kinds still tell what she got, of which she keeps ``minor``."""
    if not words:
        return out
    people: list[Part] = []
    passed: list[Passed] = []
    for part in out.people:
        word = words.get(part.person)
        if not word:
            people.append(part)
            continue
        kept, given = divide(part.minor, word, part.person, seed)
        people.append(replace(part, minor=kept, passed=part.minor - kept))
        passed += [Passed(part.person, to, minor) for to, minor in given.items()]
    return replace(
        out,
        people=tuple(sorted(people, key=lambda part: (-part.minor, part.person))),
        passed=tuple(sorted(passed, key=lambda row: (-row.minor, row.person, row.to))),
    )
