"""Whatever is said about deciding, selling and money: it is taken, or refused with a sentence. No rule stumbles, and who replays what was
taken has the same tables. Real bodies are taken, and one or two of their fields get values that fit the form and little else."""

import copy
import random
import re
import typing
from collections import defaultdict
from datetime import date
from typing import Any

import msgspec
import pytest
from django.apps import apps

from entredon.apps.decide import entries as deciding
from entredon.apps.decide.tests.council import Council, charter_of, type_of
from entredon.apps.market import entries as selling
from entredon.apps.market import entries_orders as ordering
from entredon.apps.market.tests.market_life import Life
from entredon.apps.treasury import entries as money
from entredon.apps.treasury import entries_books as books
from entredon.apps.treasury import entries_out as money_out
from entredon.apps.treasury.tests.house import DAY, owed_to
from entredon.log import content, digest
from entredon.log.bases import Derived
from entredon.log.models import Entry
from entredon.log.registry import Fact, Refused
from entredon.log.replay import Replay
from entredon.log.tests.making import Host
from entredon.pure.log import leaf
from entredon.pure.log.keys import SecretKey

pytestmark = pytest.mark.django_db
SAID, LOOKED = 700, 100
"""So many are said; after so many each time it is looked anew what there is to name."""
TEXTS = (
    "", "\0", "é" * 3_000, "ｅｕｒ", "𝟙𝟚", "\u200b", "А", "../../x", "%s", "{minor}", "k:", "x:" + "0" * 32, "p:" + "f" * 32,
    "0" * 64, "f" * 64 + ".1", "EUR", "JPY", "XXX", "fund", "association", "back", "owed", "partner", "bearer", "steward", "admit",
    "price", "margin", "refund", "main", "till", "2026-11-26", "1900-01-01", "2099-12-31", "2026-02-30", "2026-11", "9999-12",
)  # fmt: skip
NUMBERS = (
    0,
    1,
    -1,
    3,
    365,
    7_200,
    -7_200,
    48_000,
    10**6,
    10**11,
    10**12,
    10**15,
    10**15 + 1,
    2**53 - 1,
    1 - 2**53,
    2026,
)
TIMES = [
    f"{day}T10:00:00.000Z"
    for day in ("2026-11-20", "2026-11-26", "2026-12-05", "2027-03-05", "9999-12-31", "0001-01-01", "2100-01-01")
]


class Absurd:
    """Bodies that are well formed, and otherwise anything."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.known: list[str] = []

    def value(self, kind: Any) -> Any:
        choose, args = self.random.choice, typing.get_args(kind)
        if typing.get_origin(kind) is typing.Annotated:
            pattern = next((one.pattern for one in args[1:] if isinstance(one, msgspec.Meta)), None) or ""
            tried = (self.value(args[0]) for _ in range(50))
            return next((one for one in tried if not isinstance(one, str) or re.search(pattern, one)), "")
        if kind is bool:
            return choose((True, False))
        if kind is int:
            return choose(NUMBERS)
        if kind is str:
            return choose(self.known if self.random.random() < 0.6 else TEXTS)
        if typing.get_origin(kind) is tuple:
            return [self.value(args[0]) for _ in range(choose((0, 1, 2, 60)))]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            hints = typing.get_type_hints(kind, include_extras=True)
            return {field.name: self.value(hints[field.name]) for field in msgspec.structs.fields(kind)}
        return choose(({}, None, {"way": "fixed", "parts": []}, {"types": [{"id": "all"}], "levers": {}}))

    def near(self, kind: Any, body: dict[str, Any]) -> dict[str, Any]:
        """A real body but for one or two fields, also within what it holds."""
        body, hints = copy.deepcopy(body), typing.get_type_hints(kind, include_extras=True)
        for field in self.random.choices(msgspec.structs.fields(kind), k=self.random.choice((0, 1, 1, 2))):
            old, inner = body.get(field.name), typing.get_args(hints[field.name])
            if isinstance(old, list) and old and isinstance(old[0], dict) and self.random.random() < 0.8:
                old[0] = self.near(inner[0], old[0])
            elif isinstance(old, dict) and hasattr(hints[field.name], "__struct_fields__"):
                body[field.name] = self.near(hints[field.name], old)
            else:
                body[field.name] = self.value(hints[field.name])
        return body


def kinds() -> dict[str, type[Fact]]:
    """What can be said about deciding, selling and money."""
    found = {}
    for module in (deciding, selling, ordering, money, money_out, books):
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, Fact) and one.kind:
                found[one.kind] = one
    return found


def busy() -> tuple[Life, list[SecretKey]]:
    """A market with orders, money on its way, and decisions at every step; and those who speak in it."""
    life = Life()
    house = life.house
    house.given(50_000)
    house.details(house.ada, house.bob, house.dora)
    house.expense(3_000)
    house.statement(700, -200)
    house.run(owed_to(house.bob, 1_000))
    house.exported(owed_to(house.bob, 500))
    life.today = date.fromisoformat(DAY)
    for n in range(6):
        life.buy(n, 48_000, 1, guest=n % 2 == 0)
    for n in range(12):
        life.as_meant(n, 10_000)
        life.goes_on(n, n)
        life.handed_over(n, n)
    council = Council(life.cast, charter_of(type_of(discuss=0)), stewarded=True)
    council.opened()
    council.vote(council.voting(), "yes", council.ada)
    council.counted(deciding.Effect(lever="sharing", rule={"way": "pot", "minimum": 7}))
    return life, [house.ada, house.ada, house.dora, house.bob, house.eve, life.fay]


def real(slug: str) -> dict[str, list[dict[str, Any]]]:
    """What was said so far, by its kind."""
    found = defaultdict(list)
    for raw in Entry.objects.filter(commons=slug).order_by("index").values_list("leaf", flat=True):
        said = leaf.parse(bytes(raw))
        found[said.kind].append(said.body)
    return found


def named(slug: str) -> list[str]:
    """The ids of all there is."""
    models = [model for model in apps.get_models() if issubclass(model, Derived)]
    return sorted(
        {id for model in models for id in model._default_manager.filter(commons=slug).values_list("id", flat=True)}
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_every_body_is_taken_or_refused_with_a_sentence(seed: int) -> None:
    absurd, known = Absurd(seed), kinds()
    life, people = busy()
    slug, taken = life.slug, 0
    for n in range(SAID):
        if n % LOOKED == 0:
            absurd.known, bodies = named(slug), real(slug)
        kind = absurd.random.choice(sorted(known))
        begun = bodies.get(kind)
        body = absurd.near(known[kind], absurd.random.choice(begun)) if begun else absurd.value(known[kind])
        try:
            fact = msgspec.convert(body, known[kind], strict=True)
        except msgspec.ValidationError:
            continue
        texts = dict.fromkeys(fact.texts, "Words")
        try:
            life.cast.say(fact, absurd.random.choice(people), texts=texts, at=absurd.random.choice(TIMES))
            taken += 1
        except Refused:
            continue
    assert taken > 10  # what is refused from the first word on tries no rule
    host = Host(slug)
    run = Replay("again", host.origin, content.store(), check_signatures=False, entries=False)
    assert not run.run((("", raw) for raw in host.leaves), len(host.leaves)).faults
    assert digest.tables("again") == digest.tables(slug)
