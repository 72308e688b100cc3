"""A second, slow reading of a repository, written from the description and not from the program: a git per question."""

import re
from collections import defaultdict
from decimal import Decimal, getcontext
from pathlib import Path

from entredon.testing_git import git

getcontext().prec = 60
TRAILERS = {
    "reviewed-by": "review", "acked-by": "review", "tested-by": "test", "reported-by": "report", "helped-by": "help",
    "co-authored-by": "coauthor",
}  # fmt: skip


class Reference:
    """What a repository says, by versions: ``work`` {(version, address, kind): measures}, ``own`` and ``built_on``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.commits = git(path, "rev-list", "HEAD", "--tags").split()
        self.order = sorted(git(path, "tag").split(), key=lambda tag: (self._tag_time(tag), tag))
        self.version = {commit: self._version(commit) for commit in self.commits}
        self.work: dict[tuple[str, str, str], dict[str, int]] = {}
        self.days: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        self.own: dict[str, int] = defaultdict(int)
        self.deleted: dict[str, int] = defaultdict(int)
        self.bots: dict[str, int] = defaultdict(int)
        for commit in self.commits:
            self._commit(commit)
        for key, days in self.days.items():
            self.work[key]["days"] = len(days)
        self.built_on = self._built_on()

    def _tag_time(self, tag: str) -> int:
        if git(self.path, "cat-file", "-t", f"refs/tags/{tag}") == "tag":
            return int(re.search(r"^tagger .* (\d+) [+-]\d+$", git(self.path, "cat-file", "tag", tag), re.M)[1])
        return int(git(self.path, "log", "-1", "--format=%ct", tag))

    def _version(self, commit: str) -> str:
        containing = set(git(self.path, "tag", "--contains", commit).split())
        return next((tag for tag in self.order if tag in containing), "unreleased")

    def _show(self, commit: str, form: str) -> str:
        return git(self.path, "show", "--no-patch", f"--format={form}", commit)

    def _commit(self, commit: str) -> None:
        version = self.version[commit]
        author, committer = self._show(commit, "%aE").lower(), self._show(commit, "%cE").lower()
        merge = " " in self._show(commit, "%P")
        given, authors = set(), [] if "[bot]" in author else [author]
        if "[bot]" in author:
            self.bots[author] += 1
        named = [(TRAILERS[key], address) for key, address in self._trailers(commit) if key in TRAILERS]
        writers = {author, *(address for kind, address in named if kind == "coauthor")}
        for kind, address in named:
            if kind == "coauthor":
                authors += [address] if address not in [*authors, author] and "[bot]" not in address else []
            elif address not in writers:
                given.add((kind, address))
        given |= {("integration", author)} if merge else set()
        given |= {("integration", committer)} if committer != author else set()
        day = int(self._show(commit, "%at")) // 86400
        for kind, address in given:
            if "[bot]" not in address:
                self._add((version, address, kind), day)
        if authors and not merge:
            for kind, (added, deleted) in self._lines(commit).items():
                self._written(version, kind, added, deleted, authors, day)

    def _add(self, key: tuple[str, str, str], day: int, **lines: int) -> None:
        sums = self.work.setdefault(key, defaultdict(int))
        self.days[key].add(day)
        for name, amount in {"commits": 1, **lines}.items():
            sums[name] += amount

    def _written(self, version: str, kind: str, added: int, deleted: int, authors: list[str], day: int) -> None:
        self.own[version] += added
        self.deleted[version] += deleted
        exact = (Decimal(1 + added).ln() / Decimal(2).ln()) * 2**20
        log_lines = min(int(exact + Decimal("1e-30")), 10 * 2**20)
        for place, address in enumerate(authors):
            shares = {}
            for name, amount in (("added", added), ("deleted", deleted), ("log_lines", log_lines)):
                each = amount // len(authors)
                shares[name] = amount - each * (len(authors) - 1) if place == 0 else each
            self._add((version, address, kind), day, **shares)

    def _trailers(self, commit: str) -> list[tuple[str, str]]:
        found = []
        for line in self._show(commit, "%B").split("\n\n")[-1].splitlines():
            if match := re.match(r"([A-Za-z-]+): (.*<.*>)$", line):
                mapped = git(self.path, "check-mailmap", match[2])
                found.append((match[1].lower(), re.search(r"<(.*)>", mapped)[1].lower()))
        return found

    def _lines(self, commit: str) -> dict[str, tuple[int, int]]:
        sums: dict[str, tuple[int, int]] = {}
        for line in git(self.path, "show", "--numstat", "-M", "--format=", commit).splitlines():
            added, deleted, name = line.split("\t")
            kind = "translation" if "locale/" in name else "documentation" if "docs/" in name else "code"
            before = sums.get(kind, (0, 0))
            sums[kind] = before if added == "-" else (before[0] + int(added), before[1] + int(deleted))
        return sums

    def _built_on(self) -> dict[str, dict[str, int]]:
        lines, result = {}, {}
        for version in [*self.order, "unreleased"]:
            mine = [commit for commit in self.commits if self.version[commit] == version]
            parents = {p for commit in mine for p in self._show(commit, "%P").split()}
            earlier = {self.version[p] for p in parents} - {version}
            if not mine:
                earlier = {
                    self.version[
                        git(self.path, "rev-parse", f"{'HEAD' if version == 'unreleased' else version}^{{commit}}")
                    ]
                }
            ordered = sorted(earlier, key=[*self.order, "unreleased"].index)
            before = [lines[name] for name in ordered]
            total = max(0, max(before, default=0) - self.deleted[version])
            shares = [Decimal(total) * each / sum(before) if total else Decimal(0) for each in before]
            weights = [int(share) for share in shares]
            for n in sorted(range(len(shares)), key=lambda n: (weights[n] - shares[n], n))[: total - sum(weights)]:
                weights[n] += 1
            if not mine:
                weights = [max(1, weight) for weight in weights]
            result[version] = dict(zip(ordered, weights, strict=True))
            lines[version] = self.own[version] + sum(weights)
        return result
