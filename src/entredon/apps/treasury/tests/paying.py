"""A house whose people have accounts and pages: who is paid where is said there, so that files for the bank can be made."""

import re
from typing import Any

from django.test import Client

from entredon.apps.people.models import Account
from entredon.apps.treasury.models import BankDetails, Run
from entredon.apps.treasury.tests.house import House
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, just_came_in, person

OWN = "BE68539007547034"
IBANS = {
    "ada": "BE71096123456769",
    "bob": "NL91ABNA0417164300",
    "dora": "DE89370400440532013000",
    "eve": "FR1420041010050500013M02606",
}
HOME = "/c/merel/treasury/"


class Office:
    """Ada and Dora are stewards, Bob and Eve members; the bank has 100.00, of which 30.00 is owed to Bob and 20.00 to Eve."""

    def __init__(self, cast: Cast, **house: Any) -> None:
        self.cast, self.house = cast, House(cast, **house)
        self.keys = {"ada": cast.ada, "bob": cast.bob, "dora": self.house.dora, "eve": self.house.eve}
        BankDetails.objects.create(commons="merel", account="main", holder="Merel vzw", iban=OWN, salt=b"0" * 32)
        self.house.given(10_000)
        self.house.expense(3_000)
        self.house.expense(2_000, self.house.eve)
        self.clients = {name: self._client(name, key) for name, key in self.keys.items()}

    def _client(self, name: str, key: SecretKey) -> Client:
        if name in ("ada", "bob"):
            return self.cast.client(name)
        account = Account.objects.create(email=f"{name}@example.org", name=name.capitalize())
        self.cast.holds(account, key)
        browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
        browser.force_login(account)
        just_came_in(browser)
        return browser

    def person(self, name: str) -> str:
        """Somebody's id."""
        return person(self.keys[name])

    def get(self, who: str, path: str, status: int = 200) -> str:
        """A page as somebody sees it, in one line."""
        answer = self.clients[who].get(path if path.startswith("/") else HOME + path)
        assert answer.status_code == status, (path, answer.status_code)
        return re.sub(r"\s+", " ", answer.content.decode())

    def post(self, who: str, path: str, status: int = 302, **typed: Any) -> Any:
        """What somebody sends."""
        answer = self.clients[who].post(path if path.startswith("/") else HOME + path, typed)
        assert answer.status_code == status, (path, answer.status_code, wrong(answer))
        return answer

    def paid_at(self, *names: str) -> None:
        """People say on their page where they are paid."""
        for name in names:
            self.post(name, "paid-to/", holder=f"{name.capitalize()} Zoë", iban=IBANS[name])

    def proposed(self, who: str = "ada", **changes: Any) -> Run:
        """All that is owed is proposed by the form as it stands."""
        html = self.get(who, "payouts/new/")
        self.post(who, "payouts/new/", **as_it_stands(html), **changes)
        return Run.objects.filter(commons="merel").order_by("-position")[0]

    def approved(self, *who: str) -> Run:
        """The same, with the yes of these."""
        run = self.proposed()
        for name in who or ("ada", "dora"):
            self.post(name, f"payouts/{run.id[:10]}/approve/")
        run.refresh_from_db()
        return run

    def file(self, run: Run, who: str = "ada") -> bytes:
        """The file for the bank."""
        answer = self.post(who, f"payouts/{run.id[:10]}/file/", 200)
        assert answer["Content-Type"] == "application/xml", wrong(answer)
        return bytes(answer.content)

    def states(self, run: Run) -> tuple[str, list[str]]:
        return self.house.states(run.id)


def as_it_stands(html: str) -> dict[str, str]:
    """What a browser would send of a form."""
    found: dict[str, str] = {}
    form = html[html.index('enctype="multipart/form-data"') :]
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="file"' not in tag and ("checkbox" not in tag or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        assert chosen
        found[name] = chosen[1]
    return found


def wrong(answer: Any) -> str:
    """What a page says is wrong."""
    html = re.sub(r"\s+", " ", answer.content.decode(errors="replace"))
    return " | ".join(re.findall(r'class="(?:wrong|notice bad)"[^>]*>(.*?)</(?:p|div)>', html)) or html[:500]
