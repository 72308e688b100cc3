"""The law of the market stands in files of its own: partners, offers, orders, and what is given back."""

from entredon.apps.market import rules_delivering as rules_delivering  # the kinds of these register with the one here
from entredon.apps.market import rules_give_back as rules_give_back
from entredon.apps.market import rules_offers as rules_offers
from entredon.apps.market import rules_orders as rules_orders
from entredon.apps.market import rules_partners as rules_partners
from entredon.apps.market import rules_undoing as rules_undoing
