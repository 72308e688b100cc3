"""From a name and an address to somebody: a pseudonym that only who knows the commons' secret can compute."""

import hmac
import re

PERSON, BOT = "p:", "b:"

_BOT_ADDRESSES = frozenset(
    {
        "noreply@github.com", "actions@github.com", "action@github.com", "support@dependabot.com", "bot@renovateapp.com",
        "renovate@whitesourcesoftware.com", "support@greenkeeper.io", "snyk-bot@snyk.io", "github-bot@pyup.io",
        "bot@pyup.io", "hosted@weblate.org", "noreply@weblate.org", "noreply-mt-weblate@weblate.org", "lkp@intel.com",
        "support+bot@crowdin.com", "admin@transifex.com", "semantic-release-bot@martynus.net", "copybara@google.com",
        "pre-commit-ci@users.noreply.github.com",
    }
)  # fmt: skip
_BOT_NAMES = frozenset(
    {
        "dependabot", "dependabot-preview", "renovate", "renovate bot", "renovate-bot", "github actions", "github-actions",
        "greenkeeper", "greenkeeperio-bot", "semantic-release-bot", "snyk-bot", "pyup-bot", "bors", "homu", "weblate",
        "hosted weblate", "kernel test robot", "syzbot", "web-flow", "k8s ci robot", "kubernetes prow robot", "mergify",
        "copybara-service", "allcontributors", "imgbot", "crowdin bot", "transifex",
    }
)  # fmt: skip
_BOT_MARK = "[bot]"
_SYZBOT = re.compile(r"syzbot[+@]")


def text(raw: bytes) -> str:
    """Bytes from a repository as text: UTF-8, else Latin-1; without control characters, which no name needs."""
    try:
        decoded = raw.decode()
    except UnicodeDecodeError:
        decoded = raw.decode("latin-1")
    return "".join(c if c.isprintable() else " " for c in decoded).strip()


def is_bot(name: str, address: str) -> bool:
    """Whether this is a program: marked ``[bot]``, or one of the well-known ones."""
    name, address = name.lower(), address.lower()
    local = address.partition("@")[0]
    return (
        name.endswith(_BOT_MARK)
        or local.endswith(_BOT_MARK)
        or address in _BOT_ADDRESSES
        or name in _BOT_NAMES
        or _SYZBOT.match(address) is not None
    )


def pseudonym(secret: bytes, name: str, address: str) -> str:
    """``p:`` (for a program ``b:``) and 32 hex digits: HMAC-SHA-256 of the address in lower case, cut in half.

    Without an address, the name stands in.
    """
    known = address.lower() or f"\0{name}"
    digest = hmac.digest(secret, known.encode(), "sha256").hex()[:32]
    return (BOT if is_bot(name, address) else PERSON) + digest
