"""A payment file of 10,000 transfers, from the batch to the bytes a bank gets; its check by the official schema stands apart.

Beside it sepaxml, which checks less (it takes a wrong IBAN, and gives every file another id) and writes the same message.
"""

import datetime
import importlib.util
from pathlib import Path
from typing import Any

from benchmarks import Result, seconds

COUNT = 10_000
OURS = "BE68539007547034"
TIMES = 3


def run(all: bool) -> list[Result]:
    count = COUNT * (10 if all else 1)
    return [writing(count), *judging(count), reporting(count)]


def belgian(number: int) -> str:
    """An account that might be."""
    rest = f"{number:010d}{number % 97 or 97:02d}"
    return f"BE{98 - int(f'{rest}111400') % 97:02d}{rest}"


def batch(count: int) -> Any:
    """Transfers to as many people, with references of both kinds and texts by turns."""
    from entredon.pure.money.payments.batch import Batch, Payment
    from entredon.pure.money.references import ogm, rf

    said = (rf, ogm, lambda base: f"Je deel van {base} – dank je")
    return Batch(
        id="run-7", created="2026-11-26T10:00:00Z", day="2026-11-30", name="Het Volle Veld vzw", iban=OURS,
        payments=tuple(
            Payment(id=f"pay-{n}", name=f"Zoë Dubois {n}", iban=belgian(n), minor=n * 37 % 9_999 + 1, message=said[n % 3](n))
            for n in range(1, count + 1)
        ),
    )  # fmt: skip


def writing(count: int) -> Result:
    """Checking and writing, with nothing kept from the run before."""
    from entredon.pure.money import banking
    from entredon.pure.money.payments import letters
    from entredon.pure.money.payments.pain001 import write

    whole = batch(count)

    def afresh() -> None:
        banking.iban.cache_clear()
        letters.fitted.cache_clear()
        write(whole)

    ours = seconds(afresh, TIMES)
    theirs = seconds(lambda: peer(whole)) if importlib.util.find_spec("sepaxml") else None
    return Result(
        what=f"a payment file of {count:,} transfers, all checks included",
        figure=ours,
        unit="s",
        aim="≤ 3" if count == COUNT else "",
        peer="sepaxml, without its check by the schema",
        peer_figure=theirs,
        note="" if theirs else "sepaxml is not installed",
    )


def peer(whole: Any) -> bytes:
    """The same payments by sepaxml, texts instead of references, as it has none."""
    from sepaxml import SepaTransfer

    config = {"name": whole.name, "IBAN": whole.iban, "BIC": "GEBABEBB", "batch": True, "currency": "EUR"}
    file = SepaTransfer(config, schema="pain.001.001.09", clean=True)
    for payment in whole.payments:
        message = payment.message if isinstance(payment.message, str) else payment.message.text
        file.add_payment(
            {
                "name": payment.name, "IBAN": payment.iban, "amount": payment.minor, "description": message,
                "execution_date": datetime.date(2026, 11, 30), "endtoend_id": payment.id,
            }
        )  # fmt: skip
    return bytes(file.export(validate=False))


def judging(count: int) -> list[Result]:
    """The official schema's word on the file, where that schema and a judge are installed."""
    if not (importlib.util.find_spec("sepaxml") and importlib.util.find_spec("lxml")):
        return []
    import sepaxml
    from lxml import etree

    from entredon.pure.money.payments.pain001 import write

    schema = etree.XMLSchema(etree.parse(Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"))
    written = write(batch(count))
    taken = seconds(lambda: schema.assertValid(etree.fromstring(written)), TIMES)
    megabytes = len(written) / 1e6
    return [
        Result(
            what="the same file judged by its schema (lxml)", figure=taken, unit="s", note=f"{megabytes:.1f} MB, valid"
        )
    ]


def reporting(count: int) -> Result:
    """Reading a bank's report that names every payment."""
    from entredon.pure.money.payments.pain002 import outcomes, read

    ids = [f"pay-{n}" for n in range(1, count + 1)]
    single = (
        "<TxInfAndSts><OrgnlEndToEndId>{}</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
        "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>"
    )
    data = (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>b</MsgId></GrpHdr>'
        "<OrgnlGrpInfAndSts><OrgnlMsgId>m</OrgnlMsgId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>run-7</OrgnlPmtInfId>"
        f"{''.join(map(single.format, ids))}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()
    taken = seconds(lambda: outcomes(read(data), "m", "run-7", ids), TIMES)
    return Result(what=f"a bank's report on {count:,} transfers, read and understood", figure=taken, unit="s")
