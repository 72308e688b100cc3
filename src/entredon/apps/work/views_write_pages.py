"""Writing pages of knowledge: a new one, a revision, what two changed at once, another address, and taking one from the lists."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.work import coming_in, coming_in_pages
from entredon.apps.work import editing_pages as editing
from entredon.apps.work import links_pages as linked
from entredon.apps.work import queries_pages as pages
from entredon.apps.work.editing_pages import Settle, Typed
from entredon.apps.work.entries_pages import PageMoved, PageWithdrawn
from entredon.apps.work.forms_pages import LONGEST, MoveForm, NewPageForm, PageForm, WithdrawForm
from entredon.apps.work.queries_pages import PageShown
from entredon.apps.work.settling_pages import BOTH, THEIRS, settling, stays
from entredon.apps.work.views_pages import about_page, frame, names
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of

SAVE, PREVIEW, TOGETHER = "save", "preview", "together"
"""What the buttons of the form say."""


@live
def page_new(request: HttpRequest, slug: str) -> HttpResponse:
    """What should everybody know? A new page; visitors write first and come in after."""
    index = pages.index(slug)
    if request.method == "POST":
        form = NewPageForm(index, request.POST)
        if form.is_valid() and request.POST.get("act") != PREVIEW:
            try:
                return _begin(request, slug, form.typed())
            except Refused as refusal:
                form.add_error(None, tell(refusal))
    else:
        form = NewPageForm(index, initial=_asked(request, slug))
    about = str(form["about"].value() or "")
    context = {
        **frame(request, slug),
        "form": form,
        "about": about if about in index.places else "",
        "preview": _preview(request, slug, about, form) if request.POST.get("act") == PREVIEW else None,
    }
    return render(request, "work/pages_new.html", context)


def _asked(request: HttpRequest, slug: str) -> dict[str, str]:
    """What the address of the form asks for: a place, an address there, a title; what it doesn't know is left out."""
    try:
        about = pages.index(slug).place(request.GET.get("about", "")).about if request.GET.get("about") else ""
    except NotFound:
        about = ""
    title, address = request.GET.get("title", "")[:200], request.GET.get("address", "")[: pages.ADDRESS]
    return {"about": about, "title": title or address.replace("-", " ").capitalize(), "address": address}


def _begin(request: HttpRequest, slug: str, typed: Typed) -> HttpResponse:
    if not viewer_of(request).member(slug):
        return coming_in.first_come_in(request, coming_in_pages.WRITTEN, slug, msgspec.to_builtins(typed))
    return coming_in_pages.begun(request, slug, typed)


@live
def page_edit(request: HttpRequest, slug: str, where: str, address: str) -> HttpResponse:
    """What is to change on this page? What others save meanwhile is put together with it."""
    shown = pages.page(slug, where, address)
    if request.method != "POST":
        if shown.address != address:
            return redirect("work:page_edit", slug, where, shown.address)
        return _form(request, slug, shown, PageForm(initial=_as_it_reads(request, slug, shown)))
    form = PageForm(request.POST)
    if not form.is_valid() or request.POST.get("act") == PREVIEW:
        return _form(request, slug, shown, form, preview=request.POST.get("act") == PREVIEW)
    try:
        if request.POST.get("act") == TOGETHER:
            return _together(request, slug, shown, form.typed())
        return _save(request, slug, shown, form.typed())
    except Refused as refusal:
        form.add_error(None, tell(refusal))
        return _form(request, slug, shown, form)


def _as_it_reads(request: HttpRequest, slug: str, shown: PageShown) -> dict[str, str]:
    """The page as it reads now; or as an earlier revision had it, which is then brought back."""
    newest = pages.revision(slug, shown.id, shown.revisions)
    asked = request.GET.get("restore", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 10:
        earlier = pages.revision(slug, shown.id, int(asked))
        reads = pages.reading(slug, shown, earlier)
        if reads.number == earlier.number:
            reason = _("Back to revision %(number)s") % {"number": earlier.number}
            return {
                "title": reads.title, "text": reads.text, "parent": newest.id, "restores": earlier.id, "reason": reason,
            }  # fmt: skip
    reads = pages.reading(slug, shown, newest)
    return {"title": reads.title, "text": reads.text, "parent": newest.id}


def _form(
    request: HttpRequest, slug: str, shown: PageShown, form: PageForm, *, preview: bool = False, together: bool = False
) -> HttpResponse:
    restores = str(form["restores"].value() or "")
    earlier = pages.revision_named(slug, shown.id, restores) if restores else None
    context = {
        **frame(request, slug),
        **about_page(slug, pages.index(slug), shown),
        "form": form,
        "about": shown.about,
        "earlier": earlier,
        "together": together,
        "preview": _preview(request, slug, shown.about, form) if preview or earlier or together else None,
    }
    return render(request, "work/pages_edit.html", context)


def _save(request: HttpRequest, slug: str, shown: PageShown, typed: Typed) -> HttpResponse:
    if not viewer_of(request).member(slug):
        waits = {**msgspec.to_builtins(typed), "page": shown.id}
        return coming_in.first_come_in(request, coming_in_pages.REVISED, slug, waits)
    return coming_in_pages.revised(request, slug, shown.id, typed)


def _together(request: HttpRequest, slug: str, shown: PageShown, typed: Typed) -> HttpResponse:
    """She has said what stays where both changed the same: the text as it then is, to be read through and saved."""
    settle = editing.on_newest(slug, shown, typed)
    if isinstance(settle, Settle):
        if request.POST.get("newest") != settle.parent:
            return settling(request, slug, shown, settle)  # somebody saved once more: the places may be others now
        chosen = [stays(request.POST.get(f"stays-{n}", BOTH), one) for n, one in enumerate(settle.merged.conflicts)]
        title = typed.title
        if settle.titles:
            title = settle.titles[0] if request.POST.get("stays-title") == THEIRS else settle.titles[1]
        typed = replace(typed, title=title, text=settle.merged.text(chosen), parent=settle.parent, restores="")
    else:
        typed = settle
    form = PageForm(initial=msgspec.to_builtins(typed))
    return _form(request, slug, shown, form, together=True)


def _preview(request: HttpRequest, slug: str, about: str, form: PageForm) -> Any:
    """How what was typed would read."""
    text = editing.plain(str(form["text"].value() or ""))
    return linked.shown(slug, about, text[:LONGEST], names(request, slug))


@live
def page_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """How would this read? A piece of a page, asked for while somebody types."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    about = request.POST.get("about", "")
    text = editing.plain(request.POST.get("text", ""))[:LONGEST]
    context = {
        "preview": linked.shown(slug, about if about in pages.index(slug).places else "", text, names(request, slug))
    }
    return render(request, "work/pages_preview.html", context)


@signed_in_first
@live
def page_move(request: HttpRequest, slug: str, where: str, address: str) -> HttpResponse:
    """Where should this page stand? For members."""
    if not viewer_of(request).member(slug):
        raise PermissionDenied
    shown = pages.page(slug, where, address)
    form = MoveForm(request.POST if request.method == "POST" else None, initial={"address": shown.address})
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["address"].strip().lower()
        try:
            said = say(request, slug, PageMoved(page=shown.id, address=to))
            return redirect(f"{reverse('work:page', args=[slug, shown.where, to])}?said={said.id}")
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    context = {
        **frame(request, slug),
        **about_page(slug, pages.index(slug), shown),
        "form": form,
        "earlier": pages.earlier(slug, shown.id),
    }
    return render(request, "work/pages_move.html", context)


@signed_in_first
@live
def page_withdraw(request: HttpRequest, slug: str, where: str, address: str) -> HttpResponse:
    """Should this page leave the lists, or come back? For stewards."""
    if not viewer_of(request).steward(slug):
        raise PermissionDenied
    shown = pages.page(slug, where, address)
    form = WithdrawForm(request.POST if request.method == "POST" and not shown.withdrawn else None)
    trouble = ""
    if request.method == "POST" and (shown.withdrawn or form.is_valid()):
        texts: Mapping[str, str] = {} if shown.withdrawn else {"reason": form.cleaned_data["reason"]}
        # The button says which of the two she saw: who was slower doesn't undo what another did.
        wanted = request.POST.get("withdrawn", "yes") == "yes"
        try:
            said = say(request, slug, PageWithdrawn(page=shown.id, withdrawn=wanted), texts)
            return redirect(f"{shown.href(slug)}?said={said.id}")
        except Refused as refusal:
            trouble = tell(refusal)
    context = {**frame(request, slug), **about_page(slug, pages.index(slug), shown), "form": form, "trouble": trouble}
    return render(request, "work/pages_withdraw.html", context)
