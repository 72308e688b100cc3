"""The kinds of work git can tell: three by the path of a file, five by what people wrote under a commit.

Files that are generated, come from elsewhere or are binary stand *aside*: a commit that touches them counts as a commit,
but their lines don't.
"""

CODE, DOCUMENTATION, TRANSLATION = "code", "documentation", "translation"
WRITTEN = (CODE, DOCUMENTATION, TRANSLATION)
"""Kinds of lines, known by the path."""

REVIEW, TEST, REPORT, HELP, INTEGRATION = "review", "test", "report", "help", "integration"
GIVEN = (REVIEW, TEST, REPORT, HELP, INTEGRATION)
"""Kinds known by trailers, by merging, or by bringing in somebody else's commit."""

COAUTHOR = "coauthor"
"""Not a kind: says that somebody shares in whatever kinds the commit is of."""

_TRANSLATIONS = (b".po", b".pot", b".xlf", b".xliff")
_TRANSLATION_FOLDERS = frozenset({b"locale", b"locales", b"translations"})
_TEXTS = (
    b".md", b".markdown", b".rst", b".adoc", b".asciidoc", b".tex", b".texi", b".textile", b".org", b".1", b".5", b".7", b".8",
)  # fmt: skip
_TEXT_FOLDERS = frozenset({b"doc", b"docs", b"documentation"})
_TEXT_NAMES = frozenset(
    {b"readme", b"changelog", b"changes", b"news", b"authors", b"contributing", b"install", b"history", b"readme.txt"}
)
_GENERATED_NAMES = frozenset(
    {
        b"package-lock.json", b"npm-shrinkwrap.json", b"yarn.lock", b"pnpm-lock.yaml", b"bun.lock", b"cargo.lock",
        b"poetry.lock", b"uv.lock", b"pdm.lock", b"pipfile.lock", b"gemfile.lock", b"composer.lock", b"go.sum", b"flake.lock",
        b"mix.lock", b"pubspec.lock", b"packages.lock.json", b"gradlew", b"gradlew.bat",
    }
)  # fmt: skip
_GENERATED = (b".min.js", b".min.css", b".map", b".pb.go", b".pb.cc", b".pb.h", b"_pb2.py", b"_pb2_grpc.py", b".snap")
_GENERATED_FOLDERS = frozenset({b"node_modules", b"bower_components", b"vendor", b"third_party", b"__generated__"})


def of_path(path: bytes) -> tuple[str, bool]:
    """The kind of a file, and whether it stands aside. The path is as git gives it: any bytes, ``/`` between folders."""
    *folders, name = path.lower().split(b"/")
    inside = frozenset(folders)
    aside = name in _GENERATED_NAMES or name.endswith(_GENERATED) or not inside.isdisjoint(_GENERATED_FOLDERS)
    if name.endswith(_TRANSLATIONS) or not inside.isdisjoint(_TRANSLATION_FOLDERS):
        return TRANSLATION, aside
    if name.endswith(_TEXTS) or name in _TEXT_NAMES or not inside.isdisjoint(_TEXT_FOLDERS):
        return DOCUMENTATION, aside
    return CODE, aside
