"""What is typed about banks' files: which are brought in, what the columns of a table mean, and saved rules."""

from typing import Any

import msgspec
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.library import queries as library
from entredon.apps.treasury import typed
from entredon.apps.treasury.bringing import MOST_BYTES, MOST_FILES, Given
from entredon.apps.treasury.forms_common import COST, INCOME, amount_in, currency_choices, money_field, word_of
from entredon.apps.treasury.models import Habit
from entredon.desk.offering import offer
from entredon.pure.money import banking
from entredon.pure.money.banking import BadIban
from entredon.pure.money.statements.statement import account_id
from entredon.pure.money.statements.table import FIELDS, Mapping
from entredon.pure.tables import values

SAYS = {
    "date": gettext_lazy("the day it was booked"),
    "value_date": gettext_lazy("the day from which it counts"),
    "amount": gettext_lazy("the amount, with its sign"),
    "debit": gettext_lazy("what went out"),
    "credit": gettext_lazy("what came in"),
    "sign": gettext_lazy("whether it came in or went out"),
    "balance": gettext_lazy("what stands there after it"),
    "currency": gettext_lazy("the currency"),
    "own": gettext_lazy("our account"),
    "servicer": gettext_lazy("the bank’s number of it"),
    "end_to_end": gettext_lazy("the payer’s number of it"),
    "name": gettext_lazy("who paid or was paid"),
    "other": gettext_lazy("their account"),
    "structured": gettext_lazy("a reference"),
    "text": gettext_lazy("what was written with it"),
    "code": gettext_lazy("which kind of payment it is"),
}
"""What a column of a table can say."""
WAYS = {
    values.DAY_FIRST: gettext_lazy("day, month, year: 5/11/2026"),
    values.MONTH_FIRST: gettext_lazy("month, day, year: 11/5/2026"),
    values.ISO: gettext_lazy("year, month, day: 2026-11-05"),
    values.EXCEL: gettext_lazy("as numbers, as spreadsheets keep them"),
}


def chosen(files: "MultiValueDict[str, UploadedFile[Any]]") -> tuple[list[Given], str]:
    """The files of a form, or why they can't be taken."""
    found = files.getlist("file")
    if not found:
        return [], _("Choose a file first: your bank gives one as CAMT.053, CODA or CSV.")
    if len(found) > MOST_FILES:
        return [], _("At most %(most)s files at once.") % {"most": MOST_FILES}
    if sum(one.size or 0 for one in found) > 4 * MOST_BYTES:
        return [], _("Together these files are larger than %(most)s MB: bring them in a few at a time.") % {
            "most": 4 * MOST_BYTES >> 20
        }
    # One byte more than is taken says that it is too large, without all of it in memory.
    return [Given(one.name or _("a file"), one.read(MOST_BYTES + 1)) for one in found], ""


class ColumnsForm(forms.Form):
    """What the columns of a table mean."""

    days = forms.ChoiceField(label=gettext_lazy("Days are written as"), choices=list(WAYS.items()))
    decimal = forms.ChoiceField(
        label=gettext_lazy("Before the cents stands"), choices=[(",", gettext_lazy("a comma")), (".", gettext_lazy("a point"))]
    )  # fmt: skip
    account = forms.ChoiceField(label=gettext_lazy("Which account is it?"))
    opening = money_field(
        gettext_lazy("What stood there before its first line"), required=False,
        help_text=gettext_lazy("Only where no column tells what stands there after each line."),
    )  # fmt: skip
    closing = money_field(gettext_lazy("What stands there after its last line"), required=False)

    def __init__(
        self, accounts: list[tuple[str, str, str]], columns: tuple[str, ...], proposed: Mapping, data: QueryDict | None = None
    ) -> None:  # fmt: skip
        said = {name: getattr(proposed, name) for name in ("days", "decimal", "opening", "closing")}
        named = next((name for name, iban, _code in accounts if account_id(iban) == proposed.account), "")
        super().__init__(data, initial=said | ({"account": named} if named else {}))
        self.columns = columns
        self.accounts = {name: (iban, currency) for name, iban, currency in accounts}
        offer(
            self,
            "account",
            [(name, f"{name} · {banking.shown(iban)} · {currency}") for name, iban, currency in accounts],
        )
        choices = [("", _("nothing we need")), *SAYS.items()]
        means = {name: field for field, name in proposed.columns.items()}
        for n, column in enumerate(columns):
            self.fields[f"column-{n}"] = forms.ChoiceField(
                label=column, choices=choices, required=False, initial=means.get(column, "")
            )  # fmt: skip

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that ask what each column means."""
        return [self[f"column-{n}"] for n in range(len(self.columns))]

    def clean(self) -> dict[str, Any]:
        """Two columns never mean the same, and what every table must tell is told."""
        cleaned: dict[str, Any] = super().clean() or {}
        means: dict[str, str] = {}
        for n, column in enumerate(self.columns):
            field = cleaned.get(f"column-{n}", "")
            if field in means:
                self.add_error(f"column-{n}", _("Two columns can’t mean the same."))
            elif field in FIELDS:
                means[field] = column
        if "date" not in means:
            self.add_error(None, _("Say which column has the day it was booked."))
        if ("amount" in means) == ("debit" in means or "credit" in means):
            self.add_error(None, _("Say which column has the amount: either one with its sign, or two for in and out."))
        if "balance" not in means and not (cleaned.get("opening", "").strip() and cleaned.get("closing", "").strip()):
            self.add_error("opening", _("Say what stood there before and after, so that nothing can be missing."))
        cleaned["columns"] = means
        return cleaned

    def mapping(self) -> Mapping:
        """How the table is read."""
        said = self.cleaned_data
        iban, currency = self.accounts[said["account"]]
        told = "balance" in said["columns"]
        return Mapping(
            columns=said["columns"], days=said["days"], decimal=said["decimal"],
            account="" if "own" in said["columns"] else account_id(iban),
            currency="" if "currency" in said["columns"] else currency,
            opening="" if told else said["opening"].strip(), closing="" if told else said["closing"].strip(),
        )  # fmt: skip


class HabitForm(forms.Form):
    """A rule for lines that come again: of whom, with which words, how much, and where they belong."""

    name = forms.CharField(
        label=gettext_lazy("What is it?"), max_length=100,
        error_messages={"required": gettext_lazy("Give it a name, such as “Rent of the workshop”.")},
        help_text=gettext_lazy("Such as “Rent of the workshop”."),
    )  # fmt: skip
    way = forms.ChoiceField(
        label=gettext_lazy("Does it go out, or come in?"), initial="out", widget=forms.RadioSelect,
        choices=[("out", gettext_lazy("It goes out")), ("in", gettext_lazy("It comes in"))],
    )  # fmt: skip
    iban = forms.CharField(label=gettext_lazy("Their IBAN"), required=False, max_length=60)
    words = forms.CharField(
        label=gettext_lazy("Words in it"), required=False, max_length=200,
        help_text=gettext_lazy("In the name, or in what is written with it. Capitals don’t matter."),
    )  # fmt: skip
    least = money_field(gettext_lazy("At least"), required=False)
    most = money_field(gettext_lazy("At most"), required=False, help_text=gettext_lazy("A higher one waits for you."))
    currency = forms.ChoiceField(label=gettext_lazy("Currency of these"), choices=currency_choices)
    where = forms.ChoiceField(label=gettext_lazy("Where does it belong?"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Of which kind?"),
        choices=[(gettext_lazy("Costs"), COST), (gettext_lazy("Income"), INCOME)],
    )  # fmt: skip

    def __init__(self, slug: str, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.slug = slug
        made = [(f"income:{one.id}", one.label) for one in reversed(library.versions(slug)) if one.released][:40]
        offer(self, "where", [
            ("cost:", _("a cost, paid from the common fund")),
            ("cost:association", _("a cost, paid by the legal body itself")),
            ("pot:", _("income for the commons as a whole")), ("own:", _("the legal body’s own money")),
            ("tax:", _("a tax")), *made,
        ])  # fmt: skip

    def clean_iban(self) -> str:
        typed_number: str = self.cleaned_data["iban"].strip()
        if not typed_number:
            return ""
        try:
            return banking.iban(typed_number)
        except BadIban as trouble:
            from entredon.desk.telling import tell

            raise forms.ValidationError(tell(trouble)) from None

    def clean(self) -> dict[str, Any]:
        """It is about something, and its direction fits where it belongs."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["iban"] and not cleaned["words"].strip():
            self.add_error("words", _("Say whose lines it is about: by their IBAN, by words, or both."))
        for bound in ("least", "most"):
            text = cleaned.get(bound, "").strip()
            try:
                cleaned[f"{bound}_minor"] = amount_in(text, cleaned.get("currency", "EUR")) if text else 0
            except forms.ValidationError as trouble:
                self.add_error(bound, trouble)
        to = cleaned.get("where", "").partition(":")[0]
        if cleaned.get("way") == "out" and to in ("income", "pot", "own"):
            self.add_error("where", _("What goes out is no income."))
        return cleaned

    def habit(self, person: str) -> Habit:
        """The rule, not saved yet."""
        said = self.cleaned_data
        to, _colon, ref = said["where"].partition(":")
        bound = said["least_minor"] or said["most_minor"]
        return Habit(
            commons=self.slug, name=said["name"].strip(), iban=said["iban"], words=said["words"].strip(),
            incoming=said["way"] == "in", least=said["least_minor"], most=said["most_minor"],
            currency=said["currency"] if bound else "", to=to, ref=ref, kind=word_of(said["kind"]), person=person,
        )  # fmt: skip


def of_line(iban: str, name: str, minor: int, currency: str, part: dict[str, Any]) -> dict[str, str]:
    """What a rule for lines like this one begins with."""
    highest = typed.written(abs(minor) + abs(minor) // 5, currency)
    return {
        "name": name, "iban": iban, "words": "" if iban else name, "way": "in" if minor > 0 else "out", "most": highest,
        "currency": currency, "where": f"{part.get('to', 'cost')}:{part.get('ref', '')}", "kind": str(part.get("kind", "")),
    }  # fmt: skip


def encoded(mapping: Mapping) -> str:
    """A way of reading tables, as it is kept."""
    return msgspec.json.encode(mapping).decode()
