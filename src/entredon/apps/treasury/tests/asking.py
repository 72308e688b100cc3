"""What tests of asking and giving share: an account whose number is kept here, something that is released, and codes read again."""

import html
import re
from typing import Any

import zxingcpp
from PIL import Image

from entredon.apps.library.entries import Created, Released
from entredon.apps.treasury.models import BankDetails
from entredon.testing_cast import Cast

IBAN, SHOWN = "BE68539007547034", "BE68 5390 0754 7034"


def details(iban: str, account: str = "main", **more: str) -> None:
    BankDetails.objects.create(
        commons="merel", account=account, holder=more.pop("holder", "Merel vzw"), iban=iban, salt=bytes(32), **more
    )


def released(cast: Cast) -> tuple[str, str]:
    """A creation with a version that is released."""
    creation = cast.say(Created(name="Car"))
    return creation, cast.say(Released(creation=creation, name="2.0", own=1, inputs=()))


def page(client: Any, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def code_on(client: Any, path: str) -> str:
    """What another library reads from the code that is drawn on a page."""
    answer = client.get(path).content.decode()
    (side, drawn) = re.findall(r'viewBox="0 0 (\d+) \d+" role="img".*?<path fill="currentColor" d="([^"]+)"', answer)[0]
    picture = Image.new("L", (int(side), int(side)), 255)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn):
        for dark in range(int(x), int(x) + int(length)):
            picture.putpixel((dark, int(y)), 0)
    (code,) = zxingcpp.read_barcodes(picture.resize((int(side) * 8, int(side) * 8), Image.Resampling.NEAREST))
    return str(code.text)
