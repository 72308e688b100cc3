"""What forges tell of issues and reviews: the same work whichever shape it comes in, once per issue and person, programs apart."""

import io
import json
from typing import Any

import pytest

from entredon.pure.tables import forge
from entredon.pure.tables.lines import Line, Unreadable

ISSUE, PULL = "https://github.com/merel/car/issues/1", "https://github.com/merel/car/pull/2"
API = "https://api.github.com/repos/merel/car/"


def by(login: str, **more: Any) -> dict[str, Any]:
    return {"login": login, **more}


GITHUB: dict[str, list[Any]] = {
    "issues": [
        {"html_url": ISSUE, "number": 1, "title": "Door", "user": by("ada"), "created_at": "2024-01-02T10:00:00Z", "comments": 4,
         "closed_at": "2024-02-02T23:30:00-02:00", "closed_by": by("bob")},
        {"html_url": PULL, "number": 2, "title": "Fix", "user": by("ada"), "pull_request": {"url": API + "pulls/2"},
         "created_at": "2024-01-02T10:00:00Z"},
    ],
    "pulls": [{"html_url": PULL, "number": 2, "title": "Fix", "user": by("ada"), "created_at": "2024-01-02T10:00:00Z",
               "merged_at": "2024-01-03T10:00:00Z", "merged_by": by("bob")}],
    "reviews": [
        {"html_url": PULL + "#r1", "pull_request_url": API + "pulls/2", "user": by("cleo"), "state": s,
         "submitted_at": "2024-01-03T09:00:00Z"}
        for s in ("CHANGES_REQUESTED", "APPROVED")
    ],
    "comments": [
        {"issue_url": API + "issues/1", "user": user, "created_at": "2024-01-03T09:00:00Z", "body": "x"}
        for user in (by("cleo"), by("cleo"), by("ada"), by("dependabot[bot]", type="Bot"), by("renovate-bot"))
    ],
}  # fmt: skip
WORK = [
    ("ada", "report", "2024-01-02"), ("bob", "integration", "2024-01-03"), ("bob", "integration", "2024-02-03"),
    ("cleo", "help", "2024-01-03"), ("cleo", "review", "2024-01-03"),
]  # fmt: skip


def told(raw: bytes) -> tuple[list[Line], list[str], dict[str, int]]:
    export = forge.read(io.BytesIO(raw))
    lines = list(forge.lines(export, "2026-06-01"))
    good = [line for line in lines if isinstance(line, Line)]
    return good, [str(fault.sentence) for line in lines if isinstance(line, list) for fault in line], dict(export.bots)


def work(lines: list[Line]) -> list[tuple[str, str, str]]:
    return sorted((line.name, line.kind, line.day) for line in lines)


def shapes() -> dict[str, bytes]:
    everything = [one for part in GITHUB.values() for one in part]
    nested = [
        {**GITHUB["issues"][0], "comments": GITHUB["comments"]},
        {**GITHUB["pulls"][0], "reviews": GITHUB["reviews"]},
    ]
    return {
        "an object": json.dumps(GITHUB).encode(),
        "an array": json.dumps(everything, indent=1).encode(),
        "lines": b"\n".join(json.dumps(one).encode() for one in everything) + b"\n",
        "nested": json.dumps(nested).encode(),
    }


@pytest.mark.parametrize("shape", shapes())
def test_every_shape_tells_the_same_work_under_the_same_keys(shape: str) -> None:
    good, faults, bots = told(shapes()[shape])
    assert work(good) == WORK
    assert faults == []
    assert bots == {"dependabot[bot]": 1, "renovate-bot": 1}
    assert {line.made_of for line in good} == {line.made_of for line in told(shapes()["an object"])[0]}


def test_gitlab_tells_of_merge_requests_beside_issues_of_the_same_number() -> None:
    base = "https://gitlab.com/g/sub/car/-/"
    note = {"created_at": "2024-01-05T00:00:00Z", "system": False}
    export = {
        "issues": [{"iid": 3, "web_url": base + "issues/3", "title": "A", "author": {"username": "ada"},
                    "created_at": "2024-01-01T00:00:00Z"}],
        "merge_requests": [{"iid": 3, "web_url": base + "merge_requests/3", "title": "M", "author": {"username": "ada"},
                            "created_at": "2024-01-01T00:00:00Z", "merged_at": "2024-01-02T00:00:00Z", "merge_user": {"username": "bob"}}],
        "notes": [
            {**note, "noteable_type": "Issue", "noteable_iid": 3, "author": {"username": "bob"}},
            {**note, "noteable_type": "MergeRequest", "noteable_iid": 3, "author": {"username": "cleo"}},
            {**note, "noteable_type": "MergeRequest", "noteable_iid": 3, "author": {"username": "erik"}, "system": True},
        ],
        "approvals": [{"iid": 3, "updated_at": "2024-01-03T00:00:00Z", "approved_by": [{"user": {"username": "dora"}}]}],
    }  # fmt: skip
    good, faults, _bots = told(json.dumps(export).encode())
    assert faults == []
    assert work(good) == [
        ("ada", "report", "2024-01-01"), ("bob", "help", "2024-01-05"), ("bob", "integration", "2024-01-02"),
        ("cleo", "help", "2024-01-05"), ("dora", "review", "2024-01-03"),
    ]  # fmt: skip
    assert len({line.made_of for line in good}) == 5


def test_what_is_faulty_is_named_by_its_place() -> None:
    items = [7, {"title": "x"}, {"html_url": ISSUE, "title": "x", "user": None, "created_at": "2024-01-01T00:00:00Z"},
             {"html_url": ISSUE, "title": "x", "user": by("ada"), "created_at": "soon"}, GITHUB["issues"][0]]  # fmt: skip
    _good, faults, _bots = told(json.dumps(items).encode())
    assert faults == [
        "Item 1: it can’t be read: Expected `object`, got `int`.",
        "Item 2: it doesn’t say who it was.",
        "Item 3 (github.com/merel/car#1): it doesn’t say who it was.",
        "Item 4 (github.com/merel/car#1): “soon” is not a day on which it can have been.",
    ]


@pytest.mark.parametrize(
    "raw", [b"[", b"{", b"[]", b"{}", b'{"issues": 1}', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 5000]
)
def test_what_is_no_export_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        told(raw)
