"""What other apps read about partners and what they offer."""

from entredon.apps.market.queries_about import partners_count as partners_count
from entredon.apps.market.queries_about import things as things
from entredon.apps.market.queries_choosing import AgreementShown as AgreementShown
from entredon.apps.market.queries_choosing import agreement_named as agreement_named
from entredon.apps.market.queries_choosing import partner_named as partner_named
from entredon.apps.market.queries_choosing import who_may_be_ended as who_may_be_ended
from entredon.apps.market.queries_choosing import who_may_join as who_may_join
from entredon.apps.market.queries_found import names as names
from entredon.apps.market.queries_offers import has_something as has_something
from entredon.apps.market.queries_origins import Ordered as Ordered
from entredon.apps.market.queries_origins import Origin as Origin
from entredon.apps.market.queries_origins import orders_behind as orders_behind
from entredon.apps.market.queries_origins import origin as origin
from entredon.apps.market.queries_origins import origins as origins
