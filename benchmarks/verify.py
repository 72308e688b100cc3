"""What a stranger waits for: structure and signatures of a mirror, and the full replay of its rules."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import Result, _world

ENTRIES = 50_000


def run(all: bool) -> list[Result]:
    count = ENTRIES * (10 if all else 1)
    _world.start()
    keys = _world.found("verified", members=80)
    creations = [_world.creation("verified", keys[0], f"Part {n}") for n in range(20)]
    _world.fill("verified", creations, keys, count)
    mirror = Path(os.environ["ENTREDON_HOME"]).parent / "mirror"
    entredon("mirror", "verified", f"{mirror}/")
    # What starting a command costs is not what verifying costs.
    idle = min(entredon("verify", "--help")[0] for _ in range(3))
    structure, first = entredon("verify", f"{mirror}/", "--structure", "--json")
    replay, second = entredon("verify", f"{mirror}/", "--json")
    size = json.loads(first)["size"]
    if json.loads(second)["verdict"] != "sound":
        raise RuntimeError(f"the mirror does not verify: {second}")
    cores = os.cpu_count()
    return [
        Result(
            what=f"structure and signatures of {count:,} entries",
            figure=size / (structure - idle),
            unit="/s",
            aim="≥ 15,000",
            peer="signature checks alone, all cores",
            peer_figure=signature_checks(),
            note=f"{cores} cores; the whole command takes {structure:.1f} s",
        ),
        Result(
            what=f"the same with a full replay of the rules, {count:,} entries",
            figure=size / (replay - idle),
            unit="/s",
            aim="≥ 5,000",
            note=f"the whole command takes {replay:.1f} s",
        ),
    ]


def entredon(*arguments: str) -> tuple[float, str]:
    """Seconds of a command, and what it printed."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "entredon", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun, done.stdout


def signature_checks() -> float:
    """How many signatures per second this machine can check with all its cores: the physical limit of a verifier."""
    from concurrent.futures import ProcessPoolExecutor

    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores) as pool:
        return sum(pool.map(_check_for_a_second, range(cores)))


def _check_for_a_second(_: int) -> float:
    from entredon.pure.log.keys import SecretKey, verify

    key, message = SecretKey.generate(), os.urandom(500)
    signature, checked = key.sign(message), 0
    begun = time.perf_counter()
    while (taken := time.perf_counter() - begun) < 1:
        verify(key.public, message, signature)
        checked += 1
    return checked / taken
