"""What goes, what stays, when? Shown whole before anything is done, then done by one act."""

import logging
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.library import queries as library
from entredon.apps.people import erasing, erasing_texts, exporting, queries, whose
from entredon.apps.people.models import Account, Persona
from entredon.apps.people.once_more import once_more
from entredon.desk import saying
from entredon.desk.telling import tell
from entredon.log import personal
from entredon.log.asked import NotFound
from entredon.log.models import SideText
from entredon.log.personal import Who
from entredon.log.registry import Refused

log = logging.getLogger(__name__)
TEXTS = SideText._meta.label.lower()


class Sure(forms.Form):
    """One act, which nobody does by accident."""

    typed = forms.CharField(
        label=gettext_lazy("Your address, or what your account is called"),
        max_length=320,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    pages_too = forms.BooleanField(
        label=gettext_lazy("Erase also what I wrote in pages of knowledge"),
        required=False,
        help_text=gettext_lazy("What others wrote on stays theirs, also where lines of yours stand in it."),
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_typed(self) -> str:
        typed = self.cleaned_data["typed"].strip()
        own = {self.account.email.casefold(), self.account.name.strip().casefold()} - {""}
        if typed.casefold() not in own:
            raise forms.ValidationError(
                _("That is neither your address nor your name. Nothing was erased; type it as it stands above.")
            )
        return str(typed)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once_more
def erase(request: HttpRequest) -> HttpResponse:
    """What goes, what stays, when?"""
    mine: Account = request.user  # type: ignore[assignment]
    form = Sure(mine, request.POST or None)
    trouble = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _erased(request, mine, given_too=form.cleaned_data["pages_too"])
        except Refused as refusal:
            trouble = tell(refusal)
    return render(request, "people/erase_all.html", {**_shown(request, mine), "form": form, "trouble": trouble})


def _erased(request: HttpRequest, mine: Account, *, given_too: bool) -> HttpResponse:
    """Erase, sign out, and say so. Raises Refused."""
    email = mine.email
    done = erasing.erase([mine], given_too=given_too)
    logout(request)
    _write_to(email)
    return redirect(reverse("people_erased") + ("" if done.clean else "?soon"))


def _write_to(email: str) -> None:
    """A last letter, straight to the mail server: in the queue or in a file it would be held about her again."""
    if not settings.ENTREDON_MAIL:
        return
    text = _(
        "Your account is erased, with all that was held about you. This is the last letter; we no longer know your address."
    )
    message = EmailMessage(_("Your account is erased"), f"{text}\n", settings.DEFAULT_FROM_EMAIL, [email])
    try:
        message.send()
    except Exception:  # whatever a mail server can do wrong: it is done all the same
        log.warning("a last letter could not be sent")


def _shown(request: HttpRequest, mine: Account) -> dict[str, Any]:
    who = whose.of([mine])
    given = SideText.objects.filter(personal.side_texts_of(who) & personal.is_given()).count()
    parts = [(subject, subject.newest(1).count) for subject in exporting.subjects(who)]
    parts = [(part, count - given if part.name == TEXTS else count) for part, count in parts]
    return {
        "mine": mine,
        "given": given,
        "goes": [{"title": part.title, "count": count} for part, count in parts if part.private and count],
        "stays": [{"title": part.title, "count": count} for part, count in parts if not part.private and count],
        "law": personal.kept_by_law(who),
        "years": settings.ENTREDON_BOOKS_YEARS,
        "hand_over": [_called(slug) for slug in erasing.must_hand_over([mine])],
        "numbers": _numbers(mine),
        "on_device": _on_device(request, mine),
        "repositories": [_called(slug) for slug in sorted(who.people) if _named_by_git(slug, who)],
        "mail": bool(settings.ENTREDON_MAIL),
    }


def _called(slug: str) -> dict[str, str]:
    try:
        return {"slug": slug, "name": commons.commons(slug).name}
    except NotFound:
        return {"slug": slug, "name": slug}


def _numbers(mine: Account) -> list[dict[str, str]]:
    """What she is called in each commons afterwards."""
    rows = Persona.objects.filter(account=mine).order_by("commons")
    return [{**_called(row.commons), "number": queries.nameless(row.person), "person": row.person} for row in rows]


def _on_device(request: HttpRequest, mine: Account) -> list[dict[str, Any]]:
    """Where she holds her key herself: what she signs there, so that the record says it too and copies elsewhere follow."""
    found = []
    for row in Persona.objects.filter(account=mine).order_by("commons"):
        if erasing_texts.key_of(row) is None:
            texts = erasing_texts.texts_of(row.commons, [row.person], given_too=False)[row.person]
            pages = set(erasing_texts.texts_of(row.commons, [row.person])[row.person]) - set(texts)
            facts = list(erasing_texts.facts(erasing_texts.Known(row.commons), row.person, texts))
            more = list(erasing_texts.erased(sorted(pages)))
            if facts or more:
                lines = saying.commands(request, row.commons, [(fact, {}) for fact in facts])
                pages_too = saying.commands(request, row.commons, [(fact, {}) for fact in more])
                found.append({**_called(row.commons), "commands": lines, "pages_too": pages_too})
    return found


def _named_by_git(slug: str, who: Who) -> bool:
    """Whether she has claimed numbers of an imported repository, whose own history is kept here as a copy."""
    return any(person.startswith("p:") for person in who.mine(slug)) and library.has_copy(slug)
