"""Where pages live."""

from django.urls import URLPattern, URLResolver, path

from entredon.site.styleguide import styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("styleguide", styleguide, name="styleguide"),
]
