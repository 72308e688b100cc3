"""What others have published to test such code with: RFC 6962 proofs, Ed25519 edge cases, RFC 8785 documents.

They lie beside a working copy of the project, not in it; where they are missing these tests are skipped.
"""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from entredon.pure.log import canonical, keys, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import SecretKey

VECTORS = Path(__file__).resolve().parents[6] / "shared" / "data" / "log-vectors"
pytestmark = pytest.mark.skipif(not VECTORS.is_dir(), reason="published log vectors are not beside the project")


def cases(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted((VECTORS / folder).rglob("*.json")):
        yield str(file.relative_to(VECTORS)), json.loads(file.read_text())


def hashes(texts: list[str] | None) -> list[bytes]:
    return [base64.b64decode(text) for text in texts or []]


def test_inclusion_proofs_are_judged_as_published() -> None:
    count = 0
    for name, case in cases("inclusion"):
        held = tree.is_included(
            case["leafIdx"], case["treeSize"], base64.b64decode(case["leafHash"] or ""), hashes(case["proof"]),
            base64.b64decode(case["root"] or ""),
        )  # fmt: skip
        assert held is not case["wantErr"], name
        count += 1
    assert count > 50


def test_consistency_proofs_are_judged_as_published() -> None:
    count = 0
    for name, case in cases("consistency"):
        held = tree.is_consistent(
            case["size1"], case["size2"], hashes(case["proof"]), base64.b64decode(case["root1"] or ""),
            base64.b64decode(case["root2"] or ""),
        )  # fmt: skip
        assert held is not case["wantErr"], name
        count += 1
    assert count > 50


REFUSED = {"low_order_A", "low_order_R", "low_order_residue", "non_canonical_A", "non_canonical_R", "reencoded_k"}


def test_the_accept_table_of_ed25519_edge_cases_is_the_strict_one() -> None:
    accepted = 0
    for case in json.loads((VECTORS / "ed25519vectors.json").read_text()):
        held = keys.verify(bytes.fromhex(case["key"]), case["msg"].encode(), bytes.fromhex(case["sig"]))
        assert held is not bool(REFUSED & set(case["flags"] or [])), case
        accepted += held
    assert accepted == 43


def ours(value: Any) -> Any:
    """A document as our profile can hold it: keys of a few letters, no fractions."""
    if isinstance(value, dict):
        return {f"k{n:03d}": ours(item) for n, item in enumerate(value.values())}
    if isinstance(value, list):
        return [ours(item) for item in value]
    return str(value) if isinstance(value, float) else value


def test_texts_of_rfc_8785_are_written_as_published() -> None:
    files = sorted((VECTORS / "jcs" / "input").glob("*.json"))
    assert files
    for file in files:
        rfc8785 = pytest.importorskip("rfc8785")
        value = ours(json.loads(file.read_text(encoding="utf-8")))
        assert canonical.dumps(value) == rfc8785.dumps(value), file.name
        published = (VECTORS / "jcs" / "output" / file.name).read_bytes().rstrip(b"\n")
        try:
            assert canonical.dumps(canonical.loads(published)) == published
        except Malformed:
            # Outside our profile: fractions, or other keys.
            assert any(mark in published for mark in (b".", b"e", b'""', b"\xc3", b" ")), file.name


def test_the_vectors_have_nothing_to_do_with_our_keys() -> None:
    key = SecretKey(bytes(32))
    assert keys.verify(key.public, b"a", key.sign(b"a"))
