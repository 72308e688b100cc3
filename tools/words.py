"""The catalogues of translations: what is to be said, what is said already, and whether it fits.

python tools/words.py --gather               what the program says goes into the catalogues; what it says no more goes out
python tools/words.py --todo nl [--into DIR] what isn't translated yet, as JSON in chunks for a translator
python tools/words.py --fill nl FILE…        takes translations from JSON: {"text": "translation"} or {"text": ["one", "many"]}
python tools/words.py --check                every text is translated, with the same blanks, tags and line ends
python tools/words.py --compile              makes the .mo files that gettext reads
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import catalogues, words_found  # noqa: E402

LOCALE = words_found.PACKAGE / "locale"
LANGUAGES = {"nl": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}
CHUNK = 120
"""So many texts make a file for a translator."""
SPLIT = "\4"
"""Stands between context and text in the keys of translators' files."""
BLANK = re.compile(r"%\(\w+\)[sd]|\{\w+(?::,)?\}|%%")
TAG = re.compile(r"</?[a-z][^>]*>")


def catalogue(language: str) -> Path:
    """Where the translations into a language are kept."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> polib.POFile:
    """A catalogue; a new one when there is none."""
    path = catalogue(language)
    if path.exists():
        return polib.pofile(str(path), encoding="utf-8", wrapwidth=110)
    fresh = polib.POFile(encoding="utf-8", wrapwidth=110)
    fresh.metadata = {
        "Project-Id-Version": "entredon",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    return fresh


def save(language: str, catalog: polib.POFile) -> None:
    """Write a catalogue, unless it says the same already."""
    path = catalogue(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = str(catalog) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def gather(language: str) -> polib.POFile:
    """The catalogue as it should be: all texts of the program, with the translations that are known."""
    known = {(e.msgctxt, e.msgid): e for e in read(language)}
    fresh = read(language)
    fresh.clear()
    for text in sorted(words_found.texts(), key=lambda t: (t.where[0], t.id)):
        old = known.get(text.key)
        entry = polib.POEntry(msgid=text.id, msgctxt=text.context, occurrences=[(w, "") for w in text.where])
        if text.plural is not None:
            entry.msgid_plural = text.plural
            entry.msgstr_plural = {n: (old.msgstr_plural.get(n, "") if old else "") for n in (0, 1)}
        elif old is not None:
            entry.msgstr = old.msgstr
        if "%(" in text.id:
            entry.flags.append("python-format")
        fresh.append(entry)
    return fresh


def is_said(entry: polib.POEntry) -> bool:
    """Whether there is a translation, for all numbers."""
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def todo(language: str) -> list[dict[str, Any]]:
    """What isn't translated yet."""
    found = []
    for entry in gather(language):
        if not is_said(entry):
            one = {"id": entry.msgid, "where": entry.occurrences[0][0]}
            one |= {"plural": entry.msgid_plural} if entry.msgid_plural else {}
            found.append(one | ({"ctx": entry.msgctxt} if entry.msgctxt else {}))
    return found


def fill(language: str, told: dict[str, Any]) -> tuple[int, list[str]]:
    """Take translations into a catalogue; what doesn't fit is left out and named. Returns how many are new."""
    catalog = gather(language)
    by_key = {(e.msgctxt or "") + (SPLIT if e.msgctxt else "") + e.msgid: e for e in catalog}
    by_key |= {_braced(key): entry for key, entry in by_key.items() if _braced(key) not in by_key}
    new, wrong = 0, []
    for key, said in told.items():
        entry = by_key.get(key)
        if entry is None and (entry := by_key.get(_braced(key))):
            said = [_braced(s) for s in said] if isinstance(said, list) else _braced(said)
        if entry is None:
            continue
        before = (entry.msgstr, dict(entry.msgstr_plural or {}))
        if entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate(said if isinstance(said, list) else [said, said]))
        else:
            entry.msgstr = said[0] if isinstance(said, list) else said
        if faults := list(troubles_of(entry)):
            wrong += faults
            entry.msgstr, entry.msgstr_plural = before
        elif before != (entry.msgstr, dict(entry.msgstr_plural or {})):
            new += 1
    save(language, catalog)
    return new, wrong


def _braced(text: str) -> str:
    """A text with %(blanks)s as one with {blanks}."""
    return re.sub(r"%\((\w+)\)[sd]", r"{\1}", text)


def troubles() -> Iterator[str]:
    """What isn't right in the catalogues, a line each."""
    for language in LANGUAGES:
        catalog = read(language)
        stored = {(e.msgctxt, e.msgid, e.msgid_plural) for e in catalog if not e.obsolete}
        wanted = {(e.msgctxt, e.msgid, e.msgid_plural) for e in gather(language)}
        yield from (f"{language}: not gathered: {id!r}" for _c, id, _p in sorted(wanted - stored, key=str))
        yield from (f"{language}: said no more: {id!r}" for _c, id, _p in sorted(stored - wanted, key=str))
        for entry in catalog:
            if entry.fuzzy:
                yield f"{language}: only guessed: {entry.msgid!r}"
            if not is_said(entry):
                yield f"{language}: not translated ({entry.occurrences[0][0]}): {entry.msgid!r}"
            else:
                yield from (f"{language}: {trouble}" for trouble in troubles_of(entry))


def troubles_of(entry: polib.POEntry) -> Iterator[str]:
    """What in a translation doesn't fit its text."""
    sources = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
    said = [entry.msgstr_plural.get(n, "") for n in (0, 1)] if entry.msgid_plural else [entry.msgstr]
    for text in said:
        if not text:
            continue
        if not isinstance(text, str):
            yield f"not a text: {entry.msgid!r}"
            continue
        if _blanks(text) not in [_blanks(source) for source in sources]:
            yield f"other blanks: {entry.msgid!r} → {text!r}"
        if _tags(text) not in [_tags(source) for source in sources]:
            yield f"other tags: {entry.msgid!r} → {text!r}"
        if _ends(text) != _ends(entry.msgid):
            yield f"other line ends or spaces around it: {entry.msgid!r} → {text!r}"


def _blanks(text: str) -> Counter[str]:
    return Counter(set(BLANK.findall(text)))


def _tags(text: str) -> Counter[str]:
    return Counter(TAG.findall(text))


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--gather", action="store_true")
    what.add_argument("--todo", choices=LANGUAGES)
    what.add_argument("--fill", choices=LANGUAGES)
    what.add_argument("--check", action="store_true")
    what.add_argument("--compile", action="store_true")
    parser.add_argument("--into", type=Path, help="a folder for --todo")
    parser.add_argument("files", nargs="*", type=Path)
    asked = parser.parse_args(arguments)
    if asked.gather:
        for language in LANGUAGES:
            save(language, gather(language))
    elif asked.todo:
        _chunks(asked.todo, asked.into)
    elif asked.fill:
        for file in asked.files:
            new, wrong = fill(asked.fill, json.loads(file.read_text(encoding="utf-8")))
            print(f"{file.name}: {new} new", *wrong, sep="\n  ")
    elif asked.check:
        found = list(troubles())
        print(*found, sep="\n")
        return 1 if found else 0
    catalogues.make(LOCALE)
    return 0


def _chunks(language: str, folder: Path | None) -> None:
    found = todo(language)
    if folder is None:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(0, len(found), CHUNK):
        text = json.dumps(found[number : number + CHUNK], ensure_ascii=False, indent=1)
        (folder / f"todo-{language}-{number // CHUNK + 1:02}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
