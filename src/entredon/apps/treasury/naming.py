"""What people call the accounts of the books: by who or what they are for, never by a path."""

from functools import cached_property

from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.treasury.models import Account, Bearer

KINDS = {
    "sale": lambda: _("sales"),
    "service": lambda: _("services"),
    "grant": lambda: _("grants"),
    "gift": lambda: _("gifts"),
    "membership": lambda: _("memberships"),
    "give-back": lambda: _("given back by partners"),
    "told": lambda: _("told by stewards"),
    "elsewhere": lambda: _("paid by other means"),
    "shared-out": lambda: _("shared out"),
    "from-fund": lambda: _("paid from the common fund"),
    "from-association": lambda: _("paid by the legal body itself"),
    "cash-difference": lambda: _("differences found when counting cash"),
    "rent": lambda: _("rent"),
    "hosting": lambda: _("hosting"),
    "bank": lambda: _("bank costs"),
    "material": lambda: _("material"),
    "travel": lambda: _("travel"),
    "insurance": lambda: _("insurance"),
    "refund": lambda: _("payments given back"),
}
"""Kinds of income and cost that we have words for; a commons may use others, which are called as they are."""


def kind(name: str) -> str:
    """A kind of income or cost in words."""
    return KINDS[name]() if name in KINDS else name.replace("-", " ")


class AccountNames:
    """The names of accounts to whoever may see them: members' accounts bear their names only for those who ``may``."""

    def __init__(self, slug: str, *, inside: bool) -> None:
        self._slug = slug
        self._inside = inside

    @cached_property
    def people(self) -> dict[str, str]:
        """Names of people by how a path writes them."""
        return {id.replace(":", "-"): name for id, name in people.names(self._slug, self._inside).items()}

    @cached_property
    def association(self) -> str:
        """The bearer by its own name."""
        name = Bearer.objects.filter(commons=self._slug).values_list("name", flat=True).first()
        shown = commons.commons(self._slug)
        return name or shown.association or shown.bearer or _("Upkeep")

    def name(self, path: str) -> str:
        """What an account is called."""
        top, *parts, _currency = path.split(":")
        rest = parts[-1] if parts else ""
        if top in ("income", "expenses") and parts[:1] == ["commons"]:
            return self._result(top, rest)
        words = {
            "assets:bank": _("Bank account: %(name)s"),
            "assets:cash": _("Cash: %(name)s"),
            "assets:carried": _("Held for us by whom our statements come from: %(name)s"),
            "assets:in-transit": _("Paid to: %(name)s"),
            "assets:receivable": _("Told, and not seen at the bank yet"),
            "liabilities:in-transit": _("On its way to people"),
            "liabilities:suspense": _("Waits for somebody to say where it belongs"),
            "liabilities:members": "%(name)s",
            "liabilities:payables": _("To be paid to: %(name)s"),
            "liabilities:upstream": _("Passed on to a project this builds upon"),
            "liabilities:held": _("Held back, as nobody is known yet"),
            "liabilities:taxes": _("Tax: %(name)s"),
            "liabilities:carried": _("For %(name)s"),
            "liabilities:pledges": _("Pledged: %(name)s"),
            "liabilities:orders": _("Held for the order %(name)s") if len(parts) > 1 else _("Held for orders"),
            "equity:funds": _("Common fund"),
            "equity:budgets": _("Set aside for a need: %(name)s"),
            "equity:association": self.association,
            "equity:exchange": _("Exchanged for other currencies"),
            "equity:opening": _("There before the books began"),
            "equity:result": _("Result of closed years"),
            "expenses:fees": _("Costs: %(name)s"),
        }
        said = words.get(f"{top}:{parts[0]}" if parts else top, path)
        return said.replace("%(name)s", self._of(parts[0] if parts else "", rest))

    def _of(self, what: str, rest: str) -> str:
        if what == "members":
            return self.people.get(rest) or people.nameless(rest.replace("-", ":", 1))
        if what == "payables":
            return people.nameless(rest.replace("-", ":", 1)) if rest.startswith("x-") else kind(rest)
        if what in ("orders", "budgets"):
            return rest[:10]
        return rest.replace("-", " ") if what not in ("bank", "cash") else rest

    def _result(self, top: str, name: str) -> str:
        which = kind(name)
        return _("Income: %(kind)s") % {"kind": which} if top == "income" else _("Costs: %(kind)s") % {"kind": which}


def person_of(path: str) -> str:
    """Whose an account of a member is, "" for any other."""
    top, *parts = path.split(":")
    if top == "liabilities" and parts[:1] == ["members"] and len(parts) == 3:
        return parts[1].replace("-", ":", 1)
    return ""


def known(slug: str) -> list[str]:
    """The paths of all accounts on which something was posted."""
    return list(Account.objects.filter(commons=slug, postings__gt=0).order_by("id").values_list("id", flat=True))
