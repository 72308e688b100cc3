"""``flow@1`` through large graphs, in exact integers, beside the same pass in networkx and in scipy (both in floats).

The graph: a DAG with 8 edges per work and skewed in-degree (few works are used by very many), income at 1 % of the
works, 60 % of what reaches a work passed on. The same for every engine; building it is measured apart.
"""

import random
from dataclasses import dataclass
from typing import Any

from benchmarks import Result, seconds

AIM = {1_000_000: "≤ 0.6"}
DEGREE = 8


@dataclass(frozen=True)
class Made:
    """A graph and its incomes, as plain lists."""

    own: list[int]
    works: list[int]
    inputs: list[int]
    weights: list[int]
    incomes: list[int]


def run(all: bool) -> list[Result]:
    results = []
    for edges in (100_000, 1_000_000, *((10_000_000,) if all else ())):
        results += measure(edges)
    return results + whole()


def measure(edges: int) -> list[Result]:
    """Preparing and flowing, with the peers beside the flowing."""
    from entredon.pure.value.flow import flow, prepare

    made = make(edges)
    graph = prepare(made.own, made.works, made.inputs, made.weights)
    times = 5 if edges < 5_000_000 else 2
    preparing = seconds(lambda: prepare(made.own, made.works, made.inputs, made.weights), min(times, 3))
    flowed = flow(graph, made.incomes)
    if sum(flowed.keep) != sum(made.incomes):
        raise RuntimeError("the flow lost or made money")
    own = seconds(lambda: flow(graph, made.incomes), times)
    reached = sum(1 for amount in flowed.amount if amount) * 100 // len(flowed.amount)
    what = f"flow@1 through {edges:,} edges, exact integers"
    note = f"pure Python; {reached} % of the works reached"
    solving, building = with_scipy(made, flowed.keep)
    rows = [
        Result(what=what, figure=own, unit="s", aim=AIM.get(edges, ""), note=note, **peer("scipy, triangular solve, floats", solving)),
        Result(what=f"preparing {edges:,} edges for it", figure=preparing, unit="s", **peer("scipy, building the matrix", building)),
    ]  # fmt: skip
    if edges <= 1_000_000:  # beyond, networkx needs gigabytes
        walking, adding = with_networkx(made, flowed.keep)
        rows.insert(
            1, Result(what=what, figure=own, unit="s", note=note, **peer("networkx, same pass, floats", walking))
        )
        rows.append(
            Result(
                what=f"preparing {edges:,} edges for it",
                figure=preparing,
                unit="s",
                **peer("networkx, building the graph", adding),
            )
        )
    return rows


def whole() -> list[Result]:
    """A whole share-out as a page needs it: weighing, the flow, cents for everybody, and one person's reasons."""
    from entredon.pure.value.book import Version, book, summed
    from entredon.pure.value.rule import CONTRIBUTIONS
    from entredon.pure.value.shareout import share
    from entredon.pure.value.why import why

    rnd = random.Random(1)
    count, people = 500, [f"p:{n:032x}" for n in range(2_500)]
    kinds = sorted(CONTRIBUTIONS.pools)
    versions = [Version(f"v{n}", "made", rnd.randrange(10_000), inputs_of(n, rnd)) for n in range(count)]
    work = [
        (f"c{n:06}", f"v{rnd.randrange(count)}", people[int(len(people) * rnd.random() ** 2)], rnd.choice(kinds),
         {"commits": 1 + n % 9, "log_lines": rnd.randrange(1 << 23)})
        for n in range(100_000)
    ]  # fmt: skip
    alike = [(*one[1:], 1) for one in work]
    what = f"100,000 contributions of {len(people):,} people in {count} versions"
    weighing = seconds(lambda: summed(CONTRIBUTIONS, versions, alike), 3)
    known = book(CONTRIBUTIONS, versions, work)
    sharing = seconds(lambda: share(known, f"v{count - 1}", 1_000_000, "EUR"), 3)
    shared = share(known, f"v{count - 1}", 1_000_000, "EUR")
    hers = known.of(people[0])
    explaining = seconds(lambda: why(shared, people[0], 5, hers), 3)
    return [
        Result(what=f"weighing {what} by a rule", figure=weighing, unit="s", note="once per state of the record"),
        Result(what=f"sharing an income among {what}, cents included", figure=sharing, unit="s", aim="≤ 0.6"),
        Result(
            what=f"explaining one amount of these by {len(hers)} contributions",
            figure=explaining * 1000,
            unit="ms",
            aim="≤ 50",
        ),
    ]


def inputs_of(n: int, rnd: random.Random) -> list[tuple[str, int]]:
    """A version builds upon the one before, and now and then on another."""
    before = {n - 1, rnd.randrange(n)} if n > 1 and n % 5 == 0 else {n - 1} if n else set()
    return [(f"v{target}", 1 + rnd.randrange(100_000)) for target in sorted(before)]


def peer(name: str, figure: float | None) -> dict[str, Any]:
    """The peer's columns; one that isn't installed is named without a figure."""
    return {"peer": name if figure is not None else f"{name} (not installed)", "peer_figure": figure}


def make(edges: int, seed: int = 1) -> Made:
    """The graph of the note: half of a work's inputs anywhere below it, half among the few that everybody uses."""
    rnd = random.Random(seed)
    chance = rnd.random
    n = edges // DEGREE
    works, inputs, weights = [], [], []
    own = [1] * n
    for work in range(n - 1):
        below, chosen = n - 1 - work, set()
        while len(chosen) < min(DEGREE, below):
            reach = chance() ** (6 if len(chosen) % 2 else 1)
            chosen.add(max(work + 1, n - 1 - int(below * reach)))
        for target in chosen:
            works.append(work)
            inputs.append(target)
            weights.append(1 + int(chance() * 100))
            own[work] += weights[-1]
        own[work] = own[work] * 2 // 3
    incomes = [0] * n
    for work in rnd.sample(range(n), n // 100):
        incomes[work] = rnd.randrange(1, 1_000_000) * 1_000_000
    return Made(own, works, inputs, weights, incomes)


def with_networkx(made: Made, keep: list[int]) -> tuple[float | None, float | None]:
    """Seconds of the same pass over a networkx graph, and of building it."""
    try:
        import networkx
    except ImportError:
        return None, None

    def build() -> Any:
        graph = networkx.DiGraph()
        graph.add_nodes_from(range(len(made.own)))
        graph.add_weighted_edges_from(zip(made.works, made.inputs, made.weights, strict=True))
        return graph

    building = seconds(build)
    graph = build()
    amount = dict(enumerate(map(float, made.incomes)))
    kept: dict[int, float] = {}

    def walk() -> None:
        for work in networkx.topological_sort(graph):
            x, edges = amount[work], graph[work]
            total = made.own[work] + sum(edge["weight"] for edge in edges.values())
            for target, edge in edges.items():
                amount[target] += x * edge["weight"] / total
            kept[work] = x * made.own[work] / total

    walking = seconds(walk)
    alike([kept[work] for work in range(len(keep))], keep)
    return walking, building


def with_scipy(made: Made, keep: list[int]) -> tuple[float | None, float | None]:
    """Seconds of solving (I - P) x = income for what reaches each work, and of building the matrix."""
    try:
        import numpy
        from scipy.sparse import csr_matrix, identity
        from scipy.sparse.linalg import spsolve_triangular
    except ImportError:
        return None, None
    n = len(made.own)
    own = numpy.array(made.own, dtype=float)
    incomes = numpy.array(made.incomes, dtype=float)
    works, inputs, weights = (numpy.array(column) for column in (made.works, made.inputs, made.weights))
    total = own + numpy.bincount(works, weights, n)

    def build() -> Any:
        passed = csr_matrix((weights / total[works], (inputs, works)), shape=(n, n))
        return (identity(n, format="csr") - passed).tocsr()

    building = seconds(build)
    matrix = build()
    solving = seconds(lambda: spsolve_triangular(matrix, incomes, lower=True, unit_diagonal=True), 3)
    amounts = spsolve_triangular(matrix, incomes, lower=True, unit_diagonal=True)
    alike(list(amounts * own / total), keep)
    return solving, building


def alike(floats: list[float], keep: list[int]) -> None:
    """The peers must have computed the same, as far as floats and dust can tell."""
    off = sum(abs(a - b) for a, b in zip(floats, keep, strict=True))
    if off > sum(keep) / 1_000_000:
        raise RuntimeError(f"a peer differs by {off} of {sum(keep)}")
