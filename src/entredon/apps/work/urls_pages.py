"""Addresses of pages of knowledge, below ``/c/<slug>/work/``: ``<where>`` is what a page is about, ``commons`` for the commons."""

from django.urls import URLPattern, path

from entredon.apps.work import views_pages as reading
from entredon.apps.work import views_write_pages as writing

_PAGE = "pages/<str:where>/<str:address>/"
urlpatterns: list[URLPattern] = [
    path("pages/", reading.pages_home, name="pages"),
    path("pages/new/", writing.page_new, name="page_new"),
    path("pages/preview/", writing.page_preview, name="page_preview"),
    path("pages/loose/", reading.pages_loose, name="pages_loose"),
    path(_PAGE, reading.page_shown, name="page"),
    path(f"{_PAGE}edit/", writing.page_edit, name="page_edit"),
    path(f"{_PAGE}history/", reading.page_history, name="page_history"),
    path(f"{_PAGE}difference/", reading.page_difference, name="page_difference"),
    path(f"{_PAGE}here/", reading.page_here, name="page_here"),
    path(f"{_PAGE}move/", writing.page_move, name="page_move"),
    path(f"{_PAGE}withdraw/", writing.page_withdraw, name="page_withdraw"),
    path(f"{_PAGE}<int:number>/", reading.page_revision, name="page_revision"),
]
