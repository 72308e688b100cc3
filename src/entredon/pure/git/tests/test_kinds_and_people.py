"""What the path of a file, a trailer and an address tell."""

import pytest

from entredon.pure.git import identity, trailers
from entredon.pure.git.kinds import of_path


@pytest.mark.parametrize(
    ("path", "kind", "aside"),
    [
        (b"src/app.py", "code", False),
        (b"Makefile", "code", False),
        (b"README.md", "documentation", False),
        (b"README", "documentation", False),
        (b"Documentation/git.txt", "documentation", False),
        (b"docs/conf.py", "documentation", False),
        (b"paper/main.tex", "documentation", False),
        (b"po/nl.po", "translation", False),
        (b"docs/locale/nl/index.po", "translation", False),
        (b"app/locale/nl.json", "translation", False),
        (b"messages.xlf", "translation", False),
        (b"package-lock.json", "code", True),
        (b"web/app.min.js", "code", True),
        (b"vendor/lib/readme.md", "documentation", True),
        (b"locales.py", "code", False),
        ("brÿz/\udcff.c".encode("utf-8", "surrogateescape"), "code", False),
        (b"", "code", False),
    ],
)
def test_the_path_tells_the_kind(path, kind, aside):
    assert of_path(path) == (kind, aside)


def test_trailers_name_people_in_kinds():
    text = (
        b"Reviewed-by: Ann <ann@example.org>\n"
        b"REPORTED-AND-TESTED-BY: Bob B. <bob@example.org> # on a phone\n"
        b"Signed-off-by: Cy <cy@example.org>\n"
        b"Co-authored-by: Di <di@example.org>, Ed <ed@example.org>\n"
        b"Suggested-by: fay@example.org\n"
        b"Acked-by: somebody without an address\n"
        b"Reported-by: <https://example.org/issue/7>\n"
        b"no trailer at all\n"
    )
    assert [found for line in text.splitlines() for found in trailers.read(line)] == [
        ("review", b"Ann", b"ann@example.org"),
        ("report", b"Bob B.", b"bob@example.org"),
        ("test", b"Bob B.", b"bob@example.org"),
        ("coauthor", b"Di", b"di@example.org"),
        ("coauthor", b"Ed", b"ed@example.org"),
        ("help", b"", b"fay@example.org"),
    ]


def test_the_same_address_is_the_same_pseudonym_whatever_the_name_and_the_case():
    secret = b"s" * 32
    ann = identity.pseudonym(secret, "Ann", "ann@example.org")
    assert ann.startswith("p:")
    assert len(ann) == 34
    assert identity.pseudonym(secret, "A. Example", "Ann@Example.org") == ann
    assert identity.pseudonym(b"t" * 32, "Ann", "ann@example.org") != ann
    assert identity.pseudonym(secret, "Ann", "") != identity.pseudonym(secret, "Bob", "")


@pytest.mark.parametrize(
    ("name", "address", "bot"),
    [
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", True),
        ("GitHub", "noreply@github.com", True),
        ("syzbot", "syzbot+0123@syzkaller.appspotmail.com", True),
        ("Jan Bot", "jan.bot@example.org", False),
        ("Abbot", "abbot@example.org", False),
    ],
)
def test_programs_are_told_from_people(name, address, bot):
    assert identity.is_bot(name, address) is bot
    assert identity.pseudonym(b"s", name, address).startswith("b:" if bot else "p:")


def test_names_in_any_encoding_become_text():
    assert identity.text("Zoë".encode()) == "Zoë"
    assert identity.text("Zoë".encode("latin-1")) == "Zoë"
    assert identity.text(b"Bo\x00b\x1b[31m") == "Bo b [31m"
