"""What the fields of what is held about somebody are called, for whoever reads them."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.log.told import short

FIELDS = {
    "creations": gettext_lazy("for which creations"),
    "ends": gettext_lazy("until"),
    "gives": gettext_lazy("what is given back"),
    "languages": gettext_lazy("languages"),
    "machines": gettext_lazy("machines"),
    "number": gettext_lazy("enterprise or VAT number"),
    "phone": gettext_lazy("telephone"),
    "processes": gettext_lazy("what it can do"),
    "services": gettext_lazy("services"),
    "asking": gettext_lazy("number of what was asked for"),
    "offer": gettext_lazy("offer"),
    "order": gettext_lazy("order"),
    "partner": gettext_lazy("partner"),
    "quantity": gettext_lazy("how many"),
    "quote": gettext_lazy("quote"),
    "wants": gettext_lazy("what you said by your link"),
    "wants_at": gettext_lazy("when you said it"),
    "wants_text": gettext_lazy("why"),
    "about": gettext_lazy("about"),
    "accepted": gettext_lazy("accepted"),
    "account": gettext_lazy("number of your account"),
    "act": gettext_lazy("what is to be done"),
    "closes": gettext_lazy("until which day"),
    "part": gettext_lazy("part"),
    "points": gettext_lazy("points"),
    "paid": gettext_lazy("paid"),
    "payee": gettext_lazy("who is paid"),
    "details": gettext_lazy("seal of the bank details"),
    "holder": gettext_lazy("holder of the account"),
    "iban": gettext_lazy("IBAN"),
    "bic": gettext_lazy("BIC"),
    "town": gettext_lazy("town"),
    "country": gettext_lazy("country"),
    "label": gettext_lazy("what they are called here"),
    "mail": gettext_lazy("their e-mail address"),
    "checked": gettext_lazy("what the bank said of name and number"),
    "line": gettext_lazy("seal of the bank’s line"),
    "sha256": gettext_lazy("number made from the content"),
    "n": gettext_lazy("which one in the file"),
    "start": gettext_lazy("first day"),
    "end": gettext_lazy("last day"),
    "words": gettext_lazy("words in it"),
    "incoming": gettext_lazy("whether it comes in"),
    "least": gettext_lazy("at least"),
    "most": gettext_lazy("at most"),
    "ref": gettext_lazy("what it is for"),
    "commitment": gettext_lazy("seal of the paper"),
    "signed": gettext_lazy("who agreed"),
    "skills": gettext_lazy("skills"),
    "measure": gettext_lazy("measure"),
    "thread": gettext_lazy("in which talk"),
    "due": gettext_lazy("due on"),
    "action": gettext_lazy("what was done"),
    "added": gettext_lazy("since which entry"),
    "address": gettext_lazy("address"),
    "alg": gettext_lazy("kind of key"),
    "answer": gettext_lazy("answer"),
    "answered": gettext_lazy("answered on"),
    "answered_by": gettext_lazy("answered by"),
    "appeal": gettext_lazy("appeal"),
    "appealed": gettext_lazy("appealed on"),
    "at": gettext_lazy("when"),
    "browser": gettext_lazy("browser"),
    "by": gettext_lazy("by"),
    "challenge": gettext_lazy("what was to be signed"),
    "changed": gettext_lazy("changed on"),
    "choice": gettext_lazy("choice"),
    "choices": gettext_lazy("choices"),
    "decision": gettext_lazy("decision"),
    "circle": gettext_lazy("circle"),
    "claimed_by": gettext_lazy("claimed by"),
    "closed": gettext_lazy("closed on"),
    "closed_by": gettext_lazy("closed by"),
    "code": gettext_lazy("code"),
    "commits": gettext_lazy("commits"),
    "commons": gettext_lazy("commons"),
    "contest": gettext_lazy("disagreement"),
    "contribution": gettext_lazy("contribution"),
    "counts": gettext_lazy("counts"),
    "created": gettext_lazy("made on"),
    "created_at": gettext_lazy("made on"),
    "credential": gettext_lazy("name of the passkey for browsers"),
    "currency": gettext_lazy("currency"),
    "custody": gettext_lazy("kept"),
    "done": gettext_lazy("done"),
    "doubts": gettext_lazy("who doubts it"),
    "effort_quantity": gettext_lazy("effort"),
    "effort_unit": gettext_lazy("unit of effort"),
    "email": gettext_lazy("address"),
    "email_address": gettext_lazy("number of the address"),
    "entry": gettext_lazy("entry"),
    "expire_date": gettext_lazy("until"),
    "files": gettext_lazy("files"),
    "given": gettext_lazy("what it was given"),
    "id": gettext_lazy("number"),
    "index": gettext_lazy("place in the record"),
    "input_of": gettext_lazy("went into"),
    "is_active": gettext_lazy("open"),
    "kept": gettext_lazy("what was reported stays"),
    "key": gettext_lazy("key"),
    "kind": gettext_lazy("kind"),
    "kinds": gettext_lazy("for what"),
    "language": gettext_lazy("language"),
    "lapsed": gettext_lazy("lapsed by"),
    "last_login": gettext_lazy("last signed in"),
    "last_used_at": gettext_lazy("last used"),
    "leads": gettext_lazy("leads to"),
    "leaf": gettext_lazy("entry as it stands in the record"),
    "left": gettext_lazy("left by entry"),
    "made": gettext_lazy("made on"),
    "meant_for": gettext_lazy("meant for"),
    "measures": gettext_lazy("measures"),
    "member": gettext_lazy("member"),
    "message": gettext_lazy("message"),
    "minor": gettext_lazy("amount in the smallest unit"),
    "minutes": gettext_lazy("minutes"),
    "name": gettext_lazy("name"),
    "need": gettext_lazy("need"),
    "on": gettext_lazy("day"),
    "outcome": gettext_lazy("outcome"),
    "output_of": gettext_lazy("came out of"),
    "person": gettext_lazy("person"),
    "place": gettext_lazy("place"),
    "primary": gettext_lazy("first"),
    "proven": gettext_lazy("shown on"),
    "provider": gettext_lazy("from"),
    "pseudonyms": gettext_lazy("numbers claimed"),
    "public": gettext_lazy("public key"),
    "reason": gettext_lazy("reason"),
    "receiver": gettext_lazy("to"),
    "resource_conforms_to": gettext_lazy("kind of thing"),
    "resource_quantity": gettext_lazy("quantity"),
    "resource_unit": gettext_lazy("unit"),
    "reviewers": gettext_lazy("how many look"),
    "revoked": gettext_lazy("until which entry"),
    "roles": gettext_lazy("roles"),
    "rule": gettext_lazy("rule"),
    "said": gettext_lazy("what was said"),
    "seen": gettext_lazy("last seen"),
    "seen_by": gettext_lazy("seen by"),
    "sent": gettext_lazy("sent on"),
    "settled": gettext_lazy("settled by"),
    "shareout": gettext_lazy("share-out"),
    "since": gettext_lazy("since"),
    "state": gettext_lazy("how it stands"),
    "text": gettext_lazy("text"),
    "to": gettext_lazy("to"),
    "total": gettext_lazy("of"),
    "tries": gettext_lazy("tries"),
    "type": gettext_lazy("kind"),
    "typed": gettext_lazy("what you typed"),
    "until": gettext_lazy("until"),
    "use": gettext_lazy("use"),
    "used": gettext_lazy("used"),
    "used_by": gettext_lazy("used by"),
    "user": gettext_lazy("number of your account"),
    "verdict": gettext_lazy("what was said of it"),
    "verified": gettext_lazy("shown to be yours"),
    "version": gettext_lazy("version"),
    "way": gettext_lazy("way"),
    "what": gettext_lazy("what"),
    "who": gettext_lazy("who"),
    "why": gettext_lazy("why"),
    "withdrawn": gettext_lazy("withdrawn"),
    "withheld": gettext_lazy("kept back from everybody"),
    "word": gettext_lazy("word"),
    "work": gettext_lazy("work"),
}
SECRETS = {
    "password": gettext_lazy("a hash of your password"),
    "token": gettext_lazy("a hash of a link’s token"),
    "sealed": gettext_lazy("a sealed secret key"),
    "salt": gettext_lazy("the salt that seals the text"),
    "code": gettext_lazy("a hash of a code"),
    "key": gettext_lazy("a secret name that opens it"),
    "data": gettext_lazy("secrets that only the way of signing in needs"),
    "session_key": gettext_lazy("the secret name of the session"),
    "session_data": gettext_lazy("what the program notes while you are signed in"),
    "args_kwargs": gettext_lazy("the letter itself, sealed"),
}
LONGEST = 300
"""Characters of a value that a page shows; the file has all of it."""
_HASH = re.compile(r"(k:|p:)?[0-9a-f]{32,64}")


def called(name: str) -> str:
    """What a field is called."""
    return str(FIELDS.get(name, name.replace("_", " ")))


def secrets_of(names: Iterable[str]) -> list[str]:
    """What is held but never shown, in words."""
    return [str(SECRETS.get(name, name.replace("_", " "))) for name in names]


def pairs(row: Mapping[str, Any], *, whole: bool = False) -> Iterator[tuple[str, str]]:
    """A row as its reader sees it: what is empty is left out, and ids are as long as pages have them unless all is ``whole``."""
    for name, value in row.items():
        if value not in ("", None, [], {}, b""):
            text = shown(value)
            yield called(name), text if whole else _short(text)


def _short(text: str) -> str:
    if _HASH.fullmatch(text):
        return f"{short(text)} …"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def shown(value: Any) -> str:
    """A value as its reader sees it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(value, "j F Y, H:i") + " UTC"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, str | int):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=plain)


def plain(value: Any) -> Any:
    """A value that JSON has no word for."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value)
