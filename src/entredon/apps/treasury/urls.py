"""Below ``/c/<slug>/treasury/``: where money is asked for, seen, shared, paid and accounted for."""

from entredon.apps.treasury import urls_bank, urls_bearer, urls_books, urls_expenses, urls_give, urls_mine, urls_out

app_name = "treasury"
urlpatterns = [
    *urls_books.urlpatterns,
    *urls_bearer.urlpatterns,
    *urls_give.urlpatterns,
    *urls_bank.urlpatterns,
    *urls_mine.urlpatterns,
    *urls_out.urlpatterns,
    *urls_expenses.urlpatterns,
]
