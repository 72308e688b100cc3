"""What this app holds about people: nothing private; and what books must keep of an income that somebody told."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from entredon.apps.treasury.models import Income
from entredon.desk.telling import shown
from entredon.log import personal
from entredon.log.personal import Kept, Who
from entredon.pure.formats import Day, Money


@personal.by_law
def books(who: Who) -> Iterator[Kept]:
    """Incomes she told of: who says that money came in stands in the books beside it."""
    for row in Income.objects.filter(who.anywhere()).order_by("commons", "position"):
        amount = shown(Money(row.minor, row.currency))
        what = gettext("An income you told of on %(day)s: %(amount)s") % {
            "day": shown(Day(row.at[:10])),
            "amount": amount,
        }
        leads = reverse("value:income", args=[row.commons, row.id])
        yield Kept(row.commons, what, personal.books_law(), personal.books_end(row.at), leads)
