"""Who may see and do what: each page and each act, for everybody who could try it, as tables that are asserted whole."""
# ruff: noqa: E501  (tables are as wide as they are)

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from entredon.apps.people import inviting
from entredon.apps.work import accepting, finding, views_accept
from entredon.log import clock
from entredon.log.told import short
from entredon.pure.choice.templates import TEMPLATES
from entredon.testing_cast import person
from tests.permissions_world import ACTORS, CODE, FOUNDING, TABLE, Sent, Stored, World, answer, build, undone

PAGES = """
                                     | in public                                             | in a private draft
page                                 | visitor  account  member   contrib. steward  other    | visitor  account  member   contrib. steward  other
-------------------------------------+-------------------------------------------------------+-------------------------------------------------------
home                                 | 200      200      200      200      200      200      | 200      200      200      200      200      200
people_account                       | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
people_everything                    | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
people_everything_file               | signs-in 404      404      404      404      404      | signs-in 404      404      404      404      404
people_erase                         | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
people_erased                        | 200      200      200      200      200      200      | 200      200      200      200      200      200
people_again                         | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
go_on                                | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
account_signup                       | 200      moves-on moves-on moves-on moves-on moves-on | 200      moves-on moves-on moves-on moves-on moves-on
account_login                        | 200      moves-on moves-on moves-on moves-on moves-on | 200      moves-on moves-on moves-on moves-on moves-on
account_link                         | 200      moves-on moves-on moves-on moves-on moves-on | 200      moves-on moves-on moves-on moves-on moves-on
account_use_link                     | 200      200      200      200      200      200      | 200      200      200      200      200      200
account_logout                       | moves-on 200      200      200      200      200      | moves-on 200      200      200      200      200
account_inactive                     | 200      200      200      200      200      200      | 200      200      200      200      200      200
account_reauthenticate               | signs-in 403      403      403      403      403      | signs-in 403      403      403      403      403
account_email                        | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
account_email_verification_sent      | 200      200      200      200      200      200      | 200      200      200      200      200      200
account_confirm_email                | 200      200      200      200      200      200      | 200      200      200      200      200      200
account_change_password              | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in moves-on moves-on moves-on moves-on moves-on
account_set_password                 | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
account_reset_password               | 200      200      200      200      200      200      | 200      200      200      200      200      200
account_reset_password_done          | 200      200      200      200      200      200      | 200      200      200      200      200      200
account_reset_password_from_key_done | 200      200      200      200      200      200      | 200      200      200      200      200      200
account_reset_password_from_key      | 410      410      410      410      410      410      | 410      410      410      410      410      410
account_sessions                     | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
mfa_login_webauthn                   | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in moves-on moves-on moves-on moves-on moves-on
mfa_index                            | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
mfa_authenticate                     | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in moves-on moves-on moves-on moves-on moves-on
mfa_reauthenticate                   | signs-in 403      403      403      403      403      | signs-in 403      403      403      403      403
mfa_activate_totp                    | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
mfa_deactivate_totp                  | signs-in 404      404      404      404      404      | signs-in 404      404      404      404      404
mfa_view_recovery_codes              | signs-in 404      404      404      404      404      | signs-in 404      404      404      404      404
mfa_generate_recovery_codes          | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
mfa_download_recovery_codes          | signs-in 404      404      404      404      404      | signs-in 404      404      404      404      404
mfa_list_webauthn                    | moves-on moves-on moves-on moves-on moves-on moves-on | moves-on moves-on moves-on moves-on moves-on moves-on
mfa_add_webauthn                     | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
mfa_reauthenticate_webauthn          | signs-in 403      403      403      403      403      | signs-in 403      403      403      403      403
mfa_edit_webauthn                    | signs-in 404      404      404      404      404      | signs-in 404      404      404      404      404
mfa_remove_webauthn                  | signs-in 404      404      404      404      404      | signs-in 404      404      404      404      404
desk:job                             | 200      200      200      200      200      200      | 200      200      200      200      200      200
found                                | 200      200      200      200      200      200      | 200      200      200      200      200      200
found_step                           | 200      200      200      200      200      200      | 200      200      200      200      200      200
report                               | 200      200      200      200      200      200      | 404      404      200      200      200      404
report_mine                          | 200      200      200      200      200      200      | 200      200      200      200      200      200
report_all                           | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
report_one                           | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
feed:place                           | 200      200      200      200      200      200      | 200      200      200      200      200      200
feed:place-atom                      | 200      200      200      200      200      200      | 200      200      200      200      200      200
feed:mine                            | signs-in 200      200      200      200      200      | signs-in 200      200      200      200      200
feed:follow                          | 405      405      405      405      405      405      | 405      405      405      405      405      405
feed:mine-atom                       | 404      404      404      404      404      404      | 404      404      404      404      404      404
feed:commons                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
feed:commons-atom                    | 200      200      200      200      200      200      | 404      404      200      200      200      404
enriching                            | 200      200      200      200      200      200      | 200      200      200      200      200      200
legal                                | 200      200      200      200      200      200      | 200      200      200      200      200      200
styleguide                           | 200      200      200      200      200      200      | 200      200      200      200      200      200
commons:home                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
commons:publish                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
commons:roles                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
join                                 | 200      200      200      200      200      200      | 404      404      200      200      200      404
join_invited                         | 200      200      200      200      200      200      | 200      200      200      200      200      200
people:home                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
people:me                            | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:profile                       | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:erase                         | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:leave                         | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:asking                        | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:invite                        | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:claim                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
people:claim_one                     | signs-in 404      404      200      404      404      | signs-in 404      404      200      404      404
people:claims                        | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
people:keys                          | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:key_passkey                   | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:key_renew                     | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:key_withdraw                  | signs-in 403      200      404      404      403      | signs-in 404      200      404      404      404
people:key_device                    | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:key_asked                     | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:recovery                      | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:lost                          | signs-in 200      200      200      200      200      | signs-in 404      200      200      200      404
people:vouching                      | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:enriching                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
people:enriching_one                 | signs-in 404      200      404      200      404      | signs-in 404      200      404      200      404
people:nominate                      | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
people:picture                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
people:person                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
library:home                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
library:begin                        | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
library:version                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
library:creation                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
library:release                      | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:tell                            | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:contribution                    | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:file                            | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:reviews                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:review_rule                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:home                            | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:waiting                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:needs                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:needs_board                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:needs_calendar                  | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:need_new                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:needs_feed                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:need                            | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:need_change                     | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:offers                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:offer_new                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:offer                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:ideas                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:idea_new                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:idea_near                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:idea                            | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:idea_answer                     | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:support                         | 405      405      405      405      405      405      | 405      405      405      405      405      405
work:reword                          | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:calls                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:call_new                        | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:call                            | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:call_close                      | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:circles                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:circle_new                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:circle                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:circle_week                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:pages                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:page_new                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:page_preview                    | 405      405      405      405      405      405      | 404      404      405      405      405      404
work:pages_loose                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:page                            | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:page_edit                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:page_history                    | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:page_difference                 | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:page_here                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:page_move                       | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
work:page_withdraw                   | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:page_revision                   | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:bring_in                        | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:came_in                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:bring_in_columns                | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:bring_in_check                  | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:bring_in_faults                 | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:journey                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:mine                            | signs-in 200      200      200      200      200      | signs-in 404      200      200      200      404
work:letter                          | 405      405      405      405      405      405      | 405      405      405      405      405      405
work:no_more                         | 200      200      200      200      200      200      | 200      200      200      200      200      200
work:version                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
work:accept                          | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
work:sure                            | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
social:home                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
social:new                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
social:preview                       | 405      405      405      405      405      405      | 405      405      405      405      405      405
social:names                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
social:thread                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
social:say                           | moves-on moves-on moves-on moves-on moves-on moves-on | 404      404      moves-on moves-on moves-on 404
social:fresh                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
social:move                          | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
social:post                          | moves-on moves-on moves-on moves-on moves-on moves-on | 404      404      moves-on moves-on moves-on 404
social:edit                          | signs-in 403      200      403      403      403      | signs-in 404      200      403      403      404
social:take_back                     | signs-in 403      200      403      403      403      | signs-in 404      200      403      403      404
social:react                         | 405      405      405      405      405      405      | 405      405      405      405      405      405
social:wordings                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
social:picture                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
social:measures                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
social:take                          | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
social:measure                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
social:mine                          | signs-in 200      200      200      200      200      | signs-in 404      200      200      200      404
market:home                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:offering                      | signs-in 403      403      200      403      403      | signs-in 404      403      200      403      404
market:offer                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:offer_change                  | signs-in 403      403      200      403      403      | signs-in 404      403      200      403      404
market:offer_end                     | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
market:offer_join                    | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
market:ask                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:asked                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:desk                          | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
market:asking                        | signs-in 404      404      200      404      404      | signs-in 404      404      200      404      404
market:orders                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:order                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:order_act                     | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
market:partners                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:become                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:workshops                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:partner                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:partner_describe              | signs-in 403      200      403      403      403      | signs-in 404      200      403      403      404
market:partner_terms                 | signs-in 403      200      403      403      403      | signs-in 404      200      403      403      404
market:partner_details               | signs-in 403      200      403      403      403      | signs-in 404      200      403      403      404
market:partner_end                   | signs-in 403      200      403      200      403      | signs-in 404      200      403      200      404
market:partner_accept                | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
market:partner_decline               | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
market:give_back                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:give_back_of                  | 200      200      200      200      200      200      | 404      404      200      200      200      404
market:give_back_ask                 | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
market:give_back_remind              | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
decide:charter                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
decide:charter_templates             | 200      200      200      200      200      200      | 404      404      200      200      200      404
decide:charter_new                   | 200      200      200      200      200      200      | 404      404      200      200      200      404
decide:charter_former                | 200      200      200      200      200      200      | 404      404      200      200      200      404
decide:home                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
decide:new                           | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
decide:new_one                       | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
decide:no_more                       | 200      200      200      200      200      200      | 200      200      200      200      200      200
decide:decision                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
decide:vote                          | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
decide:votes                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:books                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:account                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:booking                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:owed                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:file                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:auditor                     | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:reserves                    | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:budget                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:set_aside                   | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:set_aside_back              | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
treasury:closing                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:chart                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:slip                        | 403      403      200      200      200      403      | 404      404      200      200      200      404
treasury:slip_pdf                    | 403      403      200      200      200      403      | 404      404      200      200      200      404
treasury:meeting                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:bearer                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:account_new                 | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:rules                       | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:exception                   | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:waits                       | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
treasury:requests                    | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:ask                         | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:request                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:request_pdf                 | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:request_send                | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
treasury:request_withdraw            | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
treasury:give                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:give_for                    | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:thanks                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:thanks_for                  | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:bank                        | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:bank_file                   | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:bank_raw                    | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:suspense                    | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:line                        | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:habits                      | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:cash                        | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
treasury:elsewhere                   | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:handed                      | signs-in 403      403      403      moves-on 403      | signs-in 404      403      403      moves-on 404
treasury:income                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:person                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:payee_me                    | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
treasury:payees                      | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:payee_new                   | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:payee                       | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:payouts                     | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:run_new                     | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
treasury:run                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:run_approve                 | signs-in moves-on moves-on moves-on moves-on moves-on | signs-in 404      moves-on moves-on moves-on 404
treasury:run_file                    | signs-in 404      404      404      moves-on 404      | signs-in 404      404      404      moves-on 404
treasury:run_report                  | signs-in 404      404      404      moves-on 404      | signs-in 404      404      404      moves-on 404
treasury:run_paper                   | signs-in 404      404      404      404      404      | signs-in 404      404      404      404      404
treasury:expenses                    | 200      200      200      200      200      200      | 404      404      200      200      200      404
treasury:expense_new                 | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
treasury:bill_new                    | signs-in 403      200      200      200      403      | signs-in 404      200      200      200      404
treasury:expense                     | 403      403      200      200      200      403      | 404      404      200      200      200      404
treasury:expense_paper               | signs-in 404      200      404      200      404      | signs-in 404      200      404      200      404
value:home                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:would                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:why                            | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:received                       | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
value:income                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:shareout                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:shareout_json                  | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:shareout_csv                   | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:person                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:rule                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:compare                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
value:draft                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
write:write                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
write:sent                           | 200      200      200      200      200      200      | 404      404      200      200      200      404
write:all                            | signs-in 403      403      403      200      403      | signs-in 404      403      403      200      404
write:one                            | signs-in 200      404      404      200      404      | signs-in 404      404      404      200      404
record:home                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
record:check                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
record:proves                        | 200      200      200      200      200      200      | 404      404      200      200      200      404
record:entry                         | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-checkpoint                       | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-vkey                             | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-tile                             | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-leaf                             | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-proof                            | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-consistency                      | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-side                             | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-content                          | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-key                              | 200      200      200      200      200      200      | 404      404      200      200      200      404
log-add-entry                        | 405      405      405      405      405      405      | 405      405      405      405      405      405
log-ask-key                          | 405      405      405      405      405      405      | 405      405      405      405      405      405
log-asked-key                        | 404      404      404      404      404      404      | 404      404      404      404      404      404
log-asked-key-one                    | 200      200      200      200      200      200      | 404      404      404      404      404      404
content                              | 200      200      200      200      200      200      | 404      404      200      200      200      404
verify-py                            | 200      200      200      200      200      200      | 200      200      200      200      200      200
"""
"""What somebody gets to see of each page: the status, ``signs-in`` where she is asked who she is, or ``moves-on``."""


def addresses(world: World) -> dict[str, str]:
    """An address of each page, by its name; where pages are one person's own, those of whom the table names first."""
    at, home, log = world.at, world.home, f"/log/{world.slug}/"
    bob, founding = short(f"k:{world.cast.bob.id}"), world.cast_entry(0)
    return {
        "home": "/",
        "people_account": "/account/",
        "people_everything": "/account/everything/",
        "people_everything_file": f"/account/everything/1-{'0' * 32}.zip",
        "people_erase": "/account/erase/",
        "people_erased": "/account/erased/",
        "people_again": "/account/again/",
        "go_on": f"/account/go-on/{at['waits']}/",
        "account_signup": "/account/signup/",
        "account_login": "/account/login/",
        "account_link": "/account/link/",
        "account_use_link": f"/account/link/{at['link']}/",
        "account_logout": "/account/logout/",
        "account_inactive": "/account/inactive/",
        "account_reauthenticate": "/account/reauthenticate/",
        "account_email": "/account/email/",
        "account_email_verification_sent": "/account/confirm-email/",
        "account_confirm_email": "/account/confirm-email/Mg:abc/",
        "account_change_password": "/account/password/change/",
        "account_set_password": "/account/password/set/",
        "account_reset_password": "/account/password/reset/",
        "account_reset_password_done": "/account/password/reset/done/",
        "account_reset_password_from_key_done": "/account/password/reset/key/done/",
        "account_reset_password_from_key": "/account/password/reset/key/1-abc/",
        "account_sessions": "/account/sessions/",
        "mfa_login_webauthn": "/account/passkey/",
        "mfa_index": "/account/safety/",
        "mfa_authenticate": "/account/safety/step/",
        "mfa_reauthenticate": "/account/safety/again/",
        "mfa_activate_totp": "/account/safety/app/",
        "mfa_deactivate_totp": "/account/safety/app/off/",
        "mfa_view_recovery_codes": "/account/safety/codes/",
        "mfa_generate_recovery_codes": "/account/safety/codes/new/",
        "mfa_download_recovery_codes": "/account/safety/codes/recovery-codes.txt",
        "mfa_list_webauthn": "/account/safety/passkeys/",
        "mfa_add_webauthn": "/account/safety/passkeys/add/",
        "mfa_reauthenticate_webauthn": "/account/safety/passkeys/again/",
        "mfa_edit_webauthn": "/account/safety/passkeys/1/name/",
        "mfa_remove_webauthn": "/account/safety/passkeys/1/remove/",
        "desk:job": f"/jobs/{at['job']}",
        "found": "/found",
        "found_step": f"/found/{at['founding']}/who",
        "report": f"/report?about={home}",
        "report_mine": f"/report/{at['token of a report']}/",
        "report_all": f"{home}reports/",
        "report_one": f"{home}reports/{at['report']}/",
        "feed:place": "/feed",
        "feed:place-atom": "/feed.atom",
        "feed:mine": "/feed/mine",
        "feed:follow": "/feed/follow",
        "feed:mine-atom": "/feed/nobody.atom",
        "feed:commons": f"{home}social/feed/",
        "feed:commons-atom": f"{home}social/feed.atom",
        "enriching": "/enriching",
        "legal": "/legal",
        "styleguide": "/styleguide",
        "commons:home": home,
        "commons:publish": f"{home}publish/",
        "commons:roles": f"{home}people/roles/",
        "join": f"{home}join/",
        "join_invited": f"{home}join/{at['invitation']}/",
        "people:home": f"{home}people/",
        "people:me": f"{home}people/me/",
        "people:profile": f"{home}people/me/profile/",
        "people:erase": f"{home}people/me/erase/name/",
        "people:leave": f"{home}people/leave/",
        "people:asking": f"{home}people/asking/",
        "people:invite": f"{home}people/invite/",
        "people:claim": f"{home}people/claim/",
        "people:claim_one": f"{home}people/claim/{at['claim begun']}/",
        "people:claims": f"{home}people/claims/",
        "people:keys": f"{home}people/me/keys/",
        "people:key_passkey": f"{home}people/me/keys/passkey/",
        "people:key_renew": f"{home}people/me/keys/new/",
        "people:key_withdraw": f"{home}people/me/keys/withdraw/{world.cast.bob.id[:10]}/",
        "people:key_device": f"{home}people/me/keys/device/",
        "people:key_asked": f"{home}people/me/keys/device/{at['device']}/",
        "people:recovery": f"{home}people/me/keys/helpers/",
        "people:lost": f"{home}people/lost/",
        "people:vouching": f"{home}people/vouching/",
        "people:enriching": f"{home}people/enriching/",
        "people:enriching_one": f"{home}people/enriching/{at['nomination'][:10]}/",
        "people:nominate": f"{home}people/{short(person(at['dora']))}/enriches/",
        "people:picture": f"{home}people/{short(person(at['dora']))}/picture",
        "people:person": f"{home}people/{bob}/",
        "library:home": f"{home}library/",
        "library:begin": f"{home}library/new/",
        "library:version": f"{home}library/v/{at['version 1'][:10]}/",
        "library:creation": f"{home}library/{at['car'][:10]}/",
        "library:release": f"{home}library/{at['car'][:10]}/release/",
        "work:tell": f"{home}work/tell/",
        "work:contribution": f"{home}work/c/{at['work 1 of cleo'][:10]}/",
        "work:file": f"{home}work/c/{at['work with a file'][:10]}/file/1/",
        "work:reviews": f"{home}work/reviews/",
        "work:review_rule": f"{home}work/reviews/rule/",
        "work:home": f"{home}work/",
        "work:waiting": f"{home}work/waiting/",
        "work:needs": f"{home}work/needs/",
        "work:needs_board": f"{home}work/needs/board/",
        "work:needs_calendar": f"{home}work/needs/calendar/?month=2026-11",
        "work:need_new": f"{home}work/needs/new/",
        "work:needs_feed": f"{home}work/needs.ics",
        "work:need": f"{home}work/needs/{at['need'][:10]}/",
        "work:need_change": f"{home}work/needs/{at['need'][:10]}/change/",
        "work:offers": f"{home}work/offers/",
        "work:offer_new": f"{home}work/offers/new/",
        "work:offer": f"{home}work/offers/{at['offer of bob'][:10]}/",
        "work:ideas": f"{home}work/ideas/",
        "work:idea_new": f"{home}work/ideas/new/",
        "work:idea_near": f"{home}work/ideas/near/?title=A+lighter+door",
        "work:idea": f"{home}work/ideas/{at['idea'][:10]}/",
        "work:idea_answer": f"{home}work/ideas/{at['idea'][:10]}/answer/",
        "work:support": f"{home}work/support/{at['idea'][:10]}/",
        "work:reword": f"{home}work/reword/{at['idea'][:10]}/",
        "work:calls": f"{home}work/calls/",
        "work:call_new": f"{home}work/calls/new/",
        "work:call": f"{home}work/calls/{at['call'][:10]}/",
        "work:call_close": f"{home}work/calls/{at['call'][:10]}/close/",
        "work:circles": f"{home}work/circles/",
        "work:circle_new": f"{home}work/circles/new/",
        "work:circle": f"{home}work/circles/{at['circle'][:10]}/",
        "work:circle_week": f"{home}work/circles/{at['circle'][:10]}/week/2026-W01/",
        "work:pages": f"{home}work/pages/",
        "work:page_new": f"{home}work/pages/new/",
        "work:page_preview": f"{home}work/pages/preview/",
        "work:pages_loose": f"{home}work/pages/loose/",
        "work:page": f"{home}work/pages/commons/gears/",
        "work:page_edit": f"{home}work/pages/commons/gears/edit/",
        "work:page_history": f"{home}work/pages/commons/gears/history/",
        "work:page_difference": f"{home}work/pages/commons/gears/difference/",
        "work:page_here": f"{home}work/pages/commons/gears/here/",
        "work:page_move": f"{home}work/pages/commons/gears/move/",
        "work:page_withdraw": f"{home}work/pages/commons/gears/withdraw/",
        "work:page_revision": f"{home}work/pages/commons/gears/1/",
        "work:bring_in": f"{home}work/bring-in/",
        "work:came_in": f"{home}work/bring-in/came/{at['table'][:10]}/",
        "work:bring_in_columns": f"{home}work/bring-in/{at['token of a table']}/",
        "work:bring_in_check": f"{home}work/bring-in/{at['token of a table']}/check/",
        "work:bring_in_faults": f"{home}work/bring-in/{at['token of a table']}/faulty-rows.csv",
        "work:journey": f"{home}work/journey/{at['work 1 of cleo'][:10]}/",
        "work:mine": f"{home}work/mine/",
        "work:letter": f"{home}work/mine/letter/",
        "work:no_more": f"{home}work/mine/letter/{at['letter of bob']}/",
        "work:version": f"{home}work/{at['version 3'][:10]}/",
        "work:accept": f"{home}work/{at['version 3'][:10]}/accept/",
        "work:sure": f"{home}work/{at['version 3'][:10]}/accept/sure/",
        "social:home": f"{home}social/",
        "social:new": f"{home}social/new/",
        "social:preview": f"{home}social/preview/",
        "social:names": f"{home}social/names/?q=ada",
        "social:thread": f"{home}social/t/{at['topic'][:10]}/",
        "social:say": f"{home}social/t/{at['topic'][:10]}/say/",
        "social:fresh": f"{home}social/t/{at['topic'][:10]}/new/?after=0",
        "social:move": f"{home}social/t/{at['topic'][:10]}/move/",
        "social:post": f"{home}social/p/{at['post of bob'][:10]}/",
        "social:edit": f"{home}social/p/{at['post of bob'][:10]}/edit/",
        "social:take_back": f"{home}social/p/{at['post of bob'][:10]}/back/",
        "social:react": f"{home}social/p/{at['post of bob'][:10]}/sign/",
        "social:wordings": f"{home}social/p/{at['post of bob'][:10]}/wordings/",
        "social:picture": f"{home}social/p/{at['post of bob'][:10]}/picture/0/",
        "social:measures": f"{home}social/measures/",
        "social:take": f"{home}social/measures/take/?post={at['post of bob'][:10]}",
        "social:measure": f"{home}social/measures/{at['hidden post'][:10]}/",
        "social:mine": f"{home}social/mine/",
        "market:home": f"{home}market/",
        "market:offering": f"{home}market/offering/",
        "market:offer": f"{home}market/{at['lesson'][:10]}/",
        "market:offer_change": f"{home}market/{at['lesson'][:10]}/change/",
        "market:offer_end": f"{home}market/{at['lesson'][:10]}/end/",
        "market:offer_join": f"{home}market/{at['joint'][:10]}/join/",
        "market:ask": f"{home}market/{at['lesson'][:10]}/ask/",
        "market:asked": f"{home}market/asked/{at['token of asking']}/",
        "market:desk": f"{home}market/desk/",
        "market:asking": f"{home}market/desk/{at['asking']}/",
        "market:orders": f"{home}market/orders/",
        "market:order": f"{home}market/orders/{at['lesson ordered'][:10]}/",
        "market:order_act": f"{home}market/orders/{at['lesson ordered'][:10]}/act/",
        "market:partners": f"{home}market/partners/",
        "market:become": f"{home}market/become/",
        "market:workshops": f"{home}market/workshops/?town=Gent",
        "market:partner": f"{home}market/partners/{at['partner'][:10]}/",
        "market:partner_describe": f"{home}market/partners/{at['partner of bob'][:10]}/describe/",
        "market:partner_terms": f"{home}market/partners/{at['partner of bob'][:10]}/terms/",
        "market:partner_details": f"{home}market/partners/{at['partner of bob'][:10]}/details/",
        "market:partner_end": f"{home}market/partners/{at['partner of bob'][:10]}/end/",
        "market:partner_accept": f"{home}market/partners/{at['partner of bob'][:10]}/accept/",
        "market:partner_decline": f"{home}market/partners/{at['partner of bob'][:10]}/decline/",
        "market:give_back": f"{home}market/give-back/",
        "market:give_back_of": f"{home}market/give-back/{at['partner'][:10]}/",
        "market:give_back_ask": f"{home}market/give-back/{at['partner'][:10]}/ask/",
        "market:give_back_remind": f"{home}market/give-back/{at['partner'][:10]}/remind/",
        "decide:charter": f"{home}decide/charter/",
        "decide:charter_templates": f"{home}decide/charter/templates/",
        "decide:charter_new": f"{home}decide/charter/new/",
        "decide:charter_former": f"{home}decide/charter/{at['charter'][:10]}/",
        "decide:home": f"{home}decide/",
        "decide:new": f"{home}decide/new/",
        "decide:new_one": f"{home}decide/new/steward/",
        "decide:no_more": f"{home}decide/letters/{at['letters about decisions to bob']}/",
        "decide:decision": f"{home}decide/{at['question'][:10]}/",
        "decide:vote": f"{home}decide/{at['question'][:10]}/vote/?choice=yes",
        "decide:votes": f"{home}decide/{at['question to count'][:10]}/votes/",
        "treasury:books": f"{home}treasury/",
        "treasury:account": f"{home}treasury/account/assets:receivable:told:eur/",
        "treasury:booking": f"{home}treasury/booked/{at['bearer'][:10]}/told-eur/",
        "treasury:owed": f"{home}treasury/owed/eur/",
        "treasury:file": f"{home}treasury/books/hledger",
        "treasury:auditor": f"{home}treasury/auditor.zip",
        "treasury:reserves": f"{home}treasury/reserves/",
        "treasury:budget": f"{home}treasury/budget/2026/",
        "treasury:set_aside": f"{home}treasury/budgets/",
        "treasury:set_aside_back": f"{home}treasury/budgets/{at['need']}/EUR/",
        "treasury:closing": f"{home}treasury/closing/",
        "treasury:chart": f"{home}treasury/chart/",
        "treasury:slip": f"{home}treasury/slip/{bob}/2026/",
        "treasury:slip_pdf": f"{home}treasury/slip/{bob}/2026/slip.pdf",
        "treasury:meeting": f"{home}treasury/meeting/2026.pdf",
        "treasury:bearer": f"{home}treasury/bearer/",
        "treasury:account_new": f"{home}treasury/bearer/account/",
        "treasury:rules": f"{home}treasury/bearer/rules/",
        "treasury:exception": f"{home}treasury/bearer/exception/",
        "treasury:waits": f"{home}treasury/waits/",
        "treasury:requests": f"{home}treasury/requests/",
        "treasury:ask": f"{home}treasury/requests/new/",
        "treasury:request": f"{home}treasury/requests/{at['asked to pay'][:10]}/",
        "treasury:request_pdf": f"{home}treasury/requests/{at['asked to pay'][:10]}/request.pdf",
        "treasury:request_send": f"{home}treasury/requests/{at['asked to pay'][:10]}/send/",
        "treasury:request_withdraw": f"{home}treasury/requests/{at['asked to pay'][:10]}/withdraw/",
        "treasury:give": f"{home}treasury/give/",
        "treasury:give_for": f"{home}treasury/give/{at['car'][:10]}/",
        "treasury:thanks": f"{home}treasury/thanks/",
        "treasury:thanks_for": f"{home}treasury/thanks/{at['car'][:10]}/",
        "treasury:bank": f"{home}treasury/bank/",
        "treasury:bank_file": f"{home}treasury/bank/{at['file set aside']}/",
        "treasury:bank_raw": f"{home}treasury/bank/{at['file set aside']}/raw/",
        "treasury:suspense": f"{home}treasury/lines/",
        "treasury:line": f"{home}treasury/lines/{at['line'][:10]}/",
        "treasury:habits": f"{home}treasury/habits/",
        "treasury:cash": f"{home}treasury/cash/till/",
        "treasury:elsewhere": f"{home}treasury/elsewhere/",
        "treasury:handed": f"{home}treasury/handed/",
        "treasury:income": f"{home}treasury/income/{at['open income'][:10]}/",
        "treasury:person": f"{home}treasury/person/{bob}/",
        "treasury:payee_me": f"{home}treasury/paid-to/",
        "treasury:payees": f"{home}treasury/payees/",
        "treasury:payee_new": f"{home}treasury/payees/new/",
        "treasury:payee": f"{home}treasury/payees/{at['outside']}/",
        "treasury:payouts": f"{home}treasury/payouts/",
        "treasury:run_new": f"{home}treasury/payouts/new/",
        "treasury:run": f"{home}treasury/payouts/{at['payouts'][:10]}/",
        "treasury:run_approve": f"{home}treasury/payouts/{at['payouts'][:10]}/approve/",
        "treasury:run_file": f"{home}treasury/payouts/{at['payouts'][:10]}/file/",
        "treasury:run_report": f"{home}treasury/payouts/{at['payouts'][:10]}/report/",
        "treasury:run_paper": f"{home}treasury/payouts/{at['payouts'][:10]}/1/paper/",
        "treasury:expenses": f"{home}treasury/expenses/",
        "treasury:expense_new": f"{home}treasury/expenses/new/",
        "treasury:bill_new": f"{home}treasury/expenses/bill/",
        "treasury:expense": f"{home}treasury/expenses/{at['expense of bob'][:10]}/",
        "treasury:expense_paper": f"{home}treasury/expenses/{at['expense of bob'][:10]}/paper/",
        "value:home": f"{home}value/",
        "value:would": f"{home}value/would/",
        "value:why": f"{home}value/would/{bob}/",
        "value:received": f"{home}value/received/",
        "value:income": f"{home}value/income/{at['open income'][:10]}/",
        "value:shareout": f"{home}value/s/{at['shareout'][:10]}/",
        "value:shareout_json": f"{home}value/s/{at['shareout'][:10]}/share-out.json",
        "value:shareout_csv": f"{home}value/s/{at['shareout'][:10]}/share-out.csv",
        "value:person": f"{home}value/person/{bob}/",
        "value:rule": f"{home}value/rule/",
        "value:compare": f"{home}value/compare/",
        "value:draft": f"{home}value/compare/{at['draft of bob']}/",
        "write:write": f"{home}write/",
        "write:sent": f"{home}write/sent/",
        "write:all": f"{home}write/all/",
        "write:one": f"{home}write/{at['message']}/",
        "record:home": f"{home}record/",
        "record:check": f"{home}record/check/",
        "record:proves": f"{home}record/proves/",
        "record:entry": f"{home}e/{founding[:10]}/",
        "log-checkpoint": f"{log}checkpoint",
        "log-vkey": f"{log}vkey",
        "log-tile": f"{log}tile/entries/000.p/{world.size}",
        "log-leaf": f"{log}leaf/0",
        "log-proof": f"{log}proof/0",
        "log-consistency": f"{log}consistency/1",
        "log-side": f"{log}side/{founding}/name",
        "log-content": f"{log}content/{at['blob']}",
        "log-key": f"{log}key/{world.cast.bob.id}",
        "log-add-entry": f"{log}add-entry",
        "log-ask-key": f"{log}ask-key",
        "log-asked-key": f"{log}asked-key",
        "log-asked-key-one": f"{log}asked-key/{at['device']}",
        "content": f"/content/{at['blob']}",
        "verify-py": "/verify.py",
    }


ACTS = """
                          | in public                                            | in a private draft
act                       | visitor  account  member   contrib. steward  other   | visitor  account  member   contrib. steward  other   | leaves
--------------------------+------------------------------------------------------+------------------------------------------------------+--------------------
make an account           | done     moves-on moves-on moves-on moves-on moves-on| done     moves-on moves-on moves-on moves-on moves-on| Waiting
ask for a link            | done     moves-on moves-on moves-on moves-on moves-on| done     moves-on moves-on moves-on moves-on moves-on| SignInLink
use somebody's link       | done     done     done     done     done     done    | done     done     done     done     done     done    | SignInLink
ask for a new password    | moves-on moves-on moves-on moves-on moves-on moves-on| moves-on moves-on moves-on moves-on moves-on moves-on| -
be called otherwise       | signs-in done     done     done     done     done    | signs-in done     done     done     done     done    | Account
change the address        | signs-in done     done     done     done     done    | signs-in done     done     done     done     done    | EmailAddress
choose a password         | signs-in done     done     done     done     done    | signs-in done     done     done     done     done    | Account
speak one's language      | signs-in done     done     done     done     done    | signs-in done     done     done     done     done    | Account
sign out everywhere       | signs-in signs-in signs-in signs-in signs-in signs-in| signs-in signs-in signs-in signs-in signs-in signs-in| -
come in by a passkey      | no       moves-on moves-on moves-on moves-on moves-on| no       moves-on moves-on moves-on moves-on moves-on| -
pass the second step      | signs-in moves-on moves-on moves-on moves-on moves-on| signs-in moves-on moves-on moves-on moves-on moves-on| -
set up an app             | signs-in no       no       no       no       no      | signs-in no       no       no       no       no      | -
add a passkey             | signs-in no       no       no       no       no      | signs-in no       no       no       no       no      | -
make recovery codes       | signs-in no       no       no       no       no      | signs-in no       no       no       no       no      | -
send what waited          | signs-in done     done     done     done     done    | signs-in done     done     done     done     done    | Message+Waiting
throw away what waited    | signs-in done     done     done     done     done    | signs-in done     done     done     done     done    | Waiting
take everything along     | signs-in page     page     page     page     page   | signs-in page     page     page     page     page   | -
be sent one more link     | signs-in done     done     done     done     done   | signs-in done     done     done     done     done   | SignInLink
erase without a name      | signs-in no       no       no       no       page   | signs-in no       no       no       no       page   | -
sign out                  | moves-on moves-on moves-on moves-on moves-on moves-on| moves-on moves-on moves-on moves-on moves-on moves-on| -
found: say what           | done     done     done     done     done     done    | done     done     done     done     done     done    | Waiting
found: say the last       | account  done     done     done     done     done    | account  done     done     done     done     done    | commons.founded+value.rule_adopted+HeldKey+Persona+Waiting
follow a commons          | signs-in done     done     done     done     done    | signs-in 403      done     done     done     403     | Follow
have a feed of one's own  | signs-in done     done     done     done     done    | signs-in done     done     done     done     done    | Feed
do long work again        | 403      403      403      403      done     403     | 403      403      403      403      done     403     | Job
join an open commons      | account  done     done     done     done     page    | account  done     done     done     done     page    | people.joined+HeldKey+Persona
ask to be let in          | account  done     page     page     page     done    | 404      404      page     page     page     404     | JoinRequest
come in by an invitation  | account  done     page     page     page     done    | account  done     page     page     page     done    | people.joined+HeldKey+Invitation+Persona
leave                     | 403      403      done     done     done     403     | 404      404      done     done     done     404     | people.left
tell of oneself           | 403      403      done     done     done     403     | 404      404      done     done     done     404     | people.described
tell some to members only | 403      403      done     done     done     403     | 404      404      done     done     done     404     | people.described+KeptClose
open one's amounts        | 403      403      done     done     done     403     | 404      404      done     done     done     404     | Openness
erase a text              | 403      403      done     done     done     403     | 404      404      done     done     done     404     | people.erased
erase all one told        | 403      403      done     done     done     403     | 404      404      done     done     done     404     | people.erased
say what Dora gives       | 403      403      done     done     done     403     | 404      404      done     done     done     404     | people.nominated
agree to be named         | 404      404      done     404      page     404     | 404      404      done     404      page     404     | people.nomination_agreed
decline to be named       | 404      404      done     404      page     404     | 404      404      done     404      page     404     | people.nomination_declined
take a naming back        | 404      404      done     404      done     404     | 404      404      done     404      done     404     | people.nomination_withdrawn
invite                    | 403      403      done     done     done     403     | 404      404      done     done     done     404     | Invitation
withdraw Bob's invitation | 403      403      done     no       no       403     | 404      404      done     no       no       404     | Invitation
let somebody in           | 403      403      done     done     done     403     | 404      404      done     done     done     404     | people.joined+HeldKey+JoinRequest+Persona
decline somebody          | 403      403      done     done     done     403     | 404      404      done     done     done     404     | JoinRequest
make a new key            | 403      403      done     done     done     403     | 404      404      done     done     done     404     | people.key_added+people.key_revoked+HeldKey+Persona
withdraw the only key     | 403      403      page     404      404      403     | 404      404      page     404      404      404     | -
say yes to a device       | 403      403      done     done     done     403     | 404      404      done     done     done     404     | KeyAsked
choose helpers            | 403      403      done     no       done     403     | 404      404      done     no       done     404     | people.recovery_chosen
stop who is not Bob       | 403      403      done     moves-on moves-on 403     | 404      404      done     moves-on moves-on 404     | HeldKey+RecoveryAsked
ask to come back as Bob   | 403      done     done     no       no       done    | 404      404      done     no       no       404     | HeldKey+RecoveryAsked
vouch for Bob             | 403      403      no       done     no       403     | 404      404      no       done     no       404     | people.vouched
begin a creation          | 403      403      403      403      done     403     | 404      404      403      403      done     404     | library.created
release a version         | 403      403      403      403      done     403     | 404      404      403      403      done     404     | library.released
give a role               | 403      403      403      403      done     403     | 404      404      403      403      done     404     | commons.role_given
withdraw a role           | 403      403      403      403      done     403     | 404      404      403      403      done     404     | commons.role_withdrawn
claim by an address       | account  done     done     done     done     done    | 404      404      done     done     done     404     | ClaimAsked
claim by a signature      | account  done     done     done     done     done    | 404      404      done     done     done     404     | ClaimAsked
type Cleo's code          | 404      404      404      done     404      404     | 404      404      404      done     404      404     | ClaimAsked
grant a claim             | 403      403      403      403      done     403     | 404      404      403      403      done     404     | people.claimed+ClaimAsked
decline a claim           | 403      403      403      403      done     403     | 404      404      403      403      done     404     | ClaimAsked
look for proof            | page     page     page     page     page     page    | 404      404      no       no       done     404     | Job
publish                   | page     page     page     page     page     page    | 404      404      no       no       done     404     | commons.published
tell of work              | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.contributed
choose what to accept     | 403      403      403      403      done     403     | 404      404      403      403      done     404     | Draft
accept                    | 403      403      403      403      done     403     | 404      404      403      403      done     404     | work.accepted
contest                   | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.contested
answer a contest          | no       no       done     done     done     no      | 404      404      done     done     done     404     | work.answered
want a letter a month     | 403      403      done     done     done     403     | 404      404      done     done     done     404     | MonthlyLetter
end the letters to Dora   | done     done     done     done     done     done    | done     done     done     done     done     done    | MonthlyLetter
settle a contest          | no       no       no       no       done     no      | 404      404      no       no       done     404     | work.settled
review work               | no       no       no       no       done     no      | 404      404      no       no       done     404     | work.reviewed
add to work               | no       no       no       done     no       no      | 404      404      no       done     no       404     | work.added_to
set who reviews           | no       no       no       no       done     no      | 404      404      no       no       done     404     | work.review_rule_adopted
say what is needed        | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.needed
change a need             | 403      403      403      403      done     403     | 404      404      403      403      done     404     | work.need_changed
take a need               | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.taken
give a need back          | no       no       done     done     no       no      | 404      404      done     done     no       404     | work.given_back
propose a split           | no       no       done     done     no       no      | 404      404      done     done     no       404     | work.split_proposed
agree to a split          | no       no       done     moves-on no       no      | 404      404      done     moves-on no       404     | work.split_signed
close a need              | no       no       no       no       done     no      | 404      404      no       no       done     404     | work.need_closed
open a need again         | no       no       no       no       done     no      | 404      404      no       no       done     404     | work.need_closed
offer help                | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.offered
end Bob's offer           | no       no       done     no       done     no      | 404      404      done     no       done     404     | work.offer_ended
bring an idea             | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.proposed
support an idea           | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.supported
answer an idea            | 403      403      403      403      done     403     | 404      404      403      403      done     404     | work.idea_answered
word an idea anew         | 403      403      403      403      done     403     | 404      404      403      403      done     404     | work.reworded
open a call               | 403      403      403      403      done     403     | 404      404      403      403      done     404     | work.call_opened
close a call              | 403      403      403      403      done     403     | 404      404      403      403      done     404     | work.call_closed
send a table              | 403      403      403      403      done     403     | 404      404      403      403      done     404     | Waiting
match its columns         | 403      403      403      403      done     403     | 404      404      403      403      done     404     | ImportMapping+Waiting
bring in a table          | 403      403      403      403      done     403     | 404      404      403      403      done     404     | work.imported+Alias+ImportedNote+Job
found a circle            | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.circle_founded
join a circle             | account  join     done     moves-on done     join    | 404      404      done     moves-on done     404     | work.circle_joined
leave a circle            | moves-on moves-on moves-on done     moves-on moves-on | 404      404      moves-on done     moves-on 404     | work.circle_left
show a week               | no       no       no       done     no       no      | 404      404      no       done     no       404     | work.demo_shown
write a page              | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.page_written
change a page             | account  join     done     done     done     join    | 404      404      done     done     done     404     | work.page_written
see how a page reads      | page     page     page     page     page     page    | 404      404      page     page     page     404     | -
move a page               | 403      403      done     done     done     403     | 404      404      done     done     done     404     | work.page_moved
withdraw a page           | 403      403      403      403      done     403     | 404      404      403      403      done     404     | work.page_withdrawn
open a topic              | account  join     done     done     done     join    | 404      404      done     done     done     404     | social.opened+social.said
say something             | account  join     done     done     done     join    | 404      404      done     done     done     404     | social.said
word Bob's post anew      | 403      403      done     403      403      403     | 404      404      done     403      403      404     | social.edited
take Bob's post back      | 403      403      done     403      403      403     | 404      404      done     403      403      404     | social.taken_back
give a sign               | 403      403      done     done     done     403     | 404      404      done     done     done     404     | social.reacted
see how a post reads      | page     page     page     page     page     page    | 404      404      page     page     page     404     | -
move a post               | 403      403      403      403      done     403     | 404      404      403      403      done     404     | social.split
hide a post               | 403      403      403      403      done     403     | 404      404      403      403      done     404     | social.measure_taken
appeal against a measure  | 403      403      403      done     403      403     | 404      404      403      done     403      404     | social.appealed
answer an appeal          | 403      403      403      403      done     403     | 404      404      403      403      done     404     | social.appeal_answered
end a measure             | 403      403      403      403      done     403     | 404      404      403      403      done     404     | social.measure_lifted
show what is there        | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.reserves_proven
plan a year               | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.budgeted
close a year too soon     | 403      403      403      403      no       403     | 404      404      403      403      no       404     | -
number accounts           | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.chart_mapped
ask somebody to pay       | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.requested
send a request            | 403      403      403      403      moves-on 403     | 404      404      403      403      moves-on 404     | -
take a request back       | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.request_withdrawn
open an account           | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.account_opened
propose payment rules     | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.policy_set
ask for an exception      | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.exception_signed
confirm Bob's count       | 403      403      no       done     done     403     | 404      404      no       done     done     404     | treasury.confirmed
bring in a statement      | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.statement_taken+BankFile+LineDetails
throw a file away         | 403      403      403      403      done     403     | 404      404      403      403      done     404     | BankFile
give a line its place     | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.allotted
take a place back         | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.taken_back
save a rule for lines     | 403      403      403      403      done     403     | 404      404      403      403      done     404     | Habit
forget a rule for lines   | 403      403      403      403      done     403     | 404      404      403      403      done     404     | Habit
write in the cash book    | 403      403      no       no       done     403     | 404      404      no       no       done     404     | treasury.cash_moved
count the till            | 403      403      done     done     done     403     | 404      404      done     done     done     404     | treasury.cash_counted
tell of other means       | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.came_elsewhere
say where she is paid     | 403      403      done     done     done     403     | 404      404      done     done     done     404     | treasury.payee_named+PayeeDetails
name somebody outside     | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.payee_named+PayeeDetails
change who is outside     | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.payee_named+PayeeDetails
name a co-approver        | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.approver_named
propose a gift            | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.run_proposed
begin another charter     | no       no       no       no       no       no      | 404      404      no       no       no       404     | -
propose another charter   | 403      403      done     done     done     403     | 404      404      done     done     done     404     | decide.moved
put a question            | 403      403      done     done     done     403     | 404      404      done     done     done     404     | decide.moved
take the question back    | 403      403      done     no       no       403     | 404      404      done     no       no       404     | decide.withdrawn
vote                      | 403      403      done     done     done     403     | 404      404      done     done     done     404     | decide.rolled+decide.balloted
count the votes           | 403      403      done     done     done     403     | 404      404      done     done     done     404     | decide.closed+decide.tallied
challenge a decision      | 403      403      done     done     done     403     | 404      404      done     done     done     404     | decide.challenged
carry a decision out      | 403      403      done     done     done     403     | 404      404      done     done     done     404     | decide.executed
say that it can't be done | 403      403      no       no       no       403     | 404      404      no       no       no       404     | -
say that Bob does it      | 403      403      done     no       done     403     | 404      404      done     no       done     404     | decide.assigned
show what Bob did         | 403      403      done     no       no       403     | 404      404      done     no       no       404     | decide.proven
want no such letters      | done     done     done     done     done     done    | done     done     done     done     done     done    | DecisionLetter
approve payouts           | 403      403      no       no       done     403     | 404      404      no       no       done     404     | treasury.run_approved
take payouts back         | 403      403      no       no       done     403     | 404      404      no       no       done     404     | treasury.run_withdrawn
make a file too soon      | 404      404      404      404      no       404     | 404      404      404      404      no       404     | -
bring a bank's report     | 404      404      404      404      no       404     | 404      404      404      404      no       404     | -
ask for something back    | 403      403      done     done     done     403     | 404      404      done     done     done     404     | treasury.expense_claimed+Document
hand in a bill            | 403      403      done     done     done     403     | 404      404      done     done     done     404     | treasury.expense_claimed+Document+PayeeDetails
accept an expense         | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.expense_decided
decline an expense        | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.expense_decided
offer something           | 403      403      403      done     403      403     | 404      404      403      done     403      404     | market.offered
change an offer           | 403      403      403      done     403      403     | 404      404      403      done     403      404     | market.offer_changed
end an offer              | 403      403      no       done     no       403     | 404      404      no       done     no       404     | market.offer_ended
join an offer             | 403      403      no       done     no       403     | 404      404      no       done     no       404     | market.offer_joined
ask for an offer          | done     done     done     done     done     done    | 404      404      done     done     done     404     | Asking
write to a seller         | done     done     done     done     done     done    | 404      404      done     done     done     404     | AskingNote
make a quote              | 403      404      404      done     404      404     | 404      404      404      done     404      404     | market.quoted+Asking
say it for a guest        | 403      404      404      done     done     404     | 404      404      404      done     done     404     | market.withdrawn+Asking
begin with an order       | 403      403      no       done     no       403     | 404      404      no       done     no       404     | market.begun+Asking
complete an order         | 403      403      done     done     done     403     | 404      404      done     done     done     404     | market.completed
become a partner          | 403      403      done     done     done     403     | 404      404      done     done     done     404     | market.partner_proposed+SellerDetails
accept Bob's workshop     | 403      403      no       403      done     403     | 404      404      no       403      done     404     | market.partner_accepted
decline Bob's workshop    | 403      403      done     403      done     403     | 404      404      done     403      done     404     | market.partner_declined
tell what Bob's does      | 403      403      done     403      403      403     | 404      404      done     403      403      404     | market.partner_described
propose other terms       | 403      403      done     403      403      403     | 404      404      done     403      403      404     | market.terms_proposed
say who Bob is in law     | 403      403      done     403      403      403     | 404      404      done     403      403      404     | SellerDetails
end an agreement          | 403      403      403      403      done     403     | 404      404      403      403      done     404     | market.partner_ended
ask for a give-back       | 403      403      done     done     done     403     | 404      404      done     done     done     404     | market.give_back_asked
tell of an income         | 403      403      403      403      done     403     | 404      404      403      403      done     404     | treasury.received
share an income           | 403      403      done     done     done     403     | 404      404      done     done     done     404     | value.shared
pass Cleo's parts on      | 403      403      403      done     403      403     | 404      404      403      done     403      404     | value.passed
pass Bob's parts on       | 403      403      done     403      403      403     | 404      404      done     403      403      404     | value.passed
keep a draft of a rule    | no       no       done     done     done     no      | 404      404      done     done     done     404     | RuleDraft
let go of Bob's draft     | 403      403      done     403      403      403     | 404      404      done     403      403      404     | RuleDraft
adopt a rule              | 403      403      403      403      done     403     | 404      404      403      403      done     404     | value.rule_adopted
adopt fixed parts         | 403      403      403      403      done     403     | 404      404      403      403      done     404     | value.rule_adopted
sign a rule               | 403      403      done     done     no       403     | 404      404      done     done     no       404     | value.rule_signed
write an idea             | account  done     done     done     done     done    | 404      404      done     done     done     404     | Message
object                    | done     done     done     done     done     done    | 404      404      done     done     done     404     | Message
answer a message          | 404      403      404      404      done     404     | 404      404      404      404      done     404     | Message
report a page             | done     done     done     done     done     done    | 404      404      done     done     done     404     | Report
appeal                    | done     done     done     done     done     done    | done     done     done     done     done     done    | Report
answer a report           | 403      403      403      403      done     403     | 404      404      403      403      done     404     | Report
send Bob's signed entry   | done     done     done     done     done     done    | done     done     done     done     done     done    | people.described
ask for a device          | done     done     done     done     done     done    | 404      404      404      404      404      404     | KeyAsked
yes by a key of Bob's     | done     done     done     done     done     done    | 404      404      404      404      404      404     | KeyAsked
sign as Cleo's tablet     | done     done     done     done     done     done    | 404      404      404      404      404      404     | people.key_added+KeyAsked
erase what was reported   | 403      403      403      403      done     403     | 404      404      403      403      done     404     | people.erased
"""
"""What becomes of each act.

``done``: exactly what stands under *leaves* is new or changed: kinds of entries, then private tables. In all other cases nothing
is, except what waits: ``account`` and ``join`` keep what was typed and lead to an account, or to joining. ``no``: a sentence says
what is in the way. ``page``: there is nothing to do, and the page says how things stand. ``moves-on``: she is led elsewhere.
"""


@dataclass(frozen=True)
class Act:
    """Something that can be asked for: where, and what is sent."""

    where: str
    sent: dict[str, Any] | str
    token: str = ""

    def by(self, browser: Client) -> HttpResponse:
        """Send it: a form as a page does, or JSON as a program does."""
        if isinstance(self.sent, str):
            headers = {"Authorization": f"Bearer {self.token}"}
            return browser.post(self.where, self.sent, content_type="application/json", headers=headers)
        return browser.post(self.where, self.sent)


def acts(world: World) -> dict[str, Act]:
    """What can be asked for, by plain names."""
    at, home, log = world.at, world.home, f"/log/{world.slug}/"
    bob, cleo = short(f"k:{world.cast.bob.id}"), short(f"k:{at['cleo'].id}")
    version, work = f"{home}work/{at['version 3'][:10]}/", f"{home}work/c/"
    plan = accepting.plan(world.slug, finding.version(world.slug, at["version 3"]), person(world.cast.ada))
    waits = [at[f"work 3 of {who}"] for who in ("cleo", "dora", "bob")]
    passing = {"pot": "50"}
    laid_out = {
        "amount": "1", "currency": "EUR", "what": "material", "day": clock.stamp()[:10],
        "paper": Sent("receipt.pdf", b"%PDF-1.7 screws"),
    }  # fmt: skip
    workshop = {"name": "De Naaf", "what": "workshop", "town": "Gent", "processes": "welding", "languages": "nl"}
    shares = {"price": "20", "name_use": "none", "liable": "partner", "notice": "10"}
    law = {"legal_name": "De Naaf cv", "address": "Kade 1, Gent", "email": "naaf@example.org"}
    return {
        # Coming in
        "make an account": Act("/account/signup/", {"email": "new@example.org", "name": "New"}),
        "ask for a link": Act("/account/link/", {"email": "passer-by@example.org"}),
        "use somebody's link": Act(f"/account/link/{at['link']}/", {}),
        "ask for a new password": Act("/account/password/reset/", {"email": "passer-by@example.org"}),
        "be called otherwise": Act("/account/", {"name": "Somebody Else"}),
        "change the address": Act("/account/email/", {"email": "other@example.net", "action_add": ""}),
        "choose a password": Act(
            "/account/password/set/", {"password1": "four words are plenty", "password2": "four words are plenty"}
        ),
        "speak one's language": Act("/account/", {"language": "en"}),
        "sign out everywhere": Act("/account/sessions/", {"everywhere": "1"}),
        "come in by a passkey": Act("/account/passkey/", {"ticket": "x", "credential": "{}"}),
        "pass the second step": Act("/account/safety/step/", {"code": CODE}),
        "set up an app": Act("/account/safety/app/", {"code": CODE}),
        "add a passkey": Act("/account/safety/passkeys/add/", {"name": "Mine", "credential": "{}"}),
        "make recovery codes": Act("/account/safety/codes/new/", {}),
        "send what waited": Act(f"/account/go-on/{at['waits']}/", {}),
        "throw away what waited": Act(f"/account/go-on/{at['waits']}/", {"away": "1"}),
        "take everything along": Act("/account/everything/", {}),
        "be sent one more link": Act("/account/again/", {"next": "/account/erase/"}),
        "erase without a name": Act("/account/erase/", {"typed": "Somebody"}),
        "sign out": Act("/account/logout/", {}),
        # Founding
        "found: say what": Act("/found", FOUNDING["what"]),
        "found: say the last": Act(f"/found/{at['founding']}/income", FOUNDING["income"]),
        "follow a commons": Act("/feed/follow", {"commons": world.slug, "about": "", "next": "/feed/mine"}),
        "have a feed of one's own": Act("/feed/mine", {}),
        "do long work again": Act(f"/jobs/{at['job']}", {}),
        # People
        "join an open commons": Act("/c/elster/join/", {"name": "Somebody", "place": "Ghent"}),
        "ask to be let in": Act(f"{home}join/", {"name": "Somebody", "place": "", "message": "Hello"}),
        "come in by an invitation": Act(f"{home}join/{at['invitation']}/", {"name": "Somebody", "place": ""}),
        "leave": Act(f"{home}people/leave/", {}),
        "tell of oneself": Act(
            f"{home}people/me/profile/",
            {
                "name": "Another",
                "place": "Bruges",
                "place_seen": "everybody",
                "about": "I like gears a lot.",
                "about_seen": "everybody",
            },
        ),
        "tell some to members only": Act(
            f"{home}people/me/profile/",
            {
                "name": "Another",
                "place": "Ghent",
                "place_seen": "everybody",
                "about": "I like gears.",
                "about_seen": "everybody",
                "skills": "welding",
                "skills_seen": "members",
            },
        ),
        "open one's amounts": Act(f"{home}people/me/", {"open": "1"}),
        "erase a text": Act(f"{home}people/me/erase/name/", {}),
        "erase all one told": Act(f"{home}people/me/erase/all/", {}),
        "say what Dora gives": Act(f"{home}people/{short(person(at['dora']))}/enriches/", {"reason": "Patience."}),
        "agree to be named": Act(f"{home}people/enriching/{at['nomination'][:10]}/", {"agree": "1"}),
        "decline to be named": Act(f"{home}people/enriching/{at['nomination'][:10]}/", {"decline": "1"}),
        "take a naming back": Act(f"{home}people/enriching/{at['nomination'][:10]}/", {"withdraw": "1"}),
        "invite": Act(f"{home}people/invite/", {"meant_for": "Hanne"}),
        "withdraw Bob's invitation": Act(f"{home}people/invite/", {"withdraw": inviting.digest(at["invitation"])}),
        "let somebody in": Act(f"{home}people/asking/", {"asked": at["request"], "accept": "1"}),
        "decline somebody": Act(f"{home}people/asking/", {"asked": at["request"], "answer": "Not yet."}),
        "make a new key": Act(f"{home}people/me/keys/new/", {}),
        "withdraw the only key": Act(f"{home}people/me/keys/withdraw/{world.cast.bob.id[:10]}/", {}),
        "say yes to a device": Act(f"{home}people/me/keys/device/{at['device']}/", {}),
        "choose helpers": Act(f"{home}people/me/keys/helpers/", {"helpers": [f"k:{at['cleo'].id}"], "needed": "1"}),
        "stop who is not Bob": Act(f"{home}people/me/keys/", {"stop": at["lost"]}),
        "ask to come back as Bob": Act(f"{home}people/lost/", {"person": f"k:{world.cast.bob.id}", "message": ""}),
        "vouch for Bob": Act(f"{home}people/vouching/", {"asked": at["lost"]}),
        "begin a creation": Act(f"{home}library/new/", {"name": "Roof"}),
        "release a version": Act(f"{home}library/{at['car'][:10]}/release/", {"name": "9.9", "own": "1"}),
        "give a role": Act(f"{home}people/roles/", {"person": f"k:{at['cleo'].id}", "role": "keeper"}),
        "withdraw a role": Act(f"{home}people/roles/", {"withdraw": f"k:{at['dora'].id}", "role": "keeper"}),
        # Claiming and publishing
        "claim by an address": Act(f"{home}people/claim/", {"way": "address", "address": "g2@example.org"}),
        "claim by a signature": Act(f"{home}people/claim/", {"way": "signature"}),
        "type Cleo's code": Act(f"{home}people/claim/{at['claim begun']}/", {"code": CODE}),
        "grant a claim": Act(f"{home}people/claims/", {"claim": at["claim"], "grant": "1"}),
        "decline a claim": Act(f"{home}people/claims/", {"claim": at["claim"], "answer": "No."}),
        "look for proof": Act(f"{home}publish/", {"way": "file", "repository": "https://unknown.invalid/x"}),
        "publish": Act(f"{home}publish/", {"way": "publish"}),
        # Work
        "tell of work": Act(
            f"{home}work/tell/",
            {
                "note": "A hinge",
                "kind": "design",
                "about": f"creation:{at['car']}",
                "other": "",
                "link": "",
                "unit": "",
            },
        ),
        "choose what to accept": Act(f"{version}accept/", {"row": waits, "out": waits[0], "go": "sure"}),
        "accept": Act(f"{version}accept/sure/", {"digest": views_accept._digest(plan)}),
        "contest": Act(f"{work}{at['work 2 of cleo'][:10]}/", {"act": "contest", "contest-text": "It was three."}),
        "answer a contest": Act(f"{work}{at['work 2 of dora'][:10]}/", {"act": "answer", "answer-text": "It was."}),
        "want a letter a month": Act(f"{home}work/mine/letter/", {"letter": "1"}),
        "end the letters to Dora": Act(f"{home}work/mine/letter/{at['letter of dora']}/", {}),
        "settle a contest": Act(
            f"{work}{at['work 2 of dora'][:10]}/", {"act": "settle", "settle-counts": "yes", "settle-text": "So be it."}
        ),
        "review work": Act(
            f"{work}{at['work with a file'][:10]}/",
            {"act": "review", "review-verdict": "more", "review-text": "And the pin?", "until": str(world.size)},
        ),
        "add to work": Act(
            f"{work}{at['work with a file'][:10]}/",
            {"act": "add", "add-text": "The pin", "add-link": "https://example.org/pin", "add-commits": "1a2b3c4"},
        ),
        "set who reviews": Act(f"{home}work/reviews/rule/", {"reviewers": "1", "who": "members"}),
        "say what is needed": Act(
            f"{home}work/needs/new/",
            {
                "title": "Draw the hinge",
                "text": "It is loose.",
                "done": "It holds.",
                "kind": "design",
                "minutes": "60",
                "creation": at["car"],
                "skills": "drawing",
                "place": "Ghent",
                "places": "2",
                "other": "",
                "money": "12.50",
                "currency": "EUR",
            },
        ),
        "change a need": Act(
            f"{home}work/needs/{at['need'][:10]}/change/",
            {
                "title": "Draw the door",
                "kind": "design",
                "minutes": "60",
                "places": "3",
                "skills": "",
                "place": "",
                "points": "30",
            },
        ),
        "take a need": Act(f"{home}work/needs/{at['free need'][:10]}/", {"act": "take", "due": ""}),
        "give a need back": Act(f"{home}work/needs/{at['need'][:10]}/", {"act": "back", "reason": "No time."}),
        "propose a split": Act(
            f"{home}work/needs/{at['need'][:10]}/",
            {"act": "split", f"part-{world.cast.bob.id[:10]}": "70", f"part-{at['cleo'].id[:10]}": "30"},
        ),
        "agree to a split": Act(f"{home}work/needs/{at['need'][:10]}/", {"act": "sign", "split": at["split"]}),
        "close a need": Act(
            f"{home}work/needs/{at['need'][:10]}/", {"act": "close", "outcome": "dropped", "reason": "The shop has it."}
        ),
        "open a need again": Act(f"{home}work/needs/{at['closed need'][:10]}/", {"act": "open"}),
        "offer help": Act(
            f"{home}work/offers/new/",
            {"title": "I can weld", "text": "Steel.", "skills": "welding", "place": "Ghent", "minutes": "240"},
        ),
        "end Bob's offer": Act(f"{home}work/offers/{at['offer of bob'][:10]}/", {"act": "end"}),
        "bring an idea": Act(
            f"{home}work/ideas/new/", {"title": "A lighter door", "text": "Of cloth.", "builds_on": ""}
        ),
        "support an idea": Act(f"{home}work/support/{at['idea'][:10]}/", {"supports": "yes"}),
        "answer an idea": Act(
            f"{home}work/ideas/{at['idea'][:10]}/answer/",
            {"outcome": "declined", "reason": "Too heavy.", "kind": "design"},
        ),
        "word an idea anew": Act(f"{home}work/reword/{at['idea'][:10]}/", {"title": "A door of cloth", "text": ""}),
        "open a call": Act(f"{home}work/calls/new/", {"title": "How do we keep dry?", "closes": "2999-01-01"}),
        "close a call": Act(f"{home}work/calls/{at['call'][:10]}/close/", {"text": "Nothing yet.", "creation": ""}),
        "send a table": Act(f"{home}work/bring-in/", {"table": Sent("hours.csv", TABLE)}),
        "match its columns": Act(
            f"{home}work/bring-in/{at['token of a table']}/",
            {"person": "who", "day": "date", "kind": "kind", "what": "what", "days": "iso", "usual_about": ""},
        ),
        "bring in a table": Act(f"{home}work/bring-in/{at['token of a table']}/check/", {}),
        "found a circle": Act(
            f"{home}work/circles/new/", {"name": "Wheels", "text": "", "creation": "", "part_of": ""}
        ),
        "join a circle": Act(f"{home}work/circles/{at['circle'][:10]}/", {"act": "join"}),
        "leave a circle": Act(f"{home}work/circles/{at['circle'][:10]}/", {"act": "leave"}),
        "show a week": Act(f"{home}work/circles/{at['circle'][:10]}/week/2026-W01/", {"text": "It folds."}),
        "write a page": Act(
            f"{home}work/pages/new/",
            {"title": "Oil", "text": "Which oil.", "reason": "", "about": "", "address": "", "act": "save"},
        ),
        "change a page": Act(
            f"{home}work/pages/commons/gears/edit/",
            {"title": "Gears", "text": "All gears.", "reason": "", "parent": at["page"], "restores": "", "act": "save"},
        ),
        "see how a page reads": Act(f"{home}work/pages/preview/", {"text": "All gears.", "about": ""}),
        "move a page": Act(f"{home}work/pages/commons/gears/move/", {"address": "all-gears"}),
        "withdraw a page": Act(
            f"{home}work/pages/commons/gears/withdraw/", {"reason": "Told twice.", "withdrawn": "yes"}
        ),
        # Talk
        "open a topic": Act(f"{home}social/new/", {"title": "Which wood?", "text": "Oak", "seen": ""}),
        "say something": Act(f"{home}social/t/{at['topic'][:10]}/say/", {"text": "Green, @Ada Vermeer.", "seen": ""}),
        "word Bob's post anew": Act(
            f"{home}social/p/{at['post of bob'][:10]}/edit/", {"text": "Greener", "keep0": "1"}
        ),
        "take Bob's post back": Act(f"{home}social/p/{at['post of bob'][:10]}/back/", {}),
        "give a sign": Act(f"{home}social/p/{at['post of bob'][:10]}/sign/", {"sign": "heart"}),
        "see how a post reads": Act(f"{home}social/preview/", {"text": "*Green*"}),
        "move a post": Act(
            f"{home}social/t/{at['topic'][:10]}/move/",
            {"post": [at["post of bob"]], "title": "Elsewhere", "to": "", "reason": "It is about that."},
        ),
        "hide a post": Act(
            f"{home}social/measures/take/",
            {"post": at["post of bob"], "measure": "hidden", "days": "7", "reason": "An address."},
        ),
        "appeal against a measure": Act(
            f"{home}social/measures/{at['hidden post'][:10]}/", {"act": "appeal", "appeal-text": "It is my own."}
        ),
        "answer an appeal": Act(
            f"{home}social/measures/{at['warning'][:10]}/",
            {"act": "answer", "answer-stands": "no", "answer-reason": "She is right."},
        ),
        "end a measure": Act(
            f"{home}social/measures/{at['hidden post'][:10]}/", {"act": "lift", "lift-reason": "It was changed."}
        ),
        # Money
        "show what is there": Act(f"{home}treasury/reserves/", {}),
        "plan a year": Act(f"{home}treasury/budget/2099/", {"cost-kind-1": "rent", "cost-amount-1": "300"}),
        "close a year too soon": Act(f"{home}treasury/closing/", {"year": "2099"}),
        "number accounts": Act(f"{home}treasury/chart/", {"path-1": "assets:bank", "number-1": "5500"}),
        "ask somebody to pay": Act(
            f"{home}treasury/requests/new/",
            {"amount": "12.50", "currency": "EUR", "what": "sale", "about": f"v-{at['version 1'][:10]}"},
        ),
        "send a request": Act(
            f"{home}treasury/requests/{at['asked to pay'][:10]}/send/", {"mail": "noord@example.org"}
        ),
        "take a request back": Act(f"{home}treasury/requests/{at['asked to pay'][:10]}/withdraw/", {}),
        "open an account": Act(
            f"{home}treasury/bearer/account/",
            {"way": "cash", "account": "box", "currency": "EUR", "opening": "0", "day": clock.stamp()[:10]},
        ),
        "propose payment rules": Act(f"{home}treasury/bearer/rules/", {"approvals": "3", "cooling_days": "4"}),
        "ask for an exception": Act(
            f"{home}treasury/bearer/exception/",
            {"account": f"equity:funds:{world.slug}:eur", "least": "-5.00", "reason": "Once."},
        ),
        "confirm Bob's count": Act(f"{home}treasury/waits/", {"what": at["count"]}),
        "bring in a statement": Act(f"{home}treasury/bank/", {"file": Sent("next.xml", at["next statement"])}),
        "throw a file away": Act(f"{home}treasury/bank/{at['file set aside']}/", {"do": "away"}),
        "give a line its place": Act(
            f"{home}treasury/lines/{at['line'][:10]}/", {"amount-1": "10.00", "where-1": "pot:", "kind-1": "gift"}
        ),
        "take a place back": Act(f"{home}treasury/lines/{at['placed line'][:10]}/", {"do": "back"}),
        "save a rule for lines": Act(
            f"{home}treasury/habits/",
            {
                "name": "Hosting",
                "way": "out",
                "words": "hosting",
                "currency": "EUR",
                "where": "cost:",
                "kind": "hosting",
            },
        ),
        "forget a rule for lines": Act(f"{home}treasury/habits/", {"do": "away", "habit": at["habit"]}),
        "write in the cash book": Act(
            f"{home}treasury/cash/till/",
            {"do": "in", "day": clock.stamp()[:10], "amount-1": "5", "where-1": "pot:", "kind-1": "gift"},
        ),
        "count the till": Act(
            f"{home}treasury/cash/till/", {"do": "count", "counted": "3.00", "day": clock.stamp()[:10]}
        ),
        "tell of other means": Act(
            f"{home}treasury/elsewhere/",
            {
                "amount": "5",
                "currency": "EUR",
                "means": "stall",
                "day": clock.stamp()[:10],
                "where": "pot:",
                "kind": "gift",
            },
        ),
        "say where she is paid": Act(
            f"{home}treasury/paid-to/", {"holder": "Ada Vermeer", "iban": "NL91ABNA0417164300"}
        ),
        "name somebody outside": Act(
            f"{home}treasury/payees/new/",
            {"new": f"x:{'ab' * 16}", "label": "The sawmill", "holder": "Zagerij", "iban": "BE71096123456769"},
        ),
        "change who is outside": Act(
            f"{home}treasury/payees/{at['outside']}/",
            {"label": "The sawmill", "holder": "Zagerij", "iban": "BE71096123456769"},
        ),
        "name a co-approver": Act(f"{home}treasury/payees/", {"approver": person(world.cast.bob)}),
        "propose a gift": Act(
            f"{home}treasury/payouts/new/",
            {
                "account": "elsewhere",
                "means": "platform",
                "day": clock.stamp()[:10],
                "extra-amount": "1",
                "extra-payee": person(world.cast.bob),
                "extra-source": "fund",
                "extra-title": "gift",
            },
        ),
        # Deciding
        "begin another charter": Act(f"{home}decide/charter/new/?from=consent", {"do": "look"}),
        "propose another charter": Act(
            f"{home}decide/charter/new/",
            {"do": "say", "charter": TEMPLATES["consent"].dumps().decode(), "title": "By consent?", "text": "Because."},
        ),
        "put a question": Act(f"{home}decide/new/words/", {"title": "Shall we?", "do": "open"}),
        "take the question back": Act(
            f"{home}decide/{at['question'][:10]}/", {"do": "withdraw", "withdraw-reason": ""}
        ),
        "vote": Act(f"{home}decide/{at['question'][:10]}/vote/", {"choice": "yes", "reason": "It rusts."}),
        "count the votes": Act(f"{home}decide/{at['question to count'][:10]}/", {"do": "count"}),
        "challenge a decision": Act(
            f"{home}decide/{at['decision'][:10]}/", {"do": "challenge", "challenge-reason": "Nobody was told."}
        ),
        "carry a decision out": Act(f"{home}decide/{at['decision to carry out'][:10]}/", {"do": "carry"}),
        "say that it can't be done": Act(f"{home}decide/{at['decision to carry out'][:10]}/", {"do": "stall"}),
        "say that Bob does it": Act(
            f"{home}decide/{at['decision'][:10]}/",
            {
                "do": "assign",
                "assign-what": "Paint",
                "assign-person": person(world.cast.bob),
                "assign-due": "2099-01-01",
            },
        ),
        "show what Bob did": Act(
            f"{home}decide/{at['decision'][:10]}/", {"do": "prove", "task": at["task of bob"], "proof": "It is green."}
        ),
        "want no such letters": Act(f"{home}decide/letters/{at['letters about decisions to bob']}/", {}),
        "approve payouts": Act(f"{home}treasury/payouts/{at['payouts'][:10]}/approve/", {}),
        "take payouts back": Act(f"{home}treasury/payouts/{at['payouts'][:10]}/", {"withdraw": "1"}),
        "make a file too soon": Act(f"{home}treasury/payouts/{at['payouts'][:10]}/file/", {}),
        "bring a bank's report": Act(f"{home}treasury/payouts/{at['payouts'][:10]}/report/", {}),
        "ask for something back": Act(f"{home}treasury/expenses/new/", laid_out),
        "hand in a bill": Act(
            f"{home}treasury/expenses/bill/",
            laid_out
            | {"to-label": "The sawmill", "to-holder": "Zagerij Peeters", "to-iban": "NL91ABNA0417164300", "who": ""},
        ),
        "accept an expense": Act(
            f"{home}treasury/expenses/{at['expense of bob'][:10]}/", {"amount": "1", "act": "accept"}
        ),
        "decline an expense": Act(
            f"{home}treasury/expenses/{at['expense of bob'][:10]}/", {"act": "decline", "reason": "Not for us."}
        ),
        "offer something": Act(
            f"{home}market/offering/",
            {
                "partner": at["partner of cleo"][:10],
                "title": "A longer lesson",
                "what": "training",
                "unit": "course",
                "on": [f"v-{at['version 1'][:10]}"],
                "price": "120",
                "currency": "EUR",
                "pay": "partner",
            },
        ),
        "change an offer": Act(f"{home}market/{at['lesson'][:10]}/change/", {"price": "95", "stock": "", "until": ""}),
        "end an offer": Act(f"{home}market/{at['lesson'][:10]}/end/", {}),
        "join an offer": Act(f"{home}market/{at['joint'][:10]}/join/", {}),
        "ask for an offer": Act(
            f"{home}market/{at['lesson'][:10]}/ask/", {"name": "Hugo", "email": "hugo@example.org", "quantity": "2"}
        ),
        "write to a seller": Act(f"{home}market/asked/{at['token of asking']}/", {"act": "note", "text": "When?"}),
        "make a quote": Act(
            f"{home}market/desk/{at['asking']}/",
            {"act": "quote", "quantity": "1", "price": "90", "pay": "partner", "until": "", "withdraw_days": ""},
        ),
        "say it for a guest": Act(f"{home}market/desk/{at['asking withdrawn']}/", {"act": "say"}),
        "begin with an order": Act(f"{home}market/orders/{at['lesson ordered'][:10]}/act/", {"act": "begin"}),
        "complete an order": Act(f"{home}market/orders/{at['lesson to complete'][:10]}/act/", {"act": "complete"}),
        "become a partner": Act(f"{home}market/become/", workshop | shares | law),
        "accept Bob's workshop": Act(f"{home}market/partners/{at['partner of bob'][:10]}/accept/", {}),
        "decline Bob's workshop": Act(
            f"{home}market/partners/{at['partner of bob'][:10]}/decline/", {"reason": "Too little comes back."}
        ),
        "tell what Bob's does": Act(f"{home}market/partners/{at['partner of bob'][:10]}/describe/", workshop),
        "propose other terms": Act(f"{home}market/partners/{at['partner of bob'][:10]}/terms/", shares),
        "say who Bob is in law": Act(f"{home}market/partners/{at['partner of bob'][:10]}/details/", law),
        "end an agreement": Act(f"{home}market/partners/{at['partner'][:10]}/end/", {"reason": "Nothing came back."}),
        "ask for a give-back": Act(f"{home}market/give-back/{at['partner'][:10]}/ask/", {"currency": "EUR"}),
        "tell of an income": Act(
            f"{home}value/received/", {"amount": "12.50", "currency": "EUR", "version": at["version 1"][:10]}
        ),
        "share an income": Act(f"{home}value/income/{at['open income'][:10]}/", {}),
        "pass Cleo's parts on": Act(f"{home}value/person/{cleo}/", passing),
        "pass Bob's parts on": Act(f"{home}value/person/{bob}/", passing),
        "keep a draft of a rule": Act(f"{home}value/compare/", {"do": "keep", "name": "Mine"}),
        "let go of Bob's draft": Act(f"{home}value/compare/{at['draft of bob']}/", {"do": "forget"}),
        "adopt a rule": Act(f"{home}value/rule/", {"do": "adopt", "adopt": "contributions@1"}),
        "adopt fixed parts": Act(f"{home}value/rule/", {"do": "parts", "who": [bob, cleo], "weight": ["1", "2"]}),
        "sign a rule": Act(f"{home}value/rule/", {"do": "sign", "rule": at["unsigned rule"]}),
        # Writing
        "write an idea": Act(f"{home}write/", {"about": "idea", "text": "A lighter door."}),
        "object": Act(f"{home}write/", {"about": "objection", "text": "Take me out.", "address": "who@example.org"}),
        "answer a message": Act(f"{home}write/{at['message']}/", {"text": "Yes."}),
        # Reporting
        "report a page": Act("/report", {"about": home, "why": "false", "text": "It has three wheels."}),
        "appeal": Act(f"/report/{at['token of a report answered']}/", {"text": "Look again."}),
        "answer a report": Act(f"{home}reports/{at['report']}/", {"kept": "yes", "text": "It has four."}),
        # Programs, without a session: the signature says who speaks
        "send Bob's signed entry": Act(f"{log}add-entry", at["signed by bob"]),
        "ask for a device": Act(f"{log}ask-key", at["a device asks"]),
        "yes by a key of Bob's": Act(f"{log}asked-key/{at['device']}", at["yes by a key"]),
        "sign as Cleo's tablet": Act(f"{log}asked-key", at["signed by a tablet"], at["token of a tablet"]),
        "erase what was reported": Act(f"{home}reports/{at['report']}/", {"erase": "1"}),
    }


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """The names of all addresses there are, in their order; one without a name is a mistake."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{before}{one.namespace}:" if one.namespace else before)
        else:
            assert isinstance(one, URLPattern)
            assert one.name, f"{one.pattern} has no name"
            yield before + one.name


def looked_at(response: HttpResponse) -> str:
    """What somebody got to see: the status, or where she is led."""
    leads = response.headers.get("Location", "")
    return str(response.status_code) if not leads else "signs-in" if leads.startswith("/account/login/") else "moves-on"


def attempt(world: World, browser: Client, act: Act, leaves: str) -> str:
    """What becomes of an act; afterwards everything is as before."""
    before = Stored.now()
    with undone():
        response = act.by(browser)
        found = answer(response, Stored.now().changes(before))
    return "done" if found == leaves else found


def fresh(browser: Client, **headers: str) -> Client:
    """The same person's browser, as it was before she did anything."""
    again = Client(headers={"Sec-Fetch-Site": "same-origin", **headers})
    again.cookies = copy(browser.cookies)
    return again


def rows(table: str, name: int) -> dict[str, list[str]]:
    """A table by the names in its first column, which is so wide; each row with one cell per actor, in public and as a draft."""
    lines = [line for line in table.strip("\n").splitlines()[3:] if line.strip()]
    return {line[:name].strip(): line[name:].replace("|", " ").split() for line in lines}


@pytest.fixture(params=["in public", "in a private draft"])
def world(request: pytest.FixtureRequest, db: None) -> World:
    """Everybody, and everything they have under way."""
    return build(draft=request.param != "in public")


def of_this_world(world: World, cells: list[str]) -> list[str]:
    """The cells of a row that are about this world."""
    return cells[6:12] if world.draft else cells[:6]


def test_the_tables_name_every_page_and_all_that_can_be_sent(world: World):
    every = list(patterns(get_resolver()))
    assert sorted(every) == sorted(rows(PAGES, 37)), "a page is missing in the table, or gone"
    assert every == [*dict.fromkeys(every)]
    assert list(rows(PAGES, 37)) == list(addresses(world))
    assert list(rows(ACTS, 26)) == list(acts(world))


def test_everybody_is_answered_as_the_tables_say(world: World):
    browsers = {actor: world.browser(actor) for actor in ACTORS}
    before, otherwise = Stored.now(), []
    said = rows(PAGES, 37)
    for name, address in addresses(world).items():
        found = [looked_at(fresh(browsers[actor]).get(address)) for actor in ACTORS]
        if found != of_this_world(world, said[name]):
            otherwise.append((name, found, of_this_world(world, said[name])))
    assert Stored.now().changes(before) == [], "looking changes nothing"
    told = rows(ACTS, 26)
    for name, act in acts(world).items():
        found = [attempt(world, fresh(browsers[actor]), act, told[name][12]) for actor in ACTORS]
        if found != of_this_world(world, told[name]):
            otherwise.append((name, found, of_this_world(world, told[name])))
    assert otherwise == [], "\n".join(f"{name}: {found}, not {wanted}" for name, found, wanted in otherwise)


def test_what_no_act_names_takes_nothing(world: World):
    """Pages without an act of their own change nothing, whatever is sent there; so the table of acts is whole."""
    named = {resolve(act.where.partition("?")[0]).view_name for act in acts(world).values()}
    forms = [act.sent for act in acts(world).values() if isinstance(act.sent, dict)]
    sent = {key: value for form in forms for key, value in form.items()}
    before = Stored.now()
    for name, address in addresses(world).items():
        for actor in ("visitor", "steward") if name not in named else ():
            with undone():
                fresh(world.browser(actor)).post(address, sent)
                assert Stored.now().changes(before) == [], f"{name} takes something from {actor}: name it in the table"


def test_no_page_elsewhere_can_act_for_anybody(db: None):
    world = build(draft=False)
    before, steward = Stored.now(), world.browser("steward")
    for name, act in acts(world).items():
        sent = act.by(fresh(steward, **{"Sec-Fetch-Site": "cross-site"}))
        assert sent.status_code == 403, name
    assert Stored.now().changes(before) == []


# What is somebody else's, by its id


def test_what_belongs_to_another_commons_is_not_reached_from_here(world: World):
    at, home, ada = world.at, world.home, world.browser("steward")
    before = Stored.now()
    for address in (
        f"{home}value/compare/{at['draft elsewhere']}/",
        f"{home}write/{at['message elsewhere']}/",
        f"{home}people/claim/{at['claim elsewhere']}/",
    ):
        assert ada.get(address).status_code == 404, address
    for address, sent in {
        f"{home}people/asking/": {"asked": at["request elsewhere"], "accept": "1"},
        f"{home}people/claims/": {"claim": at["claim elsewhere"], "grant": "1"},
        f"{home}people/invite/": {"withdraw": inviting.digest(at["invitation elsewhere"])},
        f"{home}write/{at['message elsewhere']}/": {"text": "Yes."},
        f"{home}value/compare/{at['draft elsewhere']}/": {"do": "forget"},
    }.items():
        ada.post(address, sent)
    assert Stored.now().changes(before) == []


def test_an_invitation_elsewhere_opens_nothing_here(world: World):
    before = Stored.now()
    for actor in ("visitor", "account", "other"):
        answered = world.browser(actor).post(
            f"{world.home}join/{world.at['invitation elsewhere']}/", {"name": "Somebody"}
        )
        assert answered.status_code == (404 if world.draft else 200)
    assert Stored.now().changes(before) == []


def test_only_who_asked_takes_her_own_request_back(world: World):
    before = Stored.now()
    for actor in ACTORS:
        world.browser(actor).post(f"{world.home}join/", {"take_back": "1"})
    assert Stored.now().changes(before) == []


def test_a_letter_s_link_and_what_waits_are_found_by_their_whole_token_only(world: World):
    at, visitor = world.at, world.browser("visitor")
    assert visitor.get(f"/account/link/{at['link'][:-1]}/").status_code == 410
    assert world.browser("account").get(f"/account/go-on/{at['waits'][:-1]}/").status_code == 404
    assert visitor.get(f"/found/{at['founding'][:-1]}/who").status_code == 404
    assert visitor.get(f"/jobs/{at['job'][:-1]}").status_code == 404
