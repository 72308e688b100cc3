"""Every page there is, by a name: as whom it is opened, which view answers, and where it is. Tests walk this table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

C, OWN = "/c/merel/", "/c/entredon/"
LANGUAGES = ("en", "nl", "fr")
Look = Callable[[str, str], str]
"""Finds the first link on a page whose address looks so, as whoever looks sees the page."""


@dataclass(frozen=True)
class Place:
    """A page as somebody sees it. ``path`` is where it is, or finds it out."""

    who: str
    name: str
    view: str
    path: "str | Callable[[Look, dict[str, Any]], str]"
    status: int = 200
    headline: bool = False
    """Whether its headline is its own, or names somebody; of all others the title is the one question that they answer."""

    def at(self, look: Look, things: dict[str, Any]) -> str:
        """Its address on this node."""
        return self.path if isinstance(self.path, str) else self.path(look, things)


def _of(who: str, *rows: tuple[Any, ...]) -> list[Place]:
    return [Place(who, name, view, path, **(dict(*more))) for name, view, path, *more in rows]


def _version(look: Look) -> str:
    return look(f"{C}library/", rf"{C}library/v/[0-9a-f.]+/")


def _newest(look: Look) -> str:
    """What was given to the newest version, which still waits for a steward's word."""
    return _version(look).replace("/library/v/", "/work/")


def _waits(look: Look) -> str:
    return look(f"{C}work/waiting/", rf"{C}work/[0-9a-f.]{{10,}}/")


def _idea(look: Look) -> str:
    return look(f"{C}work/ideas/", rf"{C}work/ideas/[0-9a-f]{{10}}/")


def _circle(look: Look) -> str:
    return look(f"{C}work/circles/", rf"{C}work/circles/[0-9a-f]{{10}}/")


def _booking(look: Look) -> str:
    account = look(f"{C}treasury/", rf"{C}treasury/account/[^\"/?]+/")
    return look(account, rf"{C}treasury/booked/[^\"/]+/[^\"/]+/")


def _asked_to_pay(look: Look) -> str:
    return look(f"{C}treasury/requests/", rf"{C}treasury/requests/[0-9a-f]{{10}}/")


def _gives_back(look: Look) -> str:
    return look(f"{C}market/give-back/", rf"{C}market/give-back/[0-9a-f]{{10}}/")


def _offer(look: Look) -> str:
    return look(f"{C}market/", rf"{C}market/[0-9a-f]{{10}}/")


def _partner(look: Look) -> str:
    return look(f"{C}market/partners/", rf"{C}market/partners/[0-9a-f]{{10}}/")


def _run(look: Look) -> str:
    return look(f"{C}treasury/payouts/", rf"{C}treasury/payouts/[0-9a-f]{{10}}/")


def _charter(look: Look) -> str:
    """The charter in force, by the id that its receipt has."""
    return look(f"{C}decide/charter/", rf"{C}e/[0-9a-f]{{10}}/").replace("/e/", "/decide/charter/")


def _decision(look: Look) -> str:
    return look(f"{C}decide/", rf"{C}decide/[0-9a-f]{{10}}/")


def _person(look: Look) -> str:
    return look(f"{C}people/", rf"{C}people/[kp]:[^\"/]+/")


def _page(look: Look) -> str:
    return look(f"{C}work/pages/", rf"{C}work/pages/[^\"/]+/[^\"/]+/")


def _ours(look: Look) -> str:
    """Somebody who tells of herself."""
    return look(f"{C}people/enriching/", rf"{C}people/k:[^\"/]+/")


OF_ALL = [
    ("all commons", "home", "/", {"headline": True}),
    ("home", "commons:home", C, {"headline": True}),
    ("founding", "found", "/found"),
    ("who enriches", "enriching", "/enriching"),
    ("law", "legal", "/legal"),
    ("what is going on here", "feed:place", "/feed"),
    ("what is going on", "feed:commons", f"{C}social/feed/"),
    ("reporting", "report", f"/report?about={C}people/"),
    ("people", "people:home", f"{C}people/"),
    ("person", "people:person", lambda look, at: _person(look)),
    ("who enriches this", "people:enriching", f"{C}people/enriching/"),
    ("joining", "join", f"{C}join/"),
    ("roles", "commons:roles", f"{C}people/roles/"),
    ("claiming", "people:claim", f"{C}people/claim/"),
    ("lend a hand", "work:home", f"{C}work/"),
    ("what is needed", "work:needs", f"{C}work/needs/?gives=points"),
    ("what is needed, as a board", "work:needs_board", f"{C}work/needs/board/"),
    ("what is needed, by day", "work:needs_calendar", f"{C}work/needs/calendar/?month=2026-11"),
    ("a need", "work:need", lambda look, at: f"{C}work/needs/{at['need']}/"),
    ("saying what is needed", "work:need_new", f"{C}work/needs/new/"),
    ("who can do what", "work:offers", f"{C}work/offers/"),
    ("an offer", "work:offer", lambda look, at: f"{C}work/offers/{at['offer']}/"),
    ("offering help", "work:offer_new", f"{C}work/offers/new/"),
    ("what became of something", "work:journey", lambda look, at: _version(look).replace("library/v", "work/journey")),
    ("what waits for a word", "work:waiting", f"{C}work/waiting/"),
    ("a contribution", "work:contribution", lambda look, at: look(f"{C}work/waiting/", rf"{C}work/c/[0-9a-f.]+/")),
    ("telling what you did", "work:tell", f"{C}work/tell/"),
    ("ideas", "work:ideas", f"{C}work/ideas/"),
    ("bringing an idea", "work:idea_new", f"{C}work/ideas/new/"),
    ("calls for ideas", "work:calls", f"{C}work/calls/"),
    ("an idea", "work:idea", lambda look, at: _idea(look)),
    ("a call for ideas", "work:call", lambda look, at: look(f"{C}work/calls/", rf"{C}work/calls/[0-9a-f]{{10}}/")),
    ("circles", "work:circles", f"{C}work/circles/"),
    ("a circle", "work:circle", lambda look, at: _circle(look)),
    ("a week of a circle", "work:circle_week", lambda look, at: f"{_circle(look)}week/2026-W20/"),
    ("beginning a circle", "work:circle_new", f"{C}work/circles/new/"),
    ("what we know", "work:pages", f"{C}work/pages/"),
    ("what we know, found", "work:pages", f"{C}work/pages/?find=zzz"),
    ("a page of knowledge", "work:page", lambda look, at: _page(look), {"headline": True}),
    ("a page nobody wrote", "work:page", f"{C}work/pages/commons/nobody-wrote-this/", {"status": 404}),
    ("how a page came to be", "work:page_history", lambda look, at: _page(look) + "history/"),
    ("what changed on a page", "work:page_difference", lambda look, at: _page(look) + "difference/"),
    ("an old revision", "work:page_revision", lambda look, at: _page(look) + "1/"),
    ("what leads to a page", "work:page_here", lambda look, at: _page(look) + "here/"),
    ("writing on a page", "work:page_edit", lambda look, at: _page(look) + "edit/"),
    ("writing a page", "work:page_new", f"{C}work/pages/new/?title=Welding"),
    ("links that lead nowhere", "work:pages_loose", f"{C}work/pages/loose/"),
    ("what waits for a look", "work:reviews", f"{C}work/reviews/"),
    ("who looks at contributions", "work:review_rule", f"{C}work/reviews/rule/"),
    ("talk", "social:home", f"{C}social/"),
    ("a thread", "social:thread", lambda look, at: look(f"{C}social/", rf"{C}social/t/[0-9a-f.]+/")),
    ("opening a topic", "social:new", f"{C}social/new/"),
    ("wordings of a post", "social:wordings", lambda look, at: f"{C}social/p/{at['post']}/wordings/"),
    ("measures", "social:measures", f"{C}social/measures/"),
    ("a measure", "social:measure", lambda look, at: f"{C}social/measures/{at['measure']}/", {"headline": True}),
    ("what is decided", "decide:home", f"{C}decide/"),
    ("a decision", "decide:decision", lambda look, at: _decision(look), {"headline": True}),
    ("who voted how", "decide:votes", lambda look, at: _decision(look) + "votes/"),
    ("the charter", "decide:charter", f"{C}decide/charter/"),
    ("four charters", "decide:charter_templates", f"{C}decide/charter/templates/"),
    ("another charter", "decide:charter_new", f"{C}decide/charter/new/?from=partners"),
    ("a charter by its id", "decide:charter_former", lambda look, at: _charter(look)),
    ("books", "treasury:books", f"{C}treasury/"),
    ("an account", "treasury:account", lambda look, at: look(f"{C}treasury/", rf"{C}treasury/account/[^\"/?]+/")),
    ("a booking", "treasury:booking", lambda look, at: _booking(look)),
    ("what is owed", "treasury:owed", f"{C}treasury/owed/eur/"),
    ("what is there", "treasury:reserves", f"{C}treasury/reserves/"),
    ("a year as planned", "treasury:budget", f"{C}treasury/budget/2026/"),
    ("what was set aside", "treasury:set_aside", f"{C}treasury/budgets/"),
    ("what can be bought", "market:home", f"{C}market/"),
    ("kits with a word", "market:home", f"{C}market/?kind=kit&q=bench"),
    ("nothing of that name", "market:home", f"{C}market/?q=spaceship"),
    ("an offer to sell", "market:offer", lambda look, at: _offer(look), {"headline": True}),
    ("asking for it", "market:ask", lambda look, at: _offer(look) + "ask/"),
    ("what I asked for", "market:asked", lambda look, at: f"{C}market/asked/{at['asked']}/"),
    ("orders", "market:orders", f"{C}market/orders/"),
    ("an order", "market:order", lambda look, at: look(f"{C}market/orders/", rf"{C}market/orders/[0-9a-f]{{10}}/")),
    ("partners", "market:partners", f"{C}market/partners/"),
    ("a partner", "market:partner", lambda look, at: _partner(look), {"headline": True}),
    ("becoming a partner", "market:become", f"{C}market/become/"),
    ("who can make it", "market:workshops", f"{C}market/workshops/"),
    ("who can make it near me", "market:workshops", f"{C}market/workshops/?town=Gent&process=welding"),
    ("who can make it where", "market:workshops", f"{C}market/workshops/?town=Bergen&machine=lathe"),
    ("what partners give back", "market:give_back", f"{C}market/give-back/"),
    ("what a partner gives back", "market:give_back_of", lambda look, at: _gives_back(look)),
    ("closed years", "treasury:closing", f"{C}treasury/closing/"),
    ("numbers of accounts", "treasury:chart", f"{C}treasury/chart/"),
    ("value", "value:home", f"{C}value/"),
    ("would", "value:would", f"{C}value/would/"),
    ("reasons", "value:why", lambda look, at: look(f"{C}value/would/", rf"{C}value/would/[^\"/?]+/")),
    ("two rules", "value:compare", f"{C}value/compare/?association=20"),
    ("sharing rule", "value:rule", f"{C}value/rule/"),
    ("share-out", "value:shareout", lambda look, at: look(f"{C}value/", rf"{C}value/s/[0-9a-f]+/")),
    ("an income that waits", "value:income", lambda look, at: look(f"{C}value/", rf"{C}value/income/[0-9a-f]+/")),
    ("writing to the stewards", "write:write", f"{C}write/"),
    ("record", "record:home", f"{C}record/"),
    ("receipt", "record:entry", lambda look, at: look(f"{C}record/", rf"{C}e/[0-9a-f]+/")),
]
"""Pages that everybody may see, and that look otherwise to those who are in."""
OF_VISITORS = [
    *OF_ALL,
    ("founding, about people", "found_step", lambda look, at: f"/found/{at['founding']}/who"),
    ("founding, about income", "found_step", lambda look, at: f"/found/{at['founding']}/income"),
    ("my report", "report_mine", lambda look, at: f"/report/{at['token of open']}/"),
    ("my report, answered", "report_mine", lambda look, at: f"/report/{at['token of answered']}/"),
    ("long work", "desk:job", lambda look, at: f"/jobs/{at['job']}"),
    ("who bears the money", "treasury:bearer", f"{C}treasury/bearer/"),
    ("who was asked to pay", "treasury:requests", f"{C}treasury/requests/"),
    ("a request to pay", "treasury:request", lambda look, at: _asked_to_pay(look)),
    ("giving", "treasury:give", f"{C}treasury/give/"),
    ("giving for a creation", "treasury:give_for",
     lambda look, at: look(f"{C}library/", rf"{C}library/[0-9a-f]{{10}}/").replace("/library/", "/treasury/give/")),
    ("thanks", "treasury:thanks", f"{C}treasury/thanks/"),
    ("thanks for a creation", "treasury:thanks_for",
     lambda look, at: look(f"{C}library/", rf"{C}library/[0-9a-f]{{10}}/").replace("/library/", "/treasury/thanks/")),
    ("the way of an income", "treasury:income", lambda look, at: look(f"{C}value/", rf"{C}treasury/income/[^\"/?]+/")),
    ("a member’s account", "treasury:person", lambda look, at: f"{C}treasury/person/{at['ada']}/"),
    ("who is paid", "treasury:payouts", f"{C}treasury/payouts/"),
    ("payments that go together", "treasury:run", lambda look, at: _run(look)),
    ("what was laid out", "treasury:expenses", f"{C}treasury/expenses/"),
    ("library", "library:home", f"{C}library/"),
    ("creation", "library:creation", lambda look, at: look(f"{C}library/", rf"{C}library/[0-9a-f]{{10}}/")),
    ("version", "library:version", lambda look, at: _version(look)),
    ("person who enriches", "people:person", lambda look, at: _ours(look)),
    ("value of a version by the pot", "value:would", f"{C}value/would/?amount=1234.56&currency=USD&rule=pot%401"),
    ("value of one kind", "value:would", f"{C}value/would/?kind=design"),
    ("value asked wrongly", "value:would", f"{C}value/would/?amount=-5&currency=EUR"),
    ("a person’s money", "value:person", lambda look, at: _person(look).replace("/people/", "/value/person/")),
    ("a rule somebody tries", "value:draft", lambda look, at: f"{C}value/compare/{at['draft']}/", {"headline": True}),
    ("what was given to a version", "work:version",
     lambda look, at: f"{_version(look).replace('/library/v/', '/work/')}?by=kind"),
    ("an invitation", "join_invited", lambda look, at: f"{C}join/{at['invitation']}/"),
    ("an invitation nobody made", "join_invited", f"{C}join/{'x' * 32}/"),
    ("how it was published", "commons:publish", f"{C}publish/"),
    ("objecting", "write:write", f"{C}write/?about=objection"),
    ("after objecting", "write:sent", f"{C}write/sent/"),
    ("record of one kind", "record:home", f"{C}record/?kind=library.released"),
    ("check", "record:check", f"{C}record/check/"),
    ("proves", "record:proves", f"{C}record/proves/"),
    ("signing in", "account_login", "/account/login/"),
    ("signing up", "account_signup", f"/account/signup/?next={C}"),
    ("asking for a link", "account_link", "/account/link/"),
    ("a link that lets one in", "account_use_link", lambda look, at: f"/account/link/{at['link']}/", {"headline": True}),
    ("asking for a new password", "account_reset_password", "/account/password/reset/"),
    ("where the letter is", "account_reset_password_done", "/account/password/reset/done/"),
    ("a new password", "account_reset_password_from_key",
     lambda look, at: f"/account/password/reset/key/{at['new password']}/"),
    ("a letter too old", "account_reset_password_from_key", "/account/password/reset/key/1-abc/", {"status": 410}),
    ("with the new password", "account_reset_password_from_key_done", "/account/password/reset/key/done/"),
    ("a closed account", "account_inactive", "/account/inactive/"),
    ("proving an address", "account_email_verification_sent", "/account/confirm-email/"),
    ("an address that is proven", "account_confirm_email", "/account/confirm-email/Mg:abc/"),
    ("all is erased", "people_erased", "/account/erased/"),
    ("styleguide", "styleguide", "/styleguide"),
    ("not there", "", f"{C}nothing-here/", {"status": 404}),
]  # fmt: skip
OF_BOTH = [
    *OF_ALL,
    ("account", "people_account", "/account/"),
    ("what I follow", "feed:mine", "/feed/mine"),
    ("addresses", "account_email", "/account/email/"),
    ("signing out", "account_logout", "/account/logout/"),
    ("safety", "mfa_index", "/account/safety/"),
    ("where one is signed in", "account_sessions", "/account/sessions/"),
    ("everything about me", "people_everything", "/account/everything/"),
    ("erasing everything", "people_erase", "/account/erase/"),
    ("myself", "people:me", f"{C}people/me/"),
    ("what others may know", "people:profile", f"{C}people/me/profile/"),
    ("my keys", "people:keys", f"{C}people/me/keys/"),
    ("my helpers", "people:recovery", f"{C}people/me/keys/helpers/"),
    ("vouching", "people:vouching", f"{C}people/vouching/"),
    ("leaving", "people:leave", f"{C}people/leave/"),
    ("another address for a page", "work:page_move", lambda look, at: _page(look) + "move/"),
    ("who asks", "people:asking", f"{C}people/asking/"),
    ("inviting", "people:invite", f"{C}people/invite/"),
    ("what somebody was paid", "treasury:slip", lambda look, at: f"{C}treasury/slip/{at['ada']}/2026/"),
    ("what somebody gets", "value:person", lambda look, at: f"{C}value/person/{at['ada']}/"),
    ("what was given to a version", "work:version", lambda look, at: _waits(look)),
]
OF_A_STEWARD = [
    ("putting a question", "decide:new", f"{C}decide/new/"),
    ("putting a question about money", "decide:new_one", f"{C}decide/new/budget/"),
    ("a vote", "decide:vote", lambda look, at: _decision(look) + "vote/?choice=yes"),
    *OF_BOTH,
    ("a first password", "account_set_password", "/account/password/set/"),
    ("an app of codes", "mfa_activate_totp", "/account/safety/app/"),
    ("a passkey to come in with", "mfa_add_webauthn", "/account/safety/passkeys/add/"),
    ("beginning a creation", "library:begin", f"{C}library/new/"),
    (
        "releasing a version",
        "library:release",
        lambda look, at: look(f"{C}library/", rf"{C}library/[0-9a-f]{{10}}/") + "release/",
    ),
    ("claims", "people:claims", f"{OWN}people/claims/"),
    ("a claim", "people:claim_one", lambda look, at: f"{OWN}people/claim/{at['claim']}/"),
    ("claiming what git tells", "people:claim", f"{OWN}people/claim/"),
    ("reports", "report_all", f"{C}reports/"),
    ("a report", "report_one", lambda look, at: f"{C}reports/{at['report open']}/"),
    ("a report that was appealed", "report_one", lambda look, at: f"{C}reports/{at['report appealed']}/"),
    ("withdrawing a page", "work:page_withdraw", lambda look, at: _page(look) + "withdraw/"),
    ("changing a need", "work:need_change", lambda look, at: f"{C}work/needs/{at['need']}/change/"),
    ("what became of my work", "work:mine", f"{C}work/mine/"),
    ("bringing in a table", "work:bring_in", f"{C}work/bring-in/"),
    ("which column says what", "work:bring_in_columns", lambda look, at: f"{C}work/bring-in/{at['table']}/"),
    ("what is in a table", "work:bring_in_check", lambda look, at: f"{C}work/bring-in/{at['table']}/check/"),
    ("what a table told", "work:came_in", lambda look, at: f"{C}work/bring-in/came/{at['came in']}/"),
    ("moving posts", "social:move", lambda look, at: f"{C}social/t/{at['topic']}/move/"),
    ("taking a measure", "social:take", lambda look, at: f"{C}social/measures/take/?post={at['post']}"),
    ("opening a call", "work:call_new", f"{C}work/calls/new/"),
    ("answering an idea", "work:idea_answer", lambda look, at: f"{C}work/ideas/{at['idea']}/answer/?outcome=adopted"),
    ("wording an idea anew", "work:reword", lambda look, at: _idea(look).replace("/ideas/", "/reword/")),
    ("closing a call", "work:call_close", lambda look, at: f"{C}work/calls/{at['call']}/close/"),
    ("accepting", "work:accept", lambda look, at: f"{_newest(look)}accept/"),
    ("accepting, once more", "work:sure", lambda look, at: f"{_newest(look)}accept/sure/"),
    ("planning a year", "treasury:budget", f"{C}treasury/budget/2027/"),
    ("opening an account", "treasury:account_new", f"{C}treasury/bearer/account/"),
    ("other payment rules", "treasury:rules", f"{C}treasury/bearer/rules/"),
    ("an exception", "treasury:exception", f"{C}treasury/bearer/exception/"),
    ("second words", "treasury:waits", f"{C}treasury/waits/"),
    ("offering something", "market:offering", f"{C}market/offering/"),
    ("changing an offer", "market:offer_change", lambda look, at: f"{C}market/{at['sold']}/change/"),
    ("what is asked of me", "market:desk", f"{C}market/desk/"),
    ("what I answer", "market:asking", lambda look, at: f"{C}market/desk/{at['asking']}/"),
    ("asking for money", "treasury:ask", f"{C}treasury/requests/new/"),
    ("a request she made", "treasury:request", lambda look, at: _asked_to_pay(look)),
    ("bank statements", "treasury:bank", f"{C}treasury/bank/"),
    ("a statement set aside", "treasury:bank_file", lambda look, at: f"{C}treasury/bank/{at['set aside']}/"),
    ("lines that wait", "treasury:suspense", f"{C}treasury/lines/"),
    (
        "a line that waits",
        "treasury:line",
        lambda look, at: look(f"{C}treasury/lines/", rf"{C}treasury/lines/[0-9a-f]+/"),
    ),
    ("what comes again", "treasury:habits", f"{C}treasury/habits/"),
    ("a till", "treasury:cash", f"{C}treasury/cash/till/"),
    ("other means", "treasury:elsewhere", f"{C}treasury/elsewhere/"),
    ("my account", "treasury:person", lambda look, at: f"{C}treasury/person/{at['ada']}/"),
    ("where I am paid", "treasury:payee_me", f"{C}treasury/paid-to/"),
    ("who is paid where", "treasury:payees", f"{C}treasury/payees/"),
    ("somebody outside", "treasury:payee_new", f"{C}treasury/payees/new/"),
    ("an account of somebody outside", "treasury:payee", lambda look, at: f"{C}treasury/payees/{at['outside']}/"),
    ("proposing payments", "treasury:run_new", f"{C}treasury/payouts/new/"),
    ("payments to approve", "treasury:run", lambda look, at: _run(look)),
    ("asking for something back", "treasury:expense_new", f"{C}treasury/expenses/new/"),
    ("handing in a bill", "treasury:bill_new", f"{C}treasury/expenses/bill/"),
    (
        "an expense",
        "treasury:expense",
        lambda look, at: look(f"{C}treasury/expenses/", rf"{C}treasury/expenses/[0-9a-f]{{10}}/"),
    ),
    ("showing what is there", "treasury:reserves", f"{C}treasury/reserves/"),
    ("giving numbers to accounts", "treasury:chart", f"{C}treasury/chart/"),
    ("what came in", "value:received", f"{C}value/received/"),
    ("adopting a rule", "value:rule", f"{C}value/rule/?adopt=contributions%401&way=fixed"),
    ("what people wrote", "write:all", f"{C}write/all/"),
    ("one message", "write:one", lambda look, at: f"{C}write/{at['message']}/"),
    ("a draft of her own", "commons:home", OWN, {"headline": True}),
    ("publishing it", "commons:publish", f"{OWN}publish/"),
]
OF_A_MEMBER = [
    *OF_BOTH,
    ("once more", "people_again", "/account/again/"),
    ("the password once more", "account_reauthenticate", "/account/reauthenticate/"),
    ("a code once more", "mfa_reauthenticate", "/account/safety/again/"),
    ("a passkey once more", "mfa_reauthenticate_webauthn", "/account/safety/passkeys/again/"),
    ("another password", "account_change_password", "/account/password/change/"),
    ("without the app", "mfa_deactivate_totp", "/account/safety/app/off/"),
    ("recovery codes", "mfa_view_recovery_codes", "/account/safety/codes/"),
    ("new recovery codes", "mfa_generate_recovery_codes", "/account/safety/codes/new/"),
    ("a passkey’s name", "mfa_edit_webauthn", lambda look, at: f"/account/safety/passkeys/{at['passkey']}/name/"),
    (
        "without the passkey",
        "mfa_remove_webauthn",
        lambda look, at: f"/account/safety/passkeys/{at['passkey']}/remove/",
    ),
    ("what waited", "go_on", lambda look, at: f"/account/go-on/{at['waits']}/"),
    ("erasing a text", "people:erase", f"{C}people/me/erase/name/"),
    ("a nomination that waits", "people:enriching_one", lambda look, at: f"{C}people/enriching/{at['nomination']}/"),
    ("nominating", "people:nominate", lambda look, at: f"{_person(look)}enriches/"),
    ("what was decided about me", "social:mine", f"{C}social/mine/"),
    ("wording a post anew", "social:edit", lambda look, at: f"{C}social/p/{at['post']}/edit/"),
    ("taking a post back", "social:take_back", lambda look, at: f"{C}social/p/{at['post']}/back/"),
    ("a passkey of mine", "people:key_passkey", f"{C}people/me/keys/passkey/"),
    ("a key made new", "people:key_renew", f"{C}people/me/keys/new/"),
    ("withdrawing a key", "people:key_withdraw", lambda look, at: f"{C}people/me/keys/withdraw/{at['key']}/"),
    ("a key on a device", "people:key_device", f"{C}people/me/keys/device/"),
    ("a device that asks", "people:key_asked", lambda look, at: f"{C}people/me/keys/device/{at['device']}/"),
    ("my workshop", "market:partner", lambda look, at: f"{C}market/partners/{at['partner']}/", {"headline": True}),
    ("what it can do", "market:partner_describe", lambda look, at: f"{C}market/partners/{at['partner']}/describe/"),
    ("another agreement", "market:partner_terms", lambda look, at: f"{C}market/partners/{at['partner']}/terms/"),
    ("who sells in law", "market:partner_details", lambda look, at: f"{C}market/partners/{at['partner']}/details/"),
    ("the end of an agreement", "market:partner_end", lambda look, at: f"{C}market/partners/{at['partner']}/end/"),
    ("not for her", "people:claims", f"{C}people/claims/", {"status": 403}),
    ("what came in, not for her", "value:received", f"{C}value/received/", {"status": 403}),
]
PLACES = [
    *_of("visitor", *OF_VISITORS),
    *_of("steward", *OF_A_STEWARD),
    *_of("member", *OF_A_MEMBER),
    *_of(
        "passer-by",
        ("account", "people_account", "/account/"),
        ("a request that waits", "join", f"{C}join/"),
        ("coming back with lost keys", "people:lost", f"{C}people/lost/"),
    ),
    *_of("halfway", ("the second step", "mfa_authenticate", "/account/safety/step/")),
]
"""``halfway``: who has typed her password, and is asked for the second step."""
OF = {(place.who, place.name): place for place in PLACES}
TURNS = {key: LANGUAGES[n % len(LANGUAGES)] for n, key in enumerate(OF)}


def turn(place: Place, language: str) -> bool:
    """Whether it is this language's turn: what costs much is looked at in one language of each page, in another each time."""
    return TURNS[place.who, place.name] == language


NO_PAGES = {
    "people_everything_file": "a file",
    "mfa_download_recovery_codes": "a file",
    "people:picture": "a picture",
    "feed:place-atom": "a feed for readers",
    "feed:commons-atom": "a feed for readers",
    "feed:mine-atom": "a feed for readers",
    "feed:follow": "only a button",
    "social:react": "only buttons",
    "social:say": "leads to the thread",
    "social:post": "leads to where a post stands",
    "social:picture": "a picture",
    "social:preview": "a piece of a page",
    "social:names": "a piece of a page",
    "social:fresh": "a piece of a page",
    "work:needs_feed": "a feed for calendars",
    "work:idea_near": "a piece of a page",
    "work:page_preview": "a piece of a page",
    "work:support": "only a button",
    "work:bring_in_faults": "a file",
    "treasury:file": "a file",
    "treasury:auditor": "a file",
    "treasury:slip_pdf": "a file",
    "treasury:meeting": "a file",
    "treasury:request_pdf": "a file",
    "treasury:request_send": "only a button",
    "treasury:request_withdraw": "only a button",
    "treasury:set_aside_back": "only a button",
    "market:offer_end": "only a button",
    "market:offer_join": "only a button",
    "market:order_act": "only buttons",
    "market:partner_accept": "only a button",
    "market:partner_decline": "only a button",
    "market:give_back_ask": "only a button",
    "market:give_back_remind": "only a button",
    "treasury:bank_raw": "a file",
    "treasury:handed": "leads to the statements where nothing is led elsewhere",
    "treasury:run_approve": "only a button",
    "treasury:run_file": "a file",
    "treasury:run_report": "only a button",
    "treasury:run_paper": "a file",
    "treasury:expense_paper": "a file",
    "value:shareout_json": "a file",
    "value:shareout_csv": "a file",
    "work:file": "a file",
    "work:letter": "only a button",
    "work:no_more": "only who holds a link in a letter",
    "decide:no_more": "only who holds a link in a letter",
    "mfa_list_webauthn": "leads to the page of safety",
    "mfa_login_webauthn": "what passkeys are asked; leads to signing in",
    "verify-py": "a program",
    "content": "a file",
}
"""What is no page, and why; all that programs read of a record (``log-…``) besides."""
