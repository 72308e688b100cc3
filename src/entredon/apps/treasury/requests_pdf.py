"""A payment request on paper."""

from django.utils.translation import gettext as _

from entredon.apps.commons.queries import CommonsShown
from entredon.apps.treasury.models import Bearer
from entredon.apps.treasury.pay_in import Payment
from entredon.apps.treasury.queries_requests import RequestShown
from entredon.apps.treasury.record_journal import THE
from entredon.desk.pdf import Sheet
from entredon.desk.telling import shown, speaks
from entredon.pure.formats import Day, Money


def paper(commons: CommonsShown, asked: RequestShown, payment: Payment | None, *, payer: bool) -> bytes:
    """The request as a PDF: the same bytes as long as nothing about it changes. ``payer`` says whether to name who is asked."""
    bearer = Bearer.objects.filter(commons=commons.slug, id=THE).first()
    whose = bearer.name if bearer is not None else commons.name
    foot = f"{commons.name} · {whose}" if whose != commons.name else whose
    sheet = Sheet(_("Payment request"), day=asked.at[:10], language=speaks(), foot=foot)
    sheet.large(shown(Money(asked.left if asked.open else asked.minor, asked.currency)))
    if said := _state(asked):
        sheet.text(said)
    sheet.pairs([(label, value) for label, value in _what(commons, asked, bearer, payer=payer) if value])
    if asked.open:
        _how(sheet, payment)
    sheet.line()
    sheet.text(
        _("What comes in for this request stands in the public record of %(commons)s, where anybody can look it up.")
        % {"commons": commons.name},
        quiet=True,
    )
    return sheet.data()


def _state(asked: RequestShown) -> str:
    """What to know before anything is paid; "" while it is all still to be paid."""
    if asked.state == "part":
        values = {"paid": shown(Money(asked.paid, asked.currency)), "whole": shown(Money(asked.minor, asked.currency))}
        return _("Still to be paid: %(paid)s of %(whole)s is there.") % values
    if asked.state == "withdrawn":
        return _("This request was taken back: nothing needs to be paid any more.")
    return "" if asked.open else _("This request is paid. Thank you.")


def _what(
    commons: CommonsShown, asked: RequestShown, bearer: Bearer | None, *, payer: bool
) -> list[tuple[str, str]]:  # fmt: skip
    name = bearer.name if bearer is not None else commons.name
    more = [bearer.form, bearer.number] if bearer is not None else []
    from_whom = ", ".join([name, *(part for part in more if part and part not in name)])
    return [
        (_("For whom"), asked.payer if payer else ""),
        (_("From"), from_whom),
        (_("What for"), asked.note),
        (_("For"), asked.label or commons.name),
        (_("Asked on"), shown(Day(asked.at[:10]))),
        (_("Please pay by"), shown(Day(asked.due)) if asked.due else ""),
    ]


def _how(sheet: Sheet, payment: Payment | None) -> None:
    sheet.heading(_("How to pay"))
    if payment is None:
        sheet.text(_("The account isn’t known here. Ask whoever sent you this."))
        return
    rows = [
        (_("Account holder"), payment.place.holder),
        (_("Account (IBAN)"), payment.place.shown),
        (_("Bank (BIC)"), payment.place.bic),
        (_("Reference"), payment.rf.shown),
        (_("In Belgium"), payment.ogm.shown if payment.ogm else ""),
    ]
    sheet.pairs([(label, value) for label, value in rows if value])
    if payment.no_code is None:
        with sheet.together(60):
            sheet.text(_("Or let your banking app read this code:"))
            sheet.code(payment.text)
    else:
        sheet.text(payment.why_no_code, quiet=True)
