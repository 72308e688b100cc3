"""What was said about money, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.treasury import words_bank, words_bearer, words_books, words_out, words_requests
from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.formats import Money

NAMES = {
    "treasury.received": gettext_lazy("Incomes"),
    **words_bearer.NAMES, **words_requests.NAMES, **words_bank.NAMES, **words_out.NAMES, **words_books.NAMES,
}  # fmt: skip


def received(said: Said, look: Look) -> str:
    body = said.body
    amount = shown(Money(body["minor"], body["currency"]))
    what = look.version(body["version"]) if body["version"] else look.creation(body["creation"])
    return format_html(_("{who} told that {amount} came in for {what}."), who=said.who, amount=amount, what=what)


WORDS = {
    "treasury.received": received,
    **words_bearer.WORDS, **words_requests.WORDS, **words_bank.WORDS, **words_out.WORDS, **words_books.WORDS,
}  # fmt: skip
