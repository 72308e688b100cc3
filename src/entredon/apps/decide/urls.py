"""Below ``/c/<slug>/decide/``: what is being decided, what was, and by which charter."""

from entredon.apps.decide import urls_charter, urls_life

app_name = "decide"
urlpatterns = [
    *urls_charter.urlpatterns,
    # Last, for it takes any word: a decision by its id.
    *urls_life.urlpatterns,
]
