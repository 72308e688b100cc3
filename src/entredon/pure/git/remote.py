"""Public addresses of repositories, and which machines they may lead to."""

import ipaddress
import re
from dataclasses import dataclass

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_HOST = rf"(?P<host>{_NAME}|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{{1,5}}))?"
_WEB = re.compile(rf"(?P<scheme>https)://{_HOST}/(?P<path>[!-~]+)")
_SSH = re.compile(rf"(?P<scheme>ssh)://(?:(?P<user>[A-Za-z0-9_][A-Za-z0-9_.-]*)@)?{_HOST}/(?P<path>[!-~]+)")
_SHORT = re.compile(rf"(?P<user>[A-Za-z0-9_][A-Za-z0-9_.-]*)@(?P<host>{_NAME}):(?P<path>[!-,./-~][!-~]*)")
_PORTS = {"https": 443, "ssh": 22}
MOST = 300
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a repository can be asked for: scheme (https or ssh), machine, port, and the address as it was written."""

    scheme: str
    host: str
    port: int
    user: str
    written: str


def read(text: str) -> Remote | None:
    """An address that begins with https:// or ssh://, or is written git@host:path; None for anything else.

    None of them carries a password, and none begins with a dash.
    """
    if len(text) > MOST:
        return None
    found = _WEB.fullmatch(text) or _SSH.fullmatch(text) or _SHORT.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    scheme = parts.get("scheme") or "ssh"
    port = int(parts.get("port") or _PORTS[scheme])
    if not 0 < port < 65_536:
        return None
    return Remote(scheme, parts["host"].strip("[]").lower(), port, parts.get("user") or "", text)


def is_public(text: str) -> bool:
    """Whether a machine's number belongs to the open internet: not to this machine, nor to a network behind it.

    IPv6 numbers that carry an IPv4 one (mapped, 6to4, Teredo, NAT64) are judged by what they carry as well.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    own = () if isinstance(address, ipaddress.IPv6Address) and address in _NAT64 else (address,)
    return "%" not in text and all(_open(each) for each in (*own, *_carried(address)))


def _open(address: Address) -> bool:
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
        or address.is_link_local or address.is_private
    )  # fmt: skip


def _carried(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in found if each is not None]
