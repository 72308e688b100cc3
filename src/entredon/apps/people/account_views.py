"""One's own account: who I am here, and in which commons."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who am I here?"""
    return render(request, "people/account.html", {})
