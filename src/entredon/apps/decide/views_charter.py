"""Who decides what here? The charter in force and former ones; four to begin with; adopting the first, proposing another."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from entredon.apps.commons import queries as commons
from entredon.apps.decide import anew, charter_fields, charter_told, trying
from entredon.apps.decide import queries_charter as queries
from entredon.apps.decide.entries import Chartered, Effect, Moved
from entredon.apps.decide.forms_charter import CharterForm, ProposalForm, keys_of, one_more
from entredon.apps.decide.queries_charter import CharterShown
from entredon.apps.people import queries as people
from entredon.apps.value.queries import Eyes
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live, page
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of
from entredon.pure.choice import reading
from entredon.pure.choice.charter import LEVERS, Charter
from entredon.pure.choice.templates import TEMPLATES

NOW = "now"
"""What names the charter in force where one begins to write another."""
FIRST = "vote"
"""The charter one begins with where none is named."""


def _context(request: HttpRequest, slug: str, **more: Any) -> dict[str, Any]:
    return {
        "commons": commons.commons(slug), "tab": "decide", "eyes": Eyes(request, slug), "now": queries.in_force(slug), **more,
    }  # fmt: skip


@require_safe
@page
def charter(request: HttpRequest, slug: str) -> HttpResponse:
    """Who decides what here? The charter on one page; without one, who does then, and the next step."""
    about = _context(request, slug)
    now: CharterShown | None = about["now"]
    eyes = about["eyes"]
    if now is None:
        rows = [_without(lever) for lever in LEVERS]
        stewards = [(id, eyes.name(id)) for id in people.stewards(slug)]
        return render(request, "decide/charter_none.html", about | {"rows": rows, "stewards": stewards})
    former = [(one, eyes.name(one.person)) for one in queries.charters(slug)[1:]]
    shown = {"whole": queries.whole(now.charter), "former": former, "contributors": queries.contributors(now.charter)}
    return render(request, "decide/charter.html", about | shown | {"who": eyes.name(now.person)})


def _without(lever: str) -> dict[str, str]:
    name, note = charter_told.lever_name(lever), charter_told.lever_note(lever)
    return {"lever": lever, "name": name, "note": note, "who": charter_told.without(lever)}


@require_safe
@page
def former(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What did this charter say? One that was in force, by its id."""
    shown = queries.charter(slug, asked)
    about = _context(request, slug, shown=shown, whole=queries.whole(shown.charter))
    about |= {"contributors": queries.contributors(shown.charter), "who": about["eyes"].name(shown.person)}
    return render(request, "decide/charter_former.html", about)


@require_safe
@page
def templates(request: HttpRequest, slug: str) -> HttpResponse:
    """Which charter suits us? Four to begin with, side by side."""
    wholes = [queries.whole(one) for one in TEMPLATES.values()]
    rows = [(charter_told.lever_name(lever), [one.levers[n] for one in wholes]) for n, lever in enumerate(LEVERS)]
    return render(request, "decide/charter_templates.html", _context(request, slug, wholes=wholes, rows=rows))


@live
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What shall the charter say? Its numbers are set, what it says is read, and then it is adopted or proposed."""
    deed = Deed(request, slug)
    if request.method == "POST":
        answer = deed.done()
        if answer is not None:
            return answer
    return render(request, "decide/charter_new.html", deed.context())


@dataclass
class Look:
    """A charter that was put together, as it is looked at before it is said."""

    charter: Charter

    @property
    def written(self) -> str:
        """As a hidden field carries it on."""
        return self.charter.dumps().decode()


_NOBODY_THERE = {
    "who": gettext_lazy("None of these are here now, so nobody could vote: tick others too."),
    "opens": gettext_lazy("None of these are here now, so nobody could open one: tick others too."),
    "member_days": gettext_lazy("Nobody has been here for so long yet, so nobody could vote: write fewer days."),
}
"""What stands beside a field that would lock everybody out."""


class Deed:
    """Putting a charter together, looking at it, and saying it: adopting the first one, or proposing another."""

    def __init__(self, request: HttpRequest, slug: str) -> None:
        self.request, self.slug = request, slug
        self.about = _context(request, slug)
        self.before = anew.before(slug, request.GET.get("replaces", "")[:64])
        self.begin = request.GET.get("from", "")[:64] or (NOW if self.about["now"] else FIRST)
        self.form = CharterForm(self._begins())
        self.saying = ProposalForm(initial=anew.begin_with(self.before) if self.before else {})
        self.look: Look | None = None
        self.trouble = ""

    def _begins(self) -> Charter:
        """What the form begins with: the charter that is asked for anew, or the one that the address names."""
        asked = anew.charter(self.before) if self.before is not None else None
        if asked is not None and "from" not in self.request.GET:
            return reading.read(asked)
        return begins(self.slug, self.begin)

    def done(self) -> HttpResponse | None:
        """What the button asked for; None where the page is shown again."""
        if self.request.POST.get("do") != "say":
            self._looked()
            return None
        self._may()
        try:
            self.look = Look(reading.loads(self.request.POST.get("charter", "")))
            self.form = CharterForm(self.look.charter)
            return self._adopt() if self.about["now"] is None else self._propose()
        except (reading.BadCharter, Refused) as trouble:
            self.trouble = tell(trouble)
            return None

    def _looked(self) -> None:
        """A way was added or removed, or all of it is to be read."""
        sent, begun = self.request.POST, self.form.begins
        keys, gone = keys_of(sent, begun), sent.get("drop", "")
        if sent.get("do") == "add":
            self.form = CharterForm(begun, keys=one_more(keys), loose=sent)
            return
        if gone in keys and len(keys) > 1:
            self.form = CharterForm(begun, keys=[key for key in keys if key != gone], loose=sent)
            return
        self.form = CharterForm(begun, sent)
        if not self.form.is_valid() or self.form.chosen is None:
            return
        locked = trying.locked_out(self.slug, self.form.chosen)
        if locked is None:
            self.look = Look(self.form.chosen)
        else:
            self.form.refuse(*locked, str(_NOBODY_THERE[locked[1]]))

    def _may(self) -> None:
        viewer = viewer_of(self.request)
        if not (viewer.steward if self.about["now"] is None else viewer.member)(self.slug):
            raise PermissionDenied

    def _adopt(self) -> HttpResponse:
        assert self.look is not None
        said = say_once(self.request, self.slug, Chartered(charter=self.look.charter.data()), {})
        return redirect(f"{reverse('decide:charter', args=[self.slug])}?said={said}")

    def _propose(self) -> HttpResponse | None:
        assert self.look is not None
        self.saying = ProposalForm(self.request.POST)
        if not self.saying.is_valid():
            return None
        effect = Effect(lever=charter_told.CHARTER, charter=self.look.charter.data())
        replaces = self.before.id if self.before is not None else ""
        fact = Moved(effect=effect, base=trying.base(self.slug, effect), replaces=replaces)
        texts = {name: self.saying.cleaned_data[name].strip() for name in ("title", "text")}
        said = say_once(self.request, self.slug, fact, texts)
        return redirect(f"{_decision(self.slug, said)}?said={said}")

    def _query(self) -> str:
        """The question of an address that leads here again, with the same beginning."""
        asked = {"from": self.request.GET.get("from", "")[:64], "replaces": self.before.id if self.before else ""}
        return urlencode({name: value for name, value in asked.items() if value})

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        more: dict[str, Any] = {
            "form": self.form, "ways": charter_fields.ways(self.form), "levers": charter_fields.levers(self.form),
            "mosts": charter_fields.mosts(self.form), "begin": self.begin, "begins": begins_with(self.about["now"]),
            "saying": self.saying, "trouble": self.trouble, "replaced": self.before, "query": self._query(),
            "more_wrong": self.form.is_bound and any(self.form[name].errors for name in charter_fields.rest(self.form)),
        }  # fmt: skip
        if self.look is not None:
            more |= {
                "look": self.look, "whole": queries.whole(self.look.charter), "changes": queries.changes(self.slug, self.look.charter),
                "contributors": queries.contributors(self.look.charter),
            }  # fmt: skip
        return self.about | more


def begins_with(now: CharterShown | None) -> list[tuple[str, str]]:
    """The charters that one can begin with, as the address names them, and what they are called."""
    known = [(name, charter_told.charter_name(name)) for name in TEMPLATES]
    return [(NOW, _("The one in force")), *known] if now is not None else known


def begins(slug: str, asked: str) -> Charter:
    """The charter one begins with: one of the four, the one in force, or a former one. Raises NotFound."""
    if asked in TEMPLATES:
        return TEMPLATES[asked]
    if asked == NOW:
        now = queries.in_force(slug)
        if now is None:
            raise NotFound("There is no charter here yet: begin with one of the four.")
        return now.charter
    return queries.charter(slug, asked).charter


def _decision(slug: str, id: str) -> str:
    """The page of a decision."""
    try:
        return reverse("decide:decision", args=[slug, short(id)])
    except NoReverseMatch:
        return reverse("decide:charter", args=[slug])
