"""Signatures over commits, tags and challenges, checked: SSH by ourselves or ssh-keygen, OpenPGP by gpg in a keyring of its own.

A key is named by one text, whatever its kind: OpenSSH's ``SHA256:…``, or the fingerprint of an OpenPGP primary key.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from entredon.apps.library.git.complaints import GitTrouble
from entredon.pure.git import openpgp, sshsig
from entredon.pure.git.signed import Signed

GIT = b"git"
"""The namespace of SSH signatures that git makes."""
SECONDS = 20
MOST = 200_000
"""Characters of a pasted public key at most."""


class Unsigned(GitTrouble):
    """A signature doesn't hold, or can't be checked here. The text is a sentence."""

    for_people = True


def ssh_key(signature: bytes | str, message: bytes, namespace: bytes) -> str:
    """The key that signed a message for this purpose. Raises Unsigned."""
    text = signature.decode("ascii", "replace") if isinstance(signature, bytes) else signature
    try:
        found = sshsig.read(text)
        if found.namespace != namespace:
            raise Unsigned(
                "This signature was made for “{other}”, not for “{ours}”; sign again with -n {ours}.",
                other=found.namespace.decode("ascii", "replace")[:40],
                ours=namespace.decode(),
            )
        holds = found.holds(message)
    except sshsig.Unreadable as trouble:
        raise Unsigned("This SSH signature can't be read: {why}.", why=trouble) from None
    if holds is None:
        holds = _asked_of_ssh_keygen(found, text, message)
    if not holds:
        raise Unsigned("The signature doesn't hold: it is over another text, or was changed on its way.")
    return found.fingerprint


def _asked_of_ssh_keygen(found: sshsig.SSHSignature, text: str, message: bytes) -> bool:
    """RSA and ECDSA are checked by OpenSSH itself, where this machine has it. Raises Unsigned."""
    if shutil.which("ssh-keygen") is None:
        raise Unsigned(
            "Keys of the kind {kind} can't be checked here, because this machine has no ssh-keygen; use an ed25519 "
            "key, or another way.",
            kind=found.kind.decode("ascii", "replace")[:40],
        )
    with tempfile.TemporaryDirectory() as room:
        file = Path(room) / "signature"
        file.write_text(text.strip() + "\n")
        try:
            done = subprocess.run(
                ["ssh-keygen", "-Y", "check-novalidate", "-n", found.namespace.decode("ascii"), "-s", str(file)],
                input=message, capture_output=True, timeout=SECONDS, check=False,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, UnicodeDecodeError):
            return False
    return done.returncode == 0


@contextmanager
def keyring(pasted: str) -> Iterator["Keyring"]:
    """A keyring that holds one pasted OpenPGP public key and nothing else; gone when the block ends. Raises Unsigned."""
    if shutil.which("gpg") is None:
        raise Unsigned("OpenPGP signatures can't be checked here: this machine has no gpg. Use SSH, or another way.")
    if "PRIVATE KEY" in pasted:
        raise Unsigned("This is a secret key: keep it to yourself. Paste the public one (gpg --armor --export).")
    if "BEGIN PGP PUBLIC KEY" not in pasted or len(pasted) > MOST:
        raise Unsigned("Paste your OpenPGP public key, as gpg --armor --export prints it.")
    with tempfile.TemporaryDirectory(prefix="keys-") as room:
        ring = Keyring(Path(room))
        ring.take(pasted)
        yield ring


class Keyring:
    """gpg with a home of its own: no user's keys, no servers, no agent."""

    def __init__(self, room: Path) -> None:
        self._home, self._room = room / "gnupg", room
        self._home.mkdir(mode=0o700)
        self.ids: set[str] = set()

    def take(self, pasted: str) -> None:
        self._gpg("--import", given=pasted.encode())
        listed = self._gpg("--list-keys", "--with-colons").stdout.decode(errors="replace").splitlines()
        rows = [line.split(":") for line in listed]
        if sum(row[0] == "pub" for row in rows) != 1:
            raise Unsigned("This holds no OpenPGP public key, or more than one; paste exactly one.")
        self.ids = {row[4] for row in rows if row[0] in ("pub", "sub")}

    def may_have_made(self, signature: bytes) -> bool:
        """Whether a signature names a key of this ring; a quick look before gpg is asked."""
        return bool(self.ids & openpgp.issuers(signature.decode("ascii", "replace")))

    def key(self, signature: bytes, message: bytes, *, now: bool = False) -> str:
        """The primary key that signed a message; ``now``: it must not have expired since. Raises Unsigned."""
        (self._room / "signature").write_bytes(signature)
        (self._room / "message").write_bytes(message)
        return self._judged(
            self._gpg("--verify", str(self._room / "signature"), str(self._room / "message")).stdout, now
        )

    def clear(self, text: bytes) -> tuple[str, bytes]:
        """The primary key that signed a text which carries its signature, and that text. Raises Unsigned."""
        (self._room / "clear").write_bytes(text)
        out = self._room / "plain"
        out.unlink(missing_ok=True)
        done = self._gpg("--output", str(out), "--decrypt", str(self._room / "clear"))
        return self._judged(done.stdout, True), out.read_bytes() if out.exists() else b""

    def _judged(self, told: bytes, now: bool) -> str:
        said = [line.split() for line in told.decode(errors="replace").splitlines() if line.startswith("[GNUPG:] ")]
        words = [parts[1] for parts in said if len(parts) > 1]
        valid = [parts for parts in said if parts[1:2] == ["VALIDSIG"]]
        good = {"GOODSIG"} if now else {"GOODSIG", "EXPKEYSIG"}
        verdicts = [w for w in words if w in ("GOODSIG", "BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG")]
        if len(valid) != 1 or len(verdicts) != 1 or verdicts[0] not in good:
            raise self._why(words)
        return valid[0][-1]

    def _why(self, words: list[str]) -> Unsigned:
        if "REVKEYSIG" in words:
            return Unsigned("This key was withdrawn by its owner.")
        if "EXPKEYSIG" in words or "EXPSIG" in words:
            return Unsigned("This key or signature has expired.")
        if "NO_PUBKEY" in words:
            return Unsigned("The signature was made by another key than the one that was pasted.")
        return Unsigned("The signature doesn't hold: it is over another text, or was changed on its way.")

    def _gpg(self, *arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        settled = [
            "gpg", "--homedir", str(self._home), "--no-options", "--batch", "--no-tty", "--no-autostart",
            "--disable-dirmngr", "--trust-model", "always", "--no-auto-key-retrieve",
            "--status-fd", "1", "--max-output", "1000000",
        ]  # fmt: skip
        try:
            return subprocess.run(
                [*settled, *arguments], input=given, capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise Unsigned("gpg took too long with this; try again, or use another way.") from None


def key_of(signed: Signed, ring: Keyring | None) -> str:
    """The key that signed a commit or tag. Raises Unsigned, also for OpenPGP without a keyring."""
    if signed.is_ssh:
        return ssh_key(signed.signature, signed.payload, GIT)
    if signed.is_openpgp and ring is not None:
        return ring.key(signed.signature, signed.payload)
    raise Unsigned("It is not signed, or by a key that was not given.")
