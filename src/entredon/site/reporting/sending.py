"""What happens when somebody reports something: it is kept and acknowledged, those who must answer get a letter, and so does
who reported, at every step. An appeal goes to somebody else than who answered, and what is about somebody's own page to somebody else than
her."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _lazy

from entredon.apps.commons import queries as commons
from entredon.apps.people import accounts, queries
from entredon.apps.people.models import Account
from entredon.desk import letters, reports
from entredon.desk.models import Report
from entredon.log import pages
from entredon.log.viewer import viewer_of
from entredon.pure.told import Told
from entredon.site.reporting.forms import WHY
from entredon.site.reporting.subjects import Subject, whom
from entredon.site.reporting.subjects import find as find_subject

OPEN, ANSWERED, APPEALED, CLOSED = reports.OPEN, "answered", reports.APPEALED, "closed"
OPERATOR = "operator"
"""Stands for whoever runs this place, where no person of a commons answered."""


def digest(token: str) -> str:
    """What is kept of a token: who reads the table can't open what others reported."""
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> Report | None:
    """A report by the token that only who reported has."""
    return Report.objects.filter(token=digest(token)).first()


def waiting(slug: str) -> list[Report]:
    """What waits for an answer, the oldest first."""
    return list(reports.waiting(slug))


def for_whoever_runs_this() -> list[Report]:
    """What no steward can answer: reports about pages of the whole place, and what the only steward has to leave to others."""
    found = Report.objects.filter(state__in=(OPEN, APPEALED)).order_by("id")
    return [one for one in found if not one.commons or not somebody_else(one)]


def in_words(why: str) -> Any:
    """A reason as people read it, in the language of whoever reads it."""
    return dict(WHY).get(why, why)


def where(report: Report) -> Any:
    """What belongs to which commons, in words, in the language of whoever reads it."""
    return commons.commons(report.commons).name if report.commons else _lazy("this place")


def report(request: HttpRequest, subject: Subject, why: str, text: str, address: str) -> str:
    """Keep a report, acknowledge it and tell those who answer. Returns the token that opens its page."""
    token = secrets.token_urlsafe(18)
    with transaction.atomic():
        made = Report.objects.create(
            token=digest(token), commons=subject.slug, about=subject.path, why=why, text=text, address=address,
            account=viewer_of(request).id, language=translation.get_language() or "",
        )  # fmt: skip
        _to_reporter(request, made, Told("We have your report"), "acknowledged", token)
        _to_those_who_answer(request, made, Told("Something was reported: {where}", where=where(made)), "reported")
    if subject.slug:
        pages.changed(subject.slug)
    return token


def answer(request: HttpRequest | None, report: Report, *, kept: bool, text: str, by: str) -> bool:
    """Answer a report that is open. False when somebody was quicker: then that answer stays."""
    said = {"state": ANSWERED, "kept": kept, "answer": text, "answered": timezone.now(), "answered_by": by}
    subject = Told("An answer to your report")
    return _went_on(report, OPEN, said, lambda: _to_reporter(request, report, subject, "report_answered"))


def appeal(request: HttpRequest, report: Report, text: str) -> bool:
    """Who reported says that the answer isn't right; once."""
    said = {"state": APPEALED, "appeal": text, "appealed": timezone.now()}
    subject = Told("An appeal: {where}", where=where(report))
    return _went_on(report, ANSWERED, said, lambda: _to_those_who_answer(request, report, subject, "appealed"))


def close(request: HttpRequest | None, report: Report, *, kept: bool, text: str, by: str) -> bool:
    """Answer an appeal; this is the last word here."""
    said = {"state": CLOSED, "kept": kept, "outcome": text, "closed": timezone.now(), "closed_by": by}
    subject = Told("An answer to your appeal")
    return _went_on(report, APPEALED, said, lambda: _to_reporter(request, report, subject, "report_answered"))


def _went_on(report: Report, before: str, said: dict[str, Any], tell: Callable[[], None]) -> bool:
    """Take a report one step on, unless somebody was quicker, and tell of it in the same transaction."""
    with transaction.atomic():
        changed = Report.objects.filter(pk=report.pk, state=before).update(**said)
        report.refresh_from_db()
        if changed:
            tell()
    if report.commons:
        pages.changed(report.commons)
    return bool(changed)


def concerned(report: Report) -> set[str]:
    """Who may not answer: whose own page it is about, and who answered what there is an appeal against."""
    return {whom(find_subject(report.about)), report.answered_by if report.state == APPEALED else ""} - {""}


def may_answer(report: Report, person: str) -> bool:
    """Whether what waits is a steward's to answer."""
    return report.state in (OPEN, APPEALED) and person not in concerned(report)


def somebody_else(report: Report) -> bool:
    """Whether there is a steward who may answer; else it is for whoever runs this place."""
    return not set(queries.stewards(report.commons)) <= concerned(report)


def _to_reporter(
    request: HttpRequest | None, report: Report, subject: str | Told, letter: str, token: str = ""
) -> None:
    account = Account.objects.filter(pk=report.account, is_active=True).first() if report.account else None
    to = account.email if account else report.address
    if not to:
        return
    link = ""
    if token and request is not None:
        link = letters.address(request, reverse("report_mine", args=[token]))
    # Who has no account is written to in the language she reported in, whoever answers in which.
    with translation.override(report.language or translation.get_language()):
        context = {"report": report, "where": where(report), "why": in_words(report.why), "link": link}
        letters.post(to, subject, f"site/letters/{letter}.txt", context)


def _to_those_who_answer(request: HttpRequest, report: Report, subject: Told, letter: str) -> None:
    context: dict[str, Any] = {"report": report, "where": where(report), "why": in_words(report.why)}
    to = []
    if report.commons:
        context["link"] = letters.address(request, reverse("report_one", args=[report.commons, report.pk]))
        without = concerned(report)
        others = [steward for steward in queries.stewards(report.commons) if steward not in without]
        found = [accounts.account_of(report.commons, steward) for steward in others]
        to = [account.email for account in found if account is not None and account.is_active]
    if not to and "@" in settings.ENTREDON_CONTACT:
        to = [settings.ENTREDON_CONTACT]
        context["link"] = ""
    for address in to:
        letters.post(address, subject, f"site/letters/{letter}.txt", context)
