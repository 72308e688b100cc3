"""Where am I signed in?"""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entredon.apps.people import account_links, account_sessions
from entredon.apps.people.account_browser import called
from entredon.apps.people.models import Account


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where am I signed in? Ends one session, all others, or all."""
    mine: Account = request.user  # type: ignore[assignment]
    account_sessions.note(request)
    rows, here = account_sessions.all_of(mine), request.session.session_key
    if request.method != "POST":
        shown = [{"row": row, "called": called(row.browser), "here": row.key == here} for row in rows]
        shown.sort(key=lambda one: not one["here"])
        return render(request, "account/sessions.html", {"rows": shown, "others": len(rows) - 1})
    if "everywhere" in request.POST:
        account_sessions.end(rows)
        account_links.end_all(mine)
        logout(request)
        return redirect("account_login")
    if "others" in request.POST:
        account_sessions.end_others(mine, here)
        account_links.end_all(mine)
    else:
        asked = request.POST.get("one", "")
        account_sessions.end([row for row in rows if str(row.pk) == asked and row.key != here])
    return redirect("account_sessions")
