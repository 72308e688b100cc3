"""Which texts are alike: by the groups of three letters they share, rare ones weighing more.

Typing errors, other endings and another order of words matter little. A text is a title with something below it; only its
beginning is looked at. All numbers are integers, so that every machine finds the same.
"""

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

BODY = 240
"""So many characters of what stands below a title count."""
HEAD = 200
"""So many characters of a title count."""
RAREST = 60
"""So many groups of what is asked look for candidates: the rarest ones."""
CANDIDATES = 15
"""So many candidates are compared in full."""
ALIKE = 300
"""From so many thousandths on two texts are alike."""
FEWEST = 6
"""Fewer groups than this say nothing yet."""
_WORDS = re.compile(r"[a-z0-9]+")


class Near(NamedTuple):
    """A text that is alike, and how much, in thousandths."""

    id: str
    share: int


def groups(text: str) -> set[str]:
    """The groups of three letters of a text, word by word, each word with its beginning and its end."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    found: set[str] = set()
    for word in _WORDS.findall(plain):
        word = f" {word} "
        found.update(word[at : at + 3] for at in range(len(word) - 2))
    return found


class Index:
    """Texts by their ids. Adding one costs what it is long; asking costs what is rare in the question."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._heads: list[array[int]] = []
        self._wholes: list[array[int]] = []
        self._holding: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))

    def __len__(self) -> int:
        return len(self._places)

    def add(self, id: str, title: str, text: str = "") -> None:
        """Add a text; one that is there already is replaced."""
        self.forget(id)
        head = {self._number(one) for one in groups(title[:HEAD])}
        whole = head | {self._number(one) for one in groups(text[:BODY])}
        place = len(self._ids)
        self._ids.append(id)
        self._places[id] = place
        self._heads.append(array("I", sorted(head)))
        self._wholes.append(array("I", sorted(whole)))
        for number in whole:
            self._holding[number].append(place)

    def forget(self, id: str) -> None:
        """Nothing is left of a text but an empty place."""
        place = self._places.pop(id, None)
        if place is not None:
            for number in self._wholes[place]:
                self._holding[number].remove(place)
            self._ids[place] = ""
            self._heads[place] = self._wholes[place] = array("I")

    def near(self, title: str, text: str = "", *, most: int = 5, without: Iterable[str] = ()) -> list[Near]:
        """The texts that are alike, the most alike first; of equal ones the one that was added first."""
        head, whole = self._asked(title[:HEAD]), self._asked(text[:BODY])
        whole |= head
        if len(whole) < FEWEST:
            return []
        apart = set(without)
        weights = _Weights(self._holding, len(self._places))
        found = []
        for place in self._candidates(whole, weights):
            share = max(_same(head, self._heads[place], weights), _same(whole, self._wholes[place], weights))
            if share >= ALIKE and self._ids[place] not in apart:
                found.append((-share, place))
        return [Near(self._ids[place], -share) for share, place in sorted(found)[:most]]

    def _number(self, group: str) -> int:
        return self._numbers.setdefault(group, len(self._numbers))

    def _asked(self, text: str) -> set[int]:
        return {self._numbers.get(one, -1 - at) for at, one in enumerate(sorted(groups(text)))}

    def _candidates(self, whole: set[int], weights: "_Weights") -> Sequence[int]:
        """Where the rarest groups of what is asked stand most."""
        known = sorted((len(self._holding[one]), one) for one in whole if one in self._holding)
        counts: dict[int, int] = {}
        for _count, number in known[:RAREST]:
            weight = weights[number]
            for place in self._holding[number]:
                counts[place] = counts.get(place, 0) + weight
        return sorted(counts, key=lambda place: (-counts[place], place))[:CANDIDATES]


class _Weights(dict[int, int]):
    """What each group weighs: the more, the fewer of all texts hold it."""

    def __init__(self, holding: Mapping[int, Sequence[int]], texts: int) -> None:
        super().__init__()
        self._holding, self._texts = holding, texts

    def __missing__(self, number: int) -> int:
        holding = len(self._holding[number]) if number in self._holding else 0
        weight = self[number] = ((self._texts + 1) * 4 // (holding + 1)).bit_length()
        return weight


def _same(asked: set[int], there: Sequence[int], weights: _Weights) -> int:
    """How much of two texts is the same, in thousandths."""
    if len(asked) < FEWEST or not there:
        return 0
    weigh = weights.__getitem__
    total = sum(map(weigh, asked)) + sum(map(weigh, there))
    return 2000 * sum(map(weigh, asked.intersection(there))) // total
