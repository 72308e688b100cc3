"""Where pages live. Each app has its own word below ``/c/<slug>/``; the log its own prefix."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from entredon.apps.people import enriching_views
from entredon.desk import too_often
from entredon.site import views
from entredon.site.styleguide import styleguide

COMING_IN = ("site.record.log_urls", "apps.people.key_http_urls")
"""Where programs bring something in: who reads a copy needs none of it."""

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    # Who reads a copy has no accounts, and not the programs for them.
    *([] if settings.ENTREDON_MEMORY else [path("account/", include("entredon.apps.people.account_urls"))]),
    path("", include("entredon.desk.urls")),
    path("", include("entredon.site.found.urls")),
    path("", include("entredon.site.reporting.urls")),
    path("", include("entredon.site.feed.urls")),
    path("enriching", enriching_views.everywhere, name="enriching"),
    path("legal", views.legal, name="legal"),
    path("styleguide", styleguide, name="styleguide"),
    path("c/<slug:slug>/", include("entredon.apps.commons.urls")),
    path("c/<slug:slug>/join/", include("entredon.apps.people.join_urls")),
    path("c/<slug:slug>/people/", include("entredon.apps.people.urls")),
    path("c/<slug:slug>/library/", include("entredon.apps.library.urls")),
    path("c/<slug:slug>/work/", include("entredon.apps.work.urls")),
    path("c/<slug:slug>/social/", include("entredon.apps.social.urls")),
    path("c/<slug:slug>/market/", include("entredon.apps.market.urls")),
    path("c/<slug:slug>/decide/", include("entredon.apps.decide.urls")),
    path("c/<slug:slug>/treasury/", include("entredon.apps.treasury.urls")),
    path("c/<slug:slug>/value/", include("entredon.apps.value.urls")),
    path("c/<slug:slug>/write/", include("entredon.site.writing.urls")),
    path("c/<slug:slug>/", include("entredon.site.record.urls")),
    *([] if settings.ENTREDON_MEMORY else [path("", include(f"entredon.{name}")) for name in COMING_IN]),
    path("", include("entredon.log.log_urls")),
]
handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.broken
handler429 = too_often.answer
