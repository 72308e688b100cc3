"""The tabs of a commons. A tab appears when its app is there and has something to show."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entredon.apps.decide import queries as decide
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.market import queries as market
from entredon.apps.social import queries as social
from entredon.apps.treasury import queries_out as treasury
from entredon.log.pages import remembered


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: the word in its address, where it leads, what it is called, and whether it has something. Members see some before
    anything is there: they begin it."""

    word: str
    address: str
    name: Callable[[], str]
    has_something: Callable[[str], bool]
    for_members: bool = False


def always(slug: str) -> bool:
    """Home is always there."""
    return True


def has_money(slug: str) -> bool:
    """Whether there is work to share for, or a legal body that bears money."""
    return flows.has_work(slug) or treasury.bearer(slug) is not None


TABS = (
    Tab("home", "commons:home", lambda: _("Home"), always),
    Tab("library", "library:home", lambda: _("What we make"), library.has_creations),
    Tab("work", "work:home", lambda: _("Lend a hand"), library.has_creations),
    Tab("social", "social:home", lambda: _("Talk"), social.has_talk, for_members=True),
    Tab("market", "market:home", lambda: _("Buy or make"), market.has_something, for_members=True),
    Tab("value", "value:home", lambda: _("Money"), has_money),
    Tab("decide", "decide:home", lambda: _("Decide"), decide.has_something, for_members=True),
)


@remembered
def filled(slug: str) -> frozenset[str]:
    """The words of the tabs behind which there is something."""
    return frozenset(tab.word for tab in TABS if tab.has_something(slug))
