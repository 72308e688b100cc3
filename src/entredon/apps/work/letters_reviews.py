"""A letter to who told a contribution when its peers have accepted it, ask for more, or have declined it."""

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.people import queries
from entredon.apps.work.models import Contribution
from entredon.apps.work.record_contributing import ACCEPTED, DECLINED
from entredon.apps.work.record_reviews import MORE
from entredon.desk import letters
from entredon.log.told import short
from entredon.pure.told import Told

SUBJECTS = {
    ACCEPTED: Told("Your contribution to {commons} is accepted"),
    MORE: Told("Somebody asks for more about your contribution to {commons}"),
    DECLINED: Told("Your contribution to {commons} was declined"),
}


def reviewed(request: HttpRequest | None, slug: str, flow: str, verdict: str, by: str, reason: str = "") -> None:
    """After a review: tell its author what it came to, where it came to something. What is told to nobody is no loss."""
    row = Contribution.objects.filter(commons=slug, id=flow).first()
    if row is None:
        return
    what = MORE if verdict == MORE else row.state
    to = queries.address_of(slug, queries.claims(slug).get(row.person, row.person)) if what in SUBJECTS else ""
    if not to:
        return
    name = commons.commons(slug).name
    context = {
        "what": what,
        "commons": name,
        "kind": next((flows.kind_of_work(event.kind) for event in flows.work_named(slug, [flow])), ""),
        "by": queries.names(slug, True).get(by, "") or queries.nameless(by),
        "reason": reason,
        "link": letters.address(request, reverse("work:contribution", args=[slug, short(flow)])),
    }
    subject = SUBJECTS[what]
    with transaction.atomic():
        letters.post(to, Told(subject.sentence, commons=name), "work/letters/reviewed.txt", context)
