"""Whoever has a copy checks passkeys, recoveries and reasons that were kept back as the place itself does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from entredon import verify as standalone
from entredon.apps.commons.entries import Published
from entredon.apps.commons.founding import key_given
from entredon.apps.people.entries import (
    KeyAdded,
    KeyRevoked,
    Nominated,
    NominationAgreed,
    NominationDeclined,
    NominationWithdrawn,
    Recovered,
    RecoveryChosen,
    Vouched,
)
from entredon.apps.work.entries import Contributed
from entredon.log import clock, registry, structure
from entredon.log import verify as checking
from entredon.log.registry import Fact
from entredon.log.tests.making import Host, Memory, mirror, put
from entredon.log.verify import Verdict
from entredon.pure.log import leaf
from entredon.pure.log.structure import BRINGING, ERASING, WORDING
from entredon.pure.log.tree import EMPTY_ROOT
from entredon.testing_cast import Cast, key_of, person
from entredon.testing_passkey import Passkey, made, send, signature_by

pytestmark = pytest.mark.django_db
BOBS = Passkey("bob's")
PHONE, NEW = key_of("bob's telephone"), key_of("bob's new key")
WHY = {"reason": "He never forgets who is cold."}


@pytest.fixture
def told(cast: Cast) -> Cast:
    """A public commons in which Bob added a passkey, changed keys with it, and came back by Ada's help."""
    send(cast.slug, Published(), cast.ada)
    send(cast.slug, KeyAdded(key=BOBS.given()), cast.bob, BOBS)
    send(cast.slug, KeyAdded(key=key_given(PHONE, "device")), BOBS, PHONE)
    send(cast.slug, RecoveryChosen(helpers=(person(cast.ada),), needed=1), BOBS)
    send(cast.slug, Vouched(person=person(cast.bob), key=key_given(NEW, "device")), cast.ada)
    send(cast.slug, Recovered(person=person(cast.bob), key=key_given(NEW, "device")), NEW)
    send(cast.slug, Contributed(work="code"), NEW)
    return cast


@pytest.fixture
def verify(tmp_path: Path) -> Callable[..., Verdict]:
    """The verdict of both checkers, which must agree."""

    def run(memory: Memory, *, only_structure: bool = True) -> Verdict:
        verdict = checking.verify(put(memory, tmp_path / "copy"), only_structure=only_structure)
        record = standalone.Record(memory.files.get)
        assert record.run(None) == verdict.verdict, (record.faults, verdict.faults)
        assert (record.signatures, record.faults == []) == (verdict.signatures, verdict.faults == [])
        return verdict

    return run


def said_anew(host: Host, fact: Fact, *signers: object, prev: str | None) -> bytes:
    """An entry at the end of a log that the place would have refused, signed for real."""
    import msgspec

    line = leaf.body_line(
        log=host.origin, kind=fact.kind, by=signers[0].id, at=clock.stamp(), prev=prev,  # type: ignore[attr-defined]
        seen=(0, EMPTY_ROOT.hex()), body=msgspec.to_builtins(fact), c={},
    )  # fmt: skip
    return leaf.compose(line, [signature_by(key, leaf.signed_bytes(line)) for key in signers])  # type: ignore[arg-type]


def test_a_copy_with_passkeys_verifies_rules_and_all(told: Cast, verify: Callable[..., Verdict]) -> None:
    host = Host(told.slug)
    verdict = verify(host.serve(host.leaves), only_structure=False)
    assert (verdict.verdict, verdict.faults) == ("sound", [])
    assert verdict.custody["passkey"] == 2


def test_two_processes_check_passkeys_as_one_does(told: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host(told.slug)
    alone = structure.check(host.serve(host.leaves), None, frozenset(), processes=1)
    monkeypatch.setattr(structure, "MANY", 1)
    both = structure.check(host.serve(host.leaves), None, frozenset(), processes=2)
    assert (both.faults, both.whole.custody, both.whole.signatures) == (
        [], alone.whole.custody, alone.whole.signatures,
    )  # fmt: skip


def test_every_changed_place_in_a_passkeys_signature_is_found(told: Cast, verify: Callable[..., Verdict]) -> None:
    """A host who holds the log's key changes what a passkey signed, and signs the tree anew."""
    host = Host(told.slug)
    index = next(n for n, raw in enumerate(host.leaves) if leaf.parse(raw).by == BOBS.id)
    start = host.leaves[index].index(b"\n") + 1
    for at in range(start, len(host.leaves[index]) - 1, 29):

        def spoil(raw: bytes, at: int = at) -> bytes:
            return raw[:at] + (b"B" if raw[at : at + 1] != b"B" else b"C") + raw[at + 1 :]

        verdict = verify(host.serve(host.changed(index, spoil)))
        assert (verdict.verdict, verdict.faults[0].index) == ("fault", index), at
        assert verdict.faults[0].check in ("form", "signature", "key")


def test_a_passkey_of_another_site_is_another_key_holder(told: Cast, verify: Callable[..., Verdict]) -> None:
    host = Host(told.slug)
    stranger = Passkey("bob's", site="elsewhere.example")
    forged = said_anew(host, KeyRevoked(key=PHONE.id), stranger, prev=None)
    verdict = verify(host.serve([*host.leaves, forged]))
    assert [fault.check for fault in verdict.faults] == ["key", "prev"]


def test_keys_that_ended_when_somebody_came_back_sign_nothing_after_it(
    told: Cast, verify: Callable[..., Verdict]
) -> None:
    host = Host(told.slug)
    ended = next(n for n, raw in enumerate(host.leaves) if leaf.parse(raw).kind == "people.recovered")
    for key in (told.bob, BOBS, PHONE):
        last = [leaf.parse(raw).id for raw in host.leaves if leaf.parse(raw).by == key.id]
        forged = said_anew(host, Contributed(work="code"), key, prev=last[-1] if last else None)
        verdict = verify(host.serve([*host.leaves, forged]))
        assert [(fault.check, fault.index) for fault in verdict.faults] == [("key", len(host.leaves))]
        assert f"withdrawn at entry {ended}" in verdict.faults[0].message


def test_a_recovery_that_nobody_vouched_for_breaks_the_rules(
    told: Cast, verify: Callable[..., Verdict], tmp_path: Path
) -> None:
    host = Host(told.slug)
    thief = key_of("a thief")
    forged = said_anew(host, Recovered(person=person(told.bob), key=key_given(thief, "device")), thief, prev=None)
    memory = host.serve([*host.leaves, forged])
    assert verify(memory).verdict == "sound"
    verdict = checking.verify(put(memory, tmp_path / "thief"))
    assert (verdict.verdict, verdict.faults[0].check, verdict.faults[0].index) == ("fault", "rule", len(host.leaves))
    assert "0 vouched for this key" in verdict.faults[0].message


@pytest.mark.parametrize(
    "key",
    [{"alg": "webauthn"}, {"alg": "webauthn", "public": "AAAA", "rp": []}, {"alg": "webauthn", "public": [], "rp": 7}],
)
def test_a_key_of_no_form_is_no_key(told: Cast, verify: Callable[..., Verdict], key: dict[str, object]) -> None:
    host = Host(told.slug)
    raw = made(told.slug, KeyAdded(key=key_given(key_of("x"), "device")), told.ada, body={"key": key})
    assert verify(host.serve([*host.leaves, raw])).verdict == "sound"
    raw = made(told.slug, Recovered(person="k:", key=BOBS.given()), told.ada, body={"key": key, "person": [key]})
    assert verify(host.serve([*host.leaves, raw])).verdict == "sound"


# What was kept back


def test_a_reason_comes_to_a_copy_once_it_is_shown_and_goes_when_it_is_erased(told: Cast, tmp_path: Path) -> None:
    entry = send(told.slug, Nominated(person=person(told.bob)), told.ada, texts=WHY)
    file = tmp_path / "copy" / "side" / entry / "reason"
    mirror(told.slug, tmp_path / "copy")
    assert not file.exists()
    send(told.slug, NominationAgreed(nomination=entry), NEW)
    mirror(told.slug, tmp_path / "copy")
    assert WHY["reason"].encode() in file.read_bytes()
    assert checking.verify(tmp_path / "copy").verdict == "sound"
    send(told.slug, NominationWithdrawn(nomination=entry), NEW)
    assert mirror(told.slug, tmp_path / "copy").erased == 1
    assert not file.exists()
    verdict = checking.verify(tmp_path / "copy")
    assert (verdict.verdict, verdict.withheld) == ("sound", 0)


def test_a_declined_nomination_is_erased_and_not_withheld(told: Cast, tmp_path: Path) -> None:
    entry = send(told.slug, Nominated(person=person(told.bob)), told.ada, texts=WHY)
    mirror(told.slug, tmp_path / "copy")
    before = checking.verify(tmp_path / "copy").withheld
    send(told.slug, NominationDeclined(nomination=entry), NEW)
    mirror(told.slug, tmp_path / "copy")
    assert (before, checking.verify(tmp_path / "copy").withheld) == (1, 0)


def test_the_checks_know_each_kind_that_brings_a_key_or_erases() -> None:
    facts = {kind: rules[-1].fact for kind, rules in registry.kinds().items()}
    assert {kind for kind, fact in facts.items() if fact.erases is not Fact.erases} == set(ERASING)
    assert {name for _, name in facts["social.taken_back"](post="e").erases()} == set(WORDING)
    brings = {kind for kind, fact in facts.items() if {"key", "stewards"} & set(fact.__annotations__)}
    assert brings - {"people.key_revoked", "people.vouched"} == set(BRINGING) - {"commons.founded"}
    assert set(standalone.BRINGING) == set(BRINGING)
