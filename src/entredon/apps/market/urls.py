"""Below ``/c/<slug>/market/``: who sells and makes, what can be bought, orders, and what partners give back."""

from entredon.apps.market import urls_money, urls_offers, urls_orders, urls_partners

app_name = "market"
urlpatterns = [
    *urls_partners.urlpatterns,
    *urls_money.urlpatterns,
    *urls_orders.urlpatterns,
    # Last, for it takes any word: an offer by its id.
    *urls_offers.urlpatterns,
]
