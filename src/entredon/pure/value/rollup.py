"""``rollup@1``: what a product is worth by the work in it, and whose work that is. Exact fractions, each process once.

Upwards: value per unit = (own work + Σ quantity · value per unit of what is consumed) / quantity produced; several
batches of a resource give the weighted mean. Downwards, from what is delivered: each process is credited for the
part of its product that went into it. Diamonds count both ways they lead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from entredon.pure.told import Told


class Unpriceable(Told, ValueError):
    """Processes from which no value can be reckoned. The text is a sentence."""


@dataclass(frozen=True, slots=True)
class Process:
    """One making: people's work in it (value per person), what it consumes (resource → quantity), what it makes."""

    name: str
    work: Mapping[str, Fraction]
    consumes: Mapping[str, Fraction]
    makes: str
    quantity: Fraction


@dataclass(frozen=True, slots=True)
class Rollup:
    """Per resource: value per unit, own work and quantity over all its batches; processes with producers first."""

    value: Mapping[str, Fraction]
    made: Mapping[str, Fraction]
    order: Sequence[Process]

    def credit(self, delivered: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Whose work is in what was delivered, as value per person."""
        need: dict[str, Fraction] = {resource: Fraction(quantity) for resource, quantity in delivered.items()}
        credit: dict[str, Fraction] = {}
        for process in reversed(self.order):
            part = need.get(process.makes, Fraction(0)) / self.made[process.makes]
            if not part:
                continue
            for person, value in process.work.items():
                credit[person] = credit.get(person, Fraction(0)) + value * part
            for resource, quantity in process.consumes.items():
                need[resource] = need.get(resource, Fraction(0)) + quantity * part
        return credit

    def weights(self) -> dict[str, tuple[int, dict[str, int]]]:
        """Per resource its own weight and those of its inputs, proportional to their cost: what ``flow@1`` divides by."""
        own: dict[str, Fraction] = {}
        inputs: dict[str, dict[str, Fraction]] = {}
        for process in self.order:
            own[process.makes] = own.get(process.makes, Fraction(0)) + sum(process.work.values())
            costs = inputs.setdefault(process.makes, {})
            for resource, quantity in process.consumes.items():
                costs[resource] = costs.get(resource, Fraction(0)) + quantity * self.value.get(resource, Fraction(0))
        return {resource: _integers(own[resource], inputs[resource]) for resource in own}


def rollup(processes: Iterable[Process]) -> Rollup:
    """Reckon the value of everything that is made. Raises Unpriceable, for instance for things made out of each other."""
    listed = sorted(processes, key=lambda process: process.name)
    made: dict[str, Fraction] = {}
    for process in listed:
        if process.quantity <= 0:
            raise Unpriceable("“{name}” makes nothing: its quantity must be above 0.", name=process.name)
        if min([*process.work.values(), *process.consumes.values()], default=Fraction(0)) < 0:
            raise Unpriceable("“{name}” has an amount below 0.", name=process.name)
        made[process.makes] = made.get(process.makes, Fraction(0)) + process.quantity
    order = _order(listed)
    total: dict[str, Fraction] = {}
    for process in order:
        spent = sum(process.work.values(), Fraction(0))
        for resource, quantity in process.consumes.items():
            if resource in made:
                spent += quantity * total[resource] / made[resource]
        total[process.makes] = total.get(process.makes, Fraction(0)) + spent
    return Rollup({resource: total[resource] / made[resource] for resource in made}, made, order)


def _order(processes: Sequence[Process]) -> list[Process]:
    """Whatever makes a resource before whatever consumes it. Raises Unpriceable, naming some that wait for each other."""
    makers: dict[str, int] = {}
    takers: dict[str, list[int]] = {}
    for n, process in enumerate(processes):
        makers[process.makes] = makers.get(process.makes, 0) + 1
        for resource in process.consumes:
            takers.setdefault(resource, []).append(n)
    waiting = [sum(1 for resource in process.consumes if resource in makers) for process in processes]
    ready = [n for n, count in enumerate(waiting) if not count]
    for n in ready:  # grows while we walk it
        resource = processes[n].makes
        makers[resource] -= 1
        if makers[resource]:
            continue
        for taker in takers.get(resource, ()):
            waiting[taker] -= 1
            if not waiting[taker]:
                ready.append(taker)
    if len(ready) < len(processes):
        done = set(ready)
        names = [process.name for n, process in enumerate(processes) if n not in done]
        shown = ", ".join(f"“{name}”" for name in names[:5]) + (" and others" if len(names) > 5 else "")
        raise Unpriceable("These are made out of each other, or wait for such: {shown}.", shown=shown)
    return [processes[n] for n in ready]


def _integers(own: Fraction, inputs: Mapping[str, Fraction]) -> tuple[int, dict[str, int]]:
    scale = lcm(own.denominator, *(cost.denominator for cost in inputs.values()))
    return int(own * scale), {resource: int(cost * scale) for resource, cost in inputs.items()}
