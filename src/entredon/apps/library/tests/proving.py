"""A commons imported from a repository that also stands at a public address: what tests of proof and claims share."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from entredon.apps.library.git import proof
from entredon.apps.library.tests.imported import again
from entredon.testing_cast import Cast
from entredon.testing_git import commit, git

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen on this machine")
needs_gpg = pytest.mark.skipif(shutil.which("gpg") is None, reason="there is no gpg on this machine")


@dataclass
class Project:
    """A repository in which people work (``path``), imported as a draft."""

    cast: Cast
    path: Path

    @property
    def line(self) -> str:
        """The line that shows control of it."""
        return proof.line(self.cast.slug)

    def put(self, content: str | bytes, name: str = proof.FILE) -> str:
        """Commit a file on the main branch."""
        return commit(self.path, "proof", {name: content})

    def sign(self, key: Path | str, *arguments: str, **who: str) -> str:
        """git with a key to sign with: a file for SSH, else an OpenPGP fingerprint in the keyring beside the repository."""
        ssh = isinstance(key, Path)
        settings = ["-c", f"user.signingkey={key}", "-c", f"gpg.format={'ssh' if ssh else 'openpgp'}"]
        return git(
            self.path, *settings, *arguments, **who, **({} if ssh else {"GNUPGHOME": str(gnupg(self.path.parent))})
        )

    def draft(self) -> Cast:
        """Import it as it is now."""
        again(self.path)
        return self.cast


def begin(cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A repository with one commit, not imported yet; whoever imports is Ada."""
    path = folder / "merel"
    git(folder, "init", "--quiet", "--initial-branch=main", str(path))
    commit(path, "one", {"a.py": "1\n"}, author="Bob <bob@example.org>")
    monkeypatch.setattr("entredon.log.device.key", lambda slug: cast.ada)
    return Project(cast, path)


def ssh_key(folder: Path, name: str, *kind: str) -> Path:
    """A new SSH key without a passphrase."""
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", *(kind or ("ed25519",)), "-N", "", "-f", str(path)], check=True)
    return path


def ssh_sign(key: Path, text: str, namespace: str = "entredon") -> str:
    """What ``ssh-keygen -Y sign`` says over a text."""
    command = ["ssh-keygen", "-Y", "sign", "-q", "-n", namespace, "-f", str(key)]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def gnupg(folder: Path) -> Path:
    """A keyring for tests."""
    home = folder / "gpg"
    home.mkdir(mode=0o700, exist_ok=True)
    return home


def gpg(folder: Path, *arguments: str, given: str = "") -> str:
    """gpg in that keyring."""
    command = ["gpg", "--homedir", str(gnupg(folder)), "--batch", "--pinentry-mode", "loopback", "--passphrase", ""]
    return subprocess.run([*command, *arguments], input=given, capture_output=True, text=True, check=True).stdout


def gpg_key(folder: Path, who: str) -> tuple[str, str]:
    """A new OpenPGP key: its fingerprint, and the public key in its armour."""
    gpg(folder, "--quick-generate-key", who, "ed25519", "sign", "never")
    rows = [line.split(":") for line in gpg(folder, "--list-keys", "--with-colons", who).splitlines()]
    fingerprint = next(row[9] for row in rows if row[0] == "fpr")
    return fingerprint, gpg(folder, "--armor", "--export", fingerprint)
