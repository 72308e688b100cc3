"""The second step and passkeys, as allauth does them, in our way: sealed secrets, our names, a picture without dependencies.

A second step is asked of whoever has set one up, whichever way she comes in: by a password, a link from a letter, a new
password, and also by a link that the operator printed. A passkey lets in by itself, for it is two things at once: the device,
and her finger or number on it. Whoever has lost all of it and her recovery codes needs the operator
(``entredon sign-in --without-second-step``).
"""

import base64
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.utils.translation import gettext_lazy

from entredon.apps.people import account_browser
from entredon.apps.people.models import Account
from entredon.desk import limits
from entredon.log import held
from entredon.pure.bucket import Rate

CODE_ONCE = Rate(1, 180)
"""A code of an app works for a minute and a half, and once."""


class Adapter(DefaultMFAAdapter):
    """See the module."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That didn’t fit. Try once more, with the code that is shown now."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes go with a passkey or an app: set one up first."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(held.seal(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return held.unseal(base64.b64decode(encrypted_text)).decode()

    def _get_site_name(self) -> str:
        """What passkeys and apps call this place."""
        return f"Entredon · {host()}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": host(), "name": self._get_site_name()}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  (the name is allauth’s)
        request = context.request
        return account_browser.words(request.headers.get("User-Agent", "")) or "Passkey"

    def build_totp_svg(self, url: str) -> str:
        return picture(url)


def host() -> str:
    """The name this place is known by, without a port: passkeys belong to it."""
    named: str = settings.ENTREDON_HOST or context.request.get_host()
    return named.rpartition(":")[0] if named.rpartition(":")[2].isdigit() else named


def picture(url: str) -> str:
    """What a telephone reads from the screen, as SVG without any style in it."""
    import qrcode  # only who looks at such a page needs it

    code = qrcode.QRCode(border=4)
    code.add_data(url)
    rows = code.get_matrix()
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" class="qr" aria-hidden="true">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d="{dots}"/></svg>'
    )


def has_second_step(account: Account) -> bool:
    """Whether more is asked of her than a password or a link."""
    return Authenticator.objects.filter(user_id=account.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def forget(account: Account) -> int:
    """Forget all passkeys, apps and recovery codes of an account; returns how many of them there were."""
    return Authenticator.objects.filter(user_id=account.pk).delete()[0]


def once(self: totp.TOTP, code: str) -> bool:
    """In place of allauth's note in the cache, which each process has for itself: a code of an app works once, everywhere."""
    digits = "".join(letter for letter in code if letter.isdigit())
    return limits.allowed("totp", f"{self.instance.user_id} {digits}", CODE_ONCE)


def install() -> None:
    """Called once, when Django has started."""
    totp.TOTP._mark_code_used = once
