"""Verifies a log of this node: what it serves, and that its own tables are what the log gives."""

from pathlib import Path

from django.db.models import Q

from entredon.log import checkpoints, copy_raw, device, digest, served
from entredon.log import verify as checking
from entredon.log.checkpoints import RolledBack
from entredon.log.models import Entry, HeldKey, Log
from entredon.log.verify import FAULT, SOUND, Progress, Verdict
from entredon.pure.log.structure import Fault

TRIES = 5


def verify(
    slug: str, folder: Path, *, vkey: str | None = None, only_structure: bool = False, progress: Progress | None = None
) -> Verdict:
    """Verify a commons of this node; ``folder`` is an empty one for a copy."""
    if not Log.objects.filter(slug=slug).exists():
        return Verdict(faults=[Fault(None, None, "checkpoint", "log", f"There is no commons named {slug} here.")])
    try:
        mine = _copy(slug, folder, progress)
    except RolledBack as trouble:
        return Verdict(verdict=FAULT, faults=[Fault(None, None, "checkpoint", "rolled_back", str(trouble))])
    verdict = checking.verify(folder, vkey=vkey, only_structure=only_structure, progress=progress)
    if verdict.verdict == SOUND and not only_structure and mine is not None:
        verdict.faults += compare(verdict, mine)
        if verdict.faults:
            verdict.verdict = FAULT
    verdict.kept_here = _kept_here(slug, verdict.size or 0)
    return verdict


def _kept_here(slug: str, size: int) -> int:
    """How many of the first entries are signed by keys whose secret lies here: held for members, or the command line's."""
    rows = Entry.objects.filter(commons=slug, index__lt=size)
    signed = Q(by__in=HeldKey.objects.filter(commons=slug).values("id"))
    if device.path(slug).exists():
        signed |= Q(by=device.key(slug).id)
    return rows.filter(signed).count()


def _copy(slug: str, folder: Path, progress: Progress | None) -> list[digest.TableDigest] | None:
    """Copy the log, and the digests of the tables at that same size; None when entries keep coming in between."""
    for _ in range(TRIES):
        size = checkpoints.publish(slug).size
        _, parts = digest.tables(slug)
        copy_raw.take(served.Node(slug), folder, progress)
        if Log.objects.values_list("size", flat=True).get(slug=slug) == size:
            return parts
    return None


def compare(verdict: Verdict, mine: list[digest.TableDigest]) -> list[Fault]:
    """Tables of this node that are not what the log gives."""
    faults = []
    for given, part in zip(verdict.tables, mine, strict=True):
        if given["sha256"] != part.sha256:
            message = (
                f"The table {part.label} here ({part.count} rows) is not what the log gives ({given['count']} rows)."
            )
            faults.append(
                Fault(
                    None,
                    None,
                    "",
                    "tables",
                    f"{message} Put it right with: entredon rebuild {verdict_slug(verdict)} --write",
                )
            )
    return faults


def verdict_slug(verdict: Verdict) -> str:
    """The short name in a verdict's origin."""
    return (verdict.origin or "").rpartition("/")[2]
