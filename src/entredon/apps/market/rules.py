"""The law of the market stands in files of its own: partners, offers, orders, and what is given back."""

from entredon.apps.market import rules_offers as rules_offers  # the kinds of these register with the one here
from entredon.apps.market import rules_partners as rules_partners
