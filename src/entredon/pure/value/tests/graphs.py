"""Made-up creations for the tests of this folder, and the same answers reckoned another way."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import strategies as st

from entredon.pure.value.book import Contribution, Version
from entredon.pure.value.rule import Points, Rule

ALL = Rule("flow", pools={"other": 1_000_000})
"""Everything by points, in one pool."""

KINDS = ("code", "review", "design", "song")
PEOPLE = ("ann", "bob", "cid", "dan", "eve")


def contributions(*rows: tuple[str, str, int]) -> list[Contribution]:
    """(version, person, points), each a contribution of its own."""
    return [Contribution(f"c{n}", v, p, "work", {"points": points}) for n, (v, p, points) in enumerate(rows)]


def diamond() -> list[Version]:
    """A car of two arms that share their screws, with costs as weights."""
    return [
        Version("screw", "screw", 100, ()),
        Version("left", "left", 10, (("screw", 50),)),
        Version("right", "right", 10, (("screw", 50),)),
        Version("car", "car", 10, (("left", 60), ("right", 60))),
    ]


DIAMOND_PEOPLE = contributions(("screw", "ann", 100), ("left", "bob", 10), ("right", "cid", 10), ("car", "dan", 10))


@st.composite
def commons(draw: st.DrawFn) -> tuple[list[Version], list[Contribution]]:
    """A few versions that build on earlier ones, and people's work in them; some have none."""
    count = draw(st.integers(1, 9))
    weights = st.one_of(st.integers(0, 20), st.integers(0, 1 << 40))
    versions = []
    for n in range(count):
        inputs = draw(st.lists(st.integers(0, n - 1), unique=True, max_size=4)) if n else []
        edges = tuple((f"v{target}", draw(weights)) for target in inputs)
        versions.append(Version(f"v{n}", f"made{n % 3}", draw(weights), edges))
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, count - 1), st.sampled_from(PEOPLE), st.sampled_from(KINDS), st.integers(-1, 1 << 30)
            ),
            max_size=25,
        )
    )
    work = [
        Contribution(f"c{n}", f"v{v}", person, kind, {"points": points, "lines": points})
        for n, (v, person, kind, points) in enumerate(rows)
    ]
    return versions, work


def rules() -> st.SearchStrategy[Rule]:
    """Rules by contributions, with and without a pool for all else."""
    pools = st.dictionaries(st.sampled_from((*KINDS, "other")), st.integers(1, 200_000), min_size=1)
    top = st.dictionaries(st.sampled_from(("association", "fund")), st.integers(1, 500_000))
    how = st.builds(
        Points,
        measure=st.sampled_from(("points", "lines", "absent")),
        f=st.sampled_from(("linear", "log2", "sqrt")),
        base=st.integers(1, 9),
        cap=st.none() | st.integers(1, 100),
    )
    return st.builds(
        lambda pools, top, how: Rule("flow", pools=pools, top=top, points={k: how for k in pools if k != "other"}),
        pools, top, how,
    )  # fmt: skip


def exact_flow(own: Sequence[int], edges: Sequence[tuple[int, int, int]], incomes: Sequence[int]) -> list[Fraction]:
    """What each work keeps, in exact fractions: each amount followed along every edge until it rests."""
    keeps = [Fraction(0)] * len(own)
    total = list(own)
    for work, _, weight in edges:
        total[work] += weight
    moving = {work: Fraction(amount) for work, amount in enumerate(incomes) if amount}
    while moving:
        following: dict[int, Fraction] = {}
        for work, amount in moving.items():
            if not total[work]:
                keeps[work] += amount
                continue
            keeps[work] += amount * own[work] / total[work]
            for source, target, weight in edges:
                if source == work and weight:
                    following[target] = following.get(target, Fraction(0)) + amount * weight / total[work]
        moving = following
    return keeps


def exact_cents(income: int, shares: Mapping[str, Fraction], lower: Mapping[str, bytes]) -> dict[str, int]:
    """Largest remainder in fractions: sort everybody, give the left-over units from the top."""
    whole = sum(shares.values())
    quotas = {payee: income * share / whole for payee, share in shares.items()}
    floors = {payee: quota.numerator // quota.denominator for payee, quota in quotas.items()}
    ranked = sorted(quotas, key=lambda payee: (floors[payee] - quotas[payee], lower[payee]))
    for payee in ranked[: income - sum(floors.values())]:
        floors[payee] += 1
    return floors
