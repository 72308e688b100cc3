"""What buyers and sellers type: what somebody asks for, a quote, a note, a reason, when it was paid."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.market import naming, splitting, typing_in
from entredon.apps.market.entries_orders import Quoted
from entredon.apps.market.models import Asking
from entredon.apps.market.queries_offers import OfferShown, others
from entredon.desk.offering import offer
from entredon.log import clock
from entredon.log.told import short

LONGEST = 3_000


def words(label: Any, *, rows: int = 3, **rest: Any) -> forms.CharField:
    """A field for a few sentences."""
    rest.setdefault("required", False)
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea({"rows": rows}), **rest)


class AskForm(forms.Form):
    """Somebody asks for an offer. A member may say by her number in the record that it is she."""

    quantity = typing_in.count_field(gettext_lazy("How many?"), initial="1")
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Say how the seller may call you.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy("Your own link to what you asked for goes there, and each answer."),
        error_messages={
            "required": gettext_lazy("Without an address nobody can answer you."),
            "invalid": gettext_lazy("This doesn’t look like an e-mail address, such as ada@example.org."),
        },
    )
    address = forms.CharField(
        label=gettext_lazy("Where are you?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2, "autocomplete": "street-address"}),
        help_text=gettext_lazy("A town is enough for now. Where it is to be delivered can wait until you order."),
    )
    message = words(
        gettext_lazy("What should the seller know?"),
        rows=4,
        help_text=gettext_lazy("Questions, wishes, by when you need it."),
    )
    signed = forms.BooleanField(
        label=gettext_lazy("I sign it myself as a member: my number stands in the public record as the buyer"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Otherwise the record doesn’t tell who bought, and the seller says there what you say to her."
        ),
    )

    def __init__(
        self, one: OfferShown, data: Any = None, *, member: bool, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.one = one
        if one.unit != "piece":
            self.fields["quantity"].help_text = naming.called(naming.UNITS, one.unit)
        if not member:
            del self.fields["signed"]

    def clean_quantity(self) -> int:
        most = self.one.stock if self.one.stock > 0 else typing_in.MOST_ASKED
        try:
            return typing_in.whole(self.cleaned_data["quantity"], 1, most, 1)
        except forms.ValidationError:
            typed = self.cleaned_data["quantity"].strip()
            if self.one.stock > 0 and typed.isascii() and typed.isdigit() and int(typed) > self.one.stock:
                raise forms.ValidationError(_("Only %(n)s are there now.") % {"n": self.one.stock}) from None
            raise


class QuoteForm(forms.Form):
    """At which price somebody can have it."""

    quantity = typing_in.count_field(gettext_lazy("How many"))
    price = typing_in.money_field(
        gettext_lazy("For how much, all of it"), help_text=gettext_lazy("As the buyer pays it, with VAT.")
    )
    margin = typing_in.money_field(gettext_lazy("What is left of it to you"))
    until = typing_in.day_field(gettext_lazy("The quote holds until"))
    pay = forms.ChoiceField(label=gettext_lazy("Who is paid?"), widget=forms.RadioSelect)
    withdraw_days = typing_in.count_field(gettext_lazy("Days in which the buyer can withdraw, from delivery on"))
    note = words(
        gettext_lazy("What belongs to it"),
        help_text=gettext_lazy(
            "When it comes, how, what is in it. It stands beside the public record, so name nobody."
        ),
    )

    def __init__(
        self, slug: str, one: OfferShown, asking: Asking, bearer: str, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial or beforehand(one, asking.quantity))
        self.one, self.asking = one, asking
        with_bearer = [("bearer", bearer)] if bearer or one.pay == "bearer" else []
        ways = [("partner", _("you, on your own account")), *with_bearer]
        offer(self, "pay", [way for way in ways if not one.joint or way[0] == one.pay])
        if not splitting.asks_margin(slug, one.partner):
            del self.fields["margin"]

    def clean_quantity(self) -> int:
        return typing_in.whole(self.cleaned_data["quantity"], 1, typing_in.MOST_ASKED, self.asking.quantity)

    def clean_withdraw_days(self) -> int:
        return typing_in.whole(self.cleaned_data["withdraw_days"], self.one.withdraw_days, 365, self.one.withdraw_days)

    def clean_price(self) -> int:
        return typing_in.price(self.cleaned_data["price"], self.one.currency)

    def clean_margin(self) -> int:
        return typing_in.amount(self.cleaned_data["margin"], self.one.currency)

    def clean_until(self) -> str:
        return typing_in.day(self.cleaned_data["until"]) or typing_in.in_days(14)

    def fact(self, replaces: str) -> tuple[Quoted, dict[str, str]]:
        """What would be said."""
        said = self.cleaned_data
        texts = {"note": said["note"].strip()} if said["note"].strip() else {}
        return Quoted(
            offer=self.one.id, quantity=said["quantity"], minor=said["price"], margin=said.get("margin", 0),
            currency=self.one.currency, until=said["until"], pay=said["pay"], withdraw_days=said["withdraw_days"],
            buyer=self.asking.person, replaces=replaces,
        ), texts  # fmt: skip


def beforehand(one: OfferShown, quantity: int) -> dict[str, str]:
    """What stands in a quote already: the offer's own numbers, and two weeks."""
    return {
        "quantity": str(quantity),
        "price": typing_in.written(one.minor * quantity, one.currency),
        "margin": typing_in.written(one.margin * quantity, one.currency),
        "until": min(filter(None, (typing_in.in_days(14), one.until))),
        "pay": one.pay,
        "withdraw_days": str(one.withdraw_days),
    }


class NoteForm(forms.Form):
    """What seller and buyer write to one another."""

    text = words(
        gettext_lazy("Your message"), required=True, error_messages={"required": gettext_lazy("Write something first.")}
    )


class ReasonForm(forms.Form):
    """Why an order is undone, or what is wrong with it."""

    reason = words(
        gettext_lazy("Why"),
        help_text=gettext_lazy("You can leave it empty. It stands beside the public record: name nobody."),
    )

    def __init__(self, data: Any = None, *, guest: bool = False) -> None:
        super().__init__(data)
        if guest:
            self.fields["reason"].help_text = _(
                "You can leave it empty. The seller and the stewards read it; it isn’t recorded."
            )


class ComplaintForm(forms.Form):
    """What is wrong with what was delivered."""

    reason = words(
        gettext_lazy("What is wrong?"),
        required=True,
        help_text=gettext_lazy("It stands beside the public record: name nobody."),
        error_messages={"required": gettext_lazy("Say what is wrong, so that the seller can put it right.")},
    )

    def __init__(self, data: Any = None, *, guest: bool = False) -> None:
        super().__init__(data)
        if guest:
            self.fields["reason"].help_text = _("The seller and the stewards read it; it isn’t recorded.")


class PaidForm(forms.Form):
    """On which day the seller was paid."""

    day = typing_in.day_field(gettext_lazy("Paid on"))

    def clean_day(self) -> str:
        text = self.cleaned_data["day"].strip() or clock.stamp()[:10]
        try:
            found = date.fromisoformat(text)
        except ValueError:
            raise forms.ValidationError(_("Write the day as 2026-11-30: year, month, day.")) from None
        if found > clock.now().date():
            raise forms.ValidationError(_("This day is still to come."))
        return found.isoformat()


class PassForm(forms.Form):
    """To which partner an order is handed over."""

    partner = forms.ChoiceField(label=gettext_lazy("To whom?"))

    def __init__(self, slug: str, mine: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.known = {short(id): id for id, _name in others(slug, mine)}
        offer(self, "partner", [(short(id), name) for id, name in others(slug, mine)])
