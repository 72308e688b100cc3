"""Who decides what here? The charter in force and former ones; four to begin with; adopting the first, proposing another."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_safe

from entredon.apps.commons import queries as commons
from entredon.apps.decide import charter_told, trying
from entredon.apps.decide import queries_charter as queries
from entredon.apps.decide.entries import Chartered, Effect, Moved
from entredon.apps.decide.forms_charter import CharterForm, ProposalForm
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


class Deed:
    """Putting a charter together, looking at it, and saying it: adopting the first one, or proposing another."""

    def __init__(self, request: HttpRequest, slug: str) -> None:
        self.request, self.slug = request, slug
        self.about = _context(request, slug)
        self.begin = request.GET.get("from", "")[:64] or (NOW if self.about["now"] else FIRST)
        self.form = CharterForm(begins(slug, self.begin))
        self.saying = ProposalForm()
        self.look: Look | None = None
        self.trouble = ""

    def done(self) -> HttpResponse | None:
        """What the button asked for; None where the page is shown again."""
        if self.request.POST.get("do") != "say":
            self.form = CharterForm(self.form.begins, self.request.POST)
            if self.form.is_valid() and self.form.chosen is not None:
                self.look = Look(self.form.chosen)
            return None
        self._may()
        try:
            self.look = Look(reading.loads(self.request.POST.get("charter", "")))
            return self._adopt() if self.about["now"] is None else self._propose()
        except (reading.BadCharter, Refused) as trouble:
            self.trouble = tell(trouble)
            return None

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
        fact = Moved(effect=effect, base=trying.base(self.slug, effect))
        texts = {name: self.saying.cleaned_data[name].strip() for name in ("title", "text")}
        said = say_once(self.request, self.slug, fact, texts)
        return redirect(f"{_decision(self.slug, said)}?said={said}")

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        more: dict[str, Any] = {"form": self.form, "begin": self.begin, "saying": self.saying, "trouble": self.trouble}
        if self.look is not None:
            more |= {
                "look": self.look, "whole": queries.whole(self.look.charter), "changes": queries.changes(self.slug, self.look.charter),
                "contributors": queries.contributors(self.look.charter),
            }  # fmt: skip
        return self.about | more


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
