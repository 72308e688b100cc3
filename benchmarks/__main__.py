"""Runs one benchmark in this process and writes its results as JSON: ``python -m benchmarks NAME FILE [--all]``."""

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path


def main(name: str, file: str, *rest: str) -> None:
    module = importlib.import_module(f"benchmarks.{name}")
    results = module.run(all="--all" in rest)
    Path(file).write_text(json.dumps([asdict(result) for result in results]), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
