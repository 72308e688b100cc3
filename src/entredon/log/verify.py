"""Verifies a mirror's directory: its structure, then a full replay of the rules in a process of its own.

What a sound verdict proves: the order, the authors, the rules and the arithmetic. Not that work happened, nor that
people are distinct.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from entredon.log import named, registry, structure
from entredon.log.files import Directory
from entredon.pure.log import leaf
from entredon.pure.log.structure import Fault

SOUND, FAULT, UNUSABLE = "sound", "fault", "unusable"
CODES = {SOUND: 0, FAULT: 1, UNUSABLE: 2}
RULEBOOK_KIND = "commons.rulebook_adopted"
LISTED = 1000
"""Faults in a verdict at most."""

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Verdict:
    """What a verification found. ``withheld`` of the absent side texts were not erased by an entry.

    ``kept_here`` is how many entries are signed by keys whose secret lies on this machine; None for a copy, whose host's
    machine is not at hand. ``in_force`` is what holds now and what set it (``log.in_force``), where the rules were replayed soundly.
    """

    verdict: str = UNUSABLE
    origin: str | None = None
    size: int | None = None
    root: str | None = None
    digest: str | None = None
    signatures: int = 0
    erased: int = 0
    custody: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    withheld: int = 0
    vkey: str = ""
    kept_here: int | None = None
    unknown: tuple[str, ...] = ()
    tables: list[dict[str, Any]] = field(default_factory=list)
    in_force: list[dict[str, Any]] = field(default_factory=list)

    @property
    def code(self) -> int:
        """The exit code: 0 sound, 1 a fault, 2 unusable."""
        return CODES[self.verdict]

    def as_json(self) -> dict[str, Any]:
        """The verdict for programs."""
        names = ("verdict", "origin", "size", "root", "digest", "signatures", "erased", "custody")
        faults = [asdict(fault) for fault in self.faults]
        return {name: getattr(self, name) for name in names} | {"in_force": self.in_force, "faults": faults}


def verify(
    directory: Path, *, vkey: str | None = None, only_structure: bool = False, progress: Progress | None = None
) -> Verdict:
    """Verify what lies in a directory. Never raises for what is wrong with it: the verdict says so."""
    source = Directory(directory)
    keep = named.kinds_with_content() | {RULEBOOK_KIND}
    # The rules are replayed while this process looks at the structure; what comes of it counts only if that is sound.
    with _Replay(directory, start=not only_structure) as rules:
        try:
            found = structure.check(source, vkey, keep, progress=_step(progress, "Signatures"))
        except structure.NoLog:
            message = f"There is no public record in {directory}."
            return Verdict(faults=[Fault(None, None, "checkpoint", "log", message)])
        structure.check_content(source, found, _wanted(found))
        verdict = judge(found)
        if not found.faults and not only_structure:
            _add(verdict, rules.result(_step(progress, "Rules")))
    return verdict


def _add(verdict: Verdict, replayed: dict[str, Any]) -> None:
    """What the replay of the rules adds to the verdict on the structure.

    Where the log outgrows this program, the rules known here can only judge what came before.
    """
    if "digest" not in replayed:
        verdict.verdict = UNUSABLE
        why = replayed.get("broke", "it ended before its end")
        message = f"The rules could not be replayed on this machine ({why}); form, signatures and proofs hold."
        verdict.faults.append(Fault(None, None, "", "replay", message))
        return
    newer = next((fault.index for fault in verdict.faults if fault.check == "newer"), None)
    faults = [Fault(**fault) for fault in replayed["faults"] if newer is None or fault["index"] < newer]
    verdict.tables = replayed["tables"]
    if faults:
        verdict.verdict, verdict.faults = FAULT, [*faults, *verdict.faults]
    elif replayed["newer"]:
        _newer(verdict, Fault(**replayed["newer"]))
    elif newer is None:
        verdict.digest = replayed["digest"]
        verdict.in_force = replayed["in_force"]


def judge(found: structure.Checked) -> Verdict:
    """The verdict on the structure alone."""
    whole = found.whole
    verdict = Verdict(verdict=FAULT if found.faults else SOUND, vkey=found.vkey)
    verdict.faults = found.faults[:LISTED]
    verdict.signatures = whole.signatures
    verdict.custody = dict(sorted(whole.custody.items()))
    verdict.erased = len(found.absent)
    verdict.withheld = len(set(found.absent) - whole.erased)
    if found.head is not None:
        verdict.origin, verdict.size, verdict.root = found.head.origin, found.head.size, found.head.root.hex()
    newer = _unknown(found)
    if newer is not None and not found.faults:
        _newer(verdict, newer)
    return verdict


def _newer(verdict: Verdict, newer: Fault) -> None:
    verdict.verdict = UNUSABLE
    if not any(fault.check == "newer" for fault in verdict.faults):
        verdict.faults.append(newer)


def _unknown(found: structure.Checked) -> Fault | None:
    """The first entry that this program is too old for."""
    known = registry.kinds()
    firsts = [(index, id, f"kind {kind}") for kind, (index, id) in found.whole.kinds.items() if kind not in known]
    for index, raw in found.whole.kept:
        said = leaf.parse(raw)
        number = said.body.get("rulebook")
        if type(number) is int and number > registry.RULEBOOK and said.kind in ("commons.founded", RULEBOOK_KIND):
            firsts.append((index, said.id, f"rulebook {number}"))
    if not firsts:
        return None
    index, id, what = min(firsts)
    message = (
        f"Entry {index}: this needs a newer entredon, which knows {what}; as far as this one can tell it is sound."
    )
    return Fault(index, id, "", "newer", message)


def _wanted(found: structure.Checked) -> list[tuple[int, str, str]]:
    wanted = []
    for index, raw in found.whole.kept:
        said = leaf.parse(raw)
        wanted += [(index, said.id, sha256) for sha256 in named.content_of(said)]
    return wanted


def _step(progress: Progress | None, what: str) -> Callable[[int, int], None] | None:
    return None if progress is None else lambda done, of: progress(what, done, of)


class _Replay:
    """A replay in a process of its own, which ends with the block that it serves."""

    def __init__(self, directory: Path, *, start: bool) -> None:
        self.directory = directory
        self._child: subprocess.Popen[str] | None = None
        if start:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "entredon.log.replay_process", str(directory)],
                stdout=subprocess.PIPE,
                # What it says about a log that isn't sound is said better by the check of the structure.
                stderr=subprocess.DEVNULL if not os.environ.get("ENTREDON_DEBUG") else None,
                env=os.environ | {"ENTREDON_MEMORY": "1"},
                text=True,
            )

    def __enter__(self) -> "_Replay":
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self._child.kill()
            assert self._child.stdout is not None
            self._child.stdout.close()
            self._child.wait()

    def result(self, progress: Callable[[int, int], None] | None) -> dict[str, Any]:
        """What the replay came to; without a digest when it broke, perhaps with ``broke``, which says why."""
        assert self._child is not None
        assert self._child.stdout is not None
        said: dict[str, Any] = {}
        for line in self._child.stdout:
            said = json.loads(line)
            if progress is not None and "of" in said:
                progress(said["done"], said["of"])
        return said
