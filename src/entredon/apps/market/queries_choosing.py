"""What a decision about partners chooses from, and what is agreed with those it is about."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entredon.apps.market.models import Agreement, Partner
from entredon.apps.market.queries_found import names
from entredon.apps.market.record import PROPOSED
from entredon.log.models import SideText

MOST = 200
"""So many are offered to choose from, the newest first."""


@dataclass(frozen=True, slots=True)
class AgreementShown:
    """An agreement as a decision shows it: with whom, what is given back, for which creations (none: all), and its other terms."""

    id: str
    partner: str
    name: str
    gives: tuple[dict[str, Any], ...]
    creations: tuple[str, ...]
    name_use: str
    liable: str
    notice_days: int
    state: str
    note: str
    replaces: str
    """The agreement it would take the place of, "" where it is the first."""


def who_may_join(slug: str) -> list[tuple[str, str]]:
    """Agreements that were proposed and wait, each with the name of who proposed it."""
    rows = Agreement.objects.filter(commons=slug, state=PROPOSED).order_by("-position")[:MOST]
    held = dict(
        Partner.objects.filter(commons=slug, id__in=[row.partner for row in rows]).values_list("id", "agreement")
    )
    named = names(slug)
    return [
        (row.id, _("%(name)s, by another agreement") % {"name": partner_named(slug, row.partner, named)})
        if held.get(row.partner)
        else (row.id, partner_named(slug, row.partner, named))
        for row in rows
    ]


def who_may_be_ended(slug: str) -> list[tuple[str, str]]:
    """Partners whose agreement is in force and of which nobody has said that it ends."""
    rows = Partner.objects.filter(commons=slug, ended="").exclude(agreement="").order_by("-position")[:MOST]
    named = names(slug)
    return [(row.id, partner_named(slug, row.id, named)) for row in rows]


def partner_named(slug: str, id: str, named: dict[str, str] | None = None) -> str:
    """What a partner is called; a number where its name was erased."""
    return (names(slug) if named is None else named).get(id) or _("partner %(id)s") % {"id": id[:10]}


def agreement_named(slug: str, id: str) -> AgreementShown | None:
    """An agreement by its id, or the one in force of the partner with that id; None where there is none."""
    row = Agreement.objects.filter(commons=slug, id=id).first()
    partner = Partner.objects.filter(commons=slug, id=row.partner if row else id).first()
    if row is None and partner is not None:
        row = Agreement.objects.filter(commons=slug, id=partner.agreement or id).first()
    if row is None or partner is None:
        return None
    note = SideText.objects.filter(commons=slug, entry=row.texts.get("note", ""), name="note").first()
    return AgreementShown(
        row.id, partner.id, partner_named(slug, partner.id), tuple(row.gives), tuple(row.creations), row.name_use,
        row.liable, row.notice_days, row.state, str(note.text) if note is not None else "",
        partner.agreement if partner.agreement != row.id else "",
    )  # fmt: skip
