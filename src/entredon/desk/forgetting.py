"""How what people wrote leaves the desk: rows, letters that lie as files, letters still in the queue."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from django.db.models.lookups import In

from entredon.desk import letters as post
from entredon.desk import mailbox
from entredon.desk.models import Job, Message, Report
from entredon.log import held
from entredon.log.personal import Who

SHORTEST = 3
"""Characters of a text that letters to others are searched for: shorter ones would be found everywhere."""
GONE = "[…]"
"""Stands in letters to others where her words stood."""
_WORD = re.compile(r"\w+")


def from_whom(who: Who) -> Q:
    """Rows that an account or an address of hers has written, however she wrote the address."""
    addresses = sorted({address.lower() for address in who.addresses})
    return Q(account__in=list(who.accounts)) | Q(In(Lower(F("address")), addresses))


def marked(rows: QuerySet[Any], wrote: Q) -> QuerySet[Any]:
    """Rows that somebody wrote, or only answered: ``row.hers`` says whether she wrote it. What others wrote to her as a steward
    is theirs, and so is where they can be reached."""
    hers = Case(When(wrote, then=Value(True)), default=Value(False), output_field=BooleanField())
    found: QuerySet[Any] = rows.annotate(hers=hers)
    return found


def hers(row: Any, who: Who, wrote: Iterable[str], **answered: Iterable[str]) -> Iterator[str]:
    """What she typed in a row that two people may have written in: ``answered`` names what belongs to which office."""
    if row.account in who.accounts or row.address.lower() in who.addresses:
        yield from (getattr(row, name) for name in wrote)
    for office, names in answered.items():
        if getattr(row, office) in who.mine(row.commons):
            yield from (getattr(row, name) for name in names)


def messages(who: Who) -> None:
    """What she wrote goes; what she answered as a steward stays answered, without her words."""
    Message.objects.filter(from_whom(who)).delete()
    Message.objects.filter(who.anywhere("answered_by")).update(answer="", answered_by="")


def reports(who: Who) -> None:
    """What she reported goes; what she answered to others stays answered, without her words."""
    Report.objects.filter(from_whom(who)).delete()
    Report.objects.filter(who.anywhere("answered_by")).update(answer="", answered_by="")
    Report.objects.filter(who.anywhere("closed_by")).update(outcome="", closed_by="")


class Words:
    """The texts of somebody, looked for in letters to others: found as a whole, wherever they stand."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[int, str]]] = {}
        lines = {line.strip() for text in texts for line in text.splitlines()}
        for line in sorted((line for line in lines if len(line) >= SHORTEST), key=len, reverse=True):
            first = _WORD.search(line)
            if first is not None:
                self._by_word.setdefault(first.group().casefold(), []).append((first.start(), line))

    def taken_out(self, text: str) -> str:
        """A text without hers."""
        done, end = [], 0
        for start, stop in self._places(text):
            if start >= end:
                done += [text[end:start], GONE]
                end = stop
        return "".join([*done, text[end:]])

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        for word in _WORD.finditer(text):
            for before, line in self._by_word.get(word.group().casefold(), ()):
                start = word.start() - before
                stop = start + len(line)
                if (
                    start >= 0
                    and text[start:stop].casefold() == line.casefold()
                    and not text[stop : stop + 1].isalnum()
                ):
                    yield start, stop
                    break


def letters(who: Who, texts: frozenset[str]) -> None:
    """Letters to her that lie as files are deleted; out of those to others her words are taken."""
    words = Words({*texts, *who.addresses})
    for path in sorted(mailbox.folder().glob("*.txt")):
        try:
            letter = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        if _reader(letter) & who.addresses:
            path.unlink(missing_ok=True)
        elif (left := words.taken_out(letter)) != letter:
            draft = path.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(left, encoding="utf-8")
            draft.replace(path)


def _reader(letter: str) -> set[str]:
    head = letter.partition("\n\n")[0]
    to = next((line[3:] for line in head.splitlines() if line.startswith("To:")), "")
    return {address.strip().lower() for address in to.split(",")}


def queued(who: Who, *, all_tasks: Iterable[Any] | None = None) -> list[Any]:
    """The rows of the task queue that are about her: letters to her, work she asked for."""
    jobs = set(Job.objects.filter(account__in=list(who.accounts)).values_list("id", flat=True))
    return [row.pk for row in (_tasks() if all_tasks is None else all_tasks) if _is_about(row, who, jobs)]


def _tasks() -> Iterable[Any]:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.only("id", "task_path", "args_kwargs").iterator()


def _is_about(row: Any, who: Who, jobs: set[str]) -> bool:
    letter = _letter(row)
    if letter is not None:
        return str(letter["to"]).strip().lower() in who.addresses
    return bool(jobs & {argument for argument in row.args_kwargs.get("args", []) if isinstance(argument, str)})


def _letter(row: Any) -> dict[str, str] | None:
    """The letter in a row of the queue; None when it holds none, or one that can't be opened any more."""
    sealed = row.args_kwargs.get("kwargs", {}).get("sealed") if row.task_path == post.carry.module_path else None
    if not isinstance(sealed, str):
        return None
    try:
        letter: dict[str, str] = json.loads(held.unseal(base64.b64decode(sealed)))
    except held.Unreadable:
        return None
    return letter


def queued_words(texts: Iterable[str]) -> None:
    """Take her words out of letters to others that are still in the queue, or that it remembers having sent."""
    from django_tasks_db.models import DBTaskResult

    words = Words(texts)
    for row in _tasks():
        letter = _letter(row)
        if letter is None:
            continue
        left = {**letter, "subject": words.taken_out(letter["subject"]), "text": words.taken_out(letter["text"])}
        if left != letter:
            sealed = base64.b64encode(held.seal(json.dumps(left).encode())).decode()
            given = {**row.args_kwargs, "kwargs": {**row.args_kwargs["kwargs"], "sealed": sealed}}
            DBTaskResult.objects.filter(pk=row.pk).update(args_kwargs=given)
