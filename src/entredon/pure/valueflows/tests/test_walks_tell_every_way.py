"""Trace and track: both ways through a diamond, long chains, refilled stock, circles."""

import time

from entredon.pure.valueflows.walk import FLOW, PROCESS, RESOURCE, Edge, Link, Node, paths, trace, track


def resource(id: str) -> Node:
    return Node(RESOURCE, id)


def pairs(edges: list[Edge]) -> set[tuple[str, str]]:
    return {(edge.source.id, edge.target.id) for edge in edges}


# Ann makes screws; both arms take a screw of the same box; the car takes both arms.
DIAMOND = [
    Link("w1", 1, "work", input_of="make screws"),
    Link("p1", 2, "produce", output_of="make screws", resource="screws"),
    Link("c2", 3, "consume", input_of="make left", resource="screws"),
    Link("p2", 4, "produce", output_of="make left", resource="left arm"),
    Link("c3", 5, "consume", input_of="make right", resource="screws"),
    Link("p3", 6, "produce", output_of="make right", resource="right arm"),
    Link("c4", 7, "consume", input_of="make car", resource="left arm"),
    Link("c5", 8, "consume", input_of="make car", resource="right arm"),
    Link("w4", 9, "work", input_of="make car"),
    Link("p4", 10, "produce", output_of="make car", resource="car"),
]


def test_a_trace_tells_both_ways_through_a_diamond() -> None:
    found = trace(DIAMOND, resource("car"))
    assert pairs(found) == {
        ("make car", "car"), ("left arm", "make car"), ("right arm", "make car"), ("w4", "make car"),
        ("make left", "left arm"), ("make right", "right arm"), ("screws", "make left"), ("screws", "make right"),
        ("make screws", "screws"), ("w1", "make screws"),
    }  # fmt: skip
    assert len(found) == len(DIAMOND)
    ways = paths(found, Node(FLOW, "w1"), resource("car"), limit=9)
    assert [[edge.target.id for edge in way] for way in ways] == [
        ["make screws", "screws", "make left", "left arm", "make car", "car"],
        ["make screws", "screws", "make right", "right arm", "make car", "car"],
    ]


def test_tracking_tells_both_ways_too() -> None:
    found = track(DIAMOND, Node(FLOW, "w1"))
    assert len(found) == len(DIAMOND) - 1  # Dan's own hour is not Ann's
    assert found[0].depth == 1
    assert found[-1] == Edge(6, Node(PROCESS, "make car"), resource("car"), "p4", "produce", 10)
    assert len(paths(found, Node(FLOW, "w1"), resource("car"), limit=9)) == 2


def test_nearest_comes_first() -> None:
    depths = [edge.depth for edge in trace(DIAMOND, resource("car"))]
    assert depths == sorted(depths)
    assert depths[0] == 1


def test_a_chain_of_ten_thousand_is_followed_to_its_end() -> None:
    links = []
    for n in range(10_000):
        links.append(Link(f"c{n}", 2 * n, "consume", input_of=f"p{n}", resource=f"r{n}"))
        links.append(Link(f"m{n}", 2 * n + 1, "produce", output_of=f"p{n}", resource=f"r{n + 1}"))
    began = time.process_time()
    back, forth = trace(links, resource("r10000")), track(links, resource("r0"))
    assert time.process_time() - began < 5
    assert len(back) == len(forth) == 20_000
    assert back[-1].source == resource("r0")
    assert forth[-1].target == resource("r10000")
    assert len(paths(back, resource("r0"), resource("r10000"), limit=2)[0]) == 20_000


def test_a_ladder_of_diamonds_is_not_walked_once_per_way() -> None:
    links = []
    for n in range(200):  # 2 to the 200th ways
        for side in "ab":
            links.append(Link(f"c{n}{side}", 3 * n, "consume", input_of=f"{n}{side}", resource=f"r{n}"))
            links.append(Link(f"m{n}{side}", 3 * n + 1, "produce", output_of=f"{n}{side}", resource=f"r{n + 1}"))
    assert len(trace(links, resource("r200"))) == 800
    assert len(paths(trace(links, resource("r200")), resource("r0"), resource("r200"), limit=50)) == 50


REFILL = [
    Link("p1", 1, "produce", output_of="first batch", resource="flour"),
    Link("c1", 2, "consume", input_of="bake bread", resource="flour"),
    Link("b1", 3, "produce", output_of="bake bread", resource="bread"),
    Link("p2", 4, "produce", output_of="second batch", resource="flour"),
    Link("c2", 5, "consume", input_of="bake cake", resource="flour"),
    Link("b2", 6, "produce", output_of="bake cake", resource="cake"),
]


def test_a_refill_that_came_later_is_not_in_the_bread() -> None:
    assert ("second batch", "flour") not in pairs(trace(REFILL, resource("bread")))
    assert {("first batch", "flour"), ("second batch", "flour")} <= pairs(trace(REFILL, resource("cake")))


def test_what_was_taken_before_does_not_come_from_the_refill() -> None:
    assert pairs(track(REFILL, Node(PROCESS, "second batch"))) == {
        ("second batch", "flour"), ("flour", "bake cake"), ("bake cake", "cake"),
    }  # fmt: skip


def test_two_takers_at_different_times_get_each_their_own_past() -> None:
    meal = [
        *REFILL,
        Link("e1", 7, "consume", input_of="eat", resource="bread"),
        Link("e2", 8, "consume", input_of="eat", resource="cake"),
    ]
    found = trace(meal, Node(PROCESS, "eat"))
    assert len(found) == len(meal)


def test_transfers_lead_from_one_resource_to_the_other() -> None:
    links = [
        Link("p", 1, "produce", output_of="bake", resource="bread"),
        Link("t", 2, "transfer", resource="bread", to_resource="lunch"),
    ]
    assert pairs(trace(links, resource("lunch"))) == {("bread", "lunch"), ("bake", "bread")}


def test_a_thing_that_is_repaired_comes_back_to_itself_without_end() -> None:
    links = []
    for n in range(5):
        links.append(Link(f"a{n}", 2 * n, "accept", input_of=f"repair {n}", resource="car"))
        links.append(Link(f"m{n}", 2 * n + 1, "modify", output_of=f"repair {n}", resource="car"))
    assert len(trace(links, resource("car"))) == 10
    assert len(track(links, resource("car"))) == 10
    assert paths(trace(links, resource("car")), resource("car"), Node(PROCESS, "nowhere"), limit=3) == []


def test_a_service_passes_from_process_to_process() -> None:
    links = [
        Link("w", 1, "work", input_of="survey"),
        Link("d", 2, "deliverService", output_of="survey", input_of="build"),
        Link("p", 3, "produce", output_of="build", resource="house"),
    ]
    assert len(trace(links, resource("house"))) == 4
    assert len(track(links, Node(FLOW, "w"))) == 4


def test_nothing_known_is_nothing_told() -> None:
    assert trace([], resource("car")) == track([], resource("car")) == []
