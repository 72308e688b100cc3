"""SSH signatures are read strictly, commits and tags come apart as git signs them, and addresses lead where they say."""

import base64
import contextlib
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.git import openpgp, remote, signed, sshsig
from entredon.pure.log.keys import SecretKey

KEY = SecretKey(b"k" * 32)


def packed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def made(message: bytes = b"m", *, namespace: bytes = b"entredon", hash: str = "sha512", by: SecretKey = KEY, end: bytes = b"",
         version: int = 1, scheme: bytes = b"ssh-ed25519", key: SecretKey = KEY) -> str:  # fmt: skip
    """A signature as ssh-keygen makes it, but for what is changed."""
    digest = hashlib.new(hash if hash in sshsig.HASHES else "sha256", message).digest()
    told = b"SSHSIG" + packed(namespace, b"", hash.encode(), digest)
    blob = b"SSHSIG" + version.to_bytes(4, "big")
    blob += (
        packed(packed(b"ssh-ed25519", key.public), namespace, b"", hash.encode(), packed(scheme, by.sign(told))) + end
    )
    return armoured(blob)


def armoured(blob: bytes) -> str:
    text = base64.b64encode(blob).decode()
    lines = "\n".join(text[at : at + 70] for at in range(0, len(text), 70))
    return f"{sshsig.BEGIN}\n{lines}\n{sshsig.END}\n"


@pytest.mark.parametrize("hash", sshsig.HASHES)
def test_a_signature_holds_over_its_message_only(hash):
    found = sshsig.read(made(b"m", hash=hash))
    assert found.holds(b"m") is True
    assert found.holds(b"n") is False
    assert found.namespace == b"entredon"
    assert found.fingerprint == sshsig.fingerprint(packed(b"ssh-ed25519", KEY.public))


def test_a_signature_by_another_key_than_it_names_doesn_t_hold():
    assert sshsig.read(made(by=SecretKey(b"o" * 32))).holds(b"m") is False


def test_a_signature_of_another_scheme_than_its_key_doesn_t_hold():
    assert sshsig.read(made(scheme=b"ssh-rsa")).holds(b"m") is False


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "no beginning"),
        (made()[:-5], "no beginning or end"),
        (made().replace("\n", "\n!", 1), "no beginning or end"),
        (made(version=2), "version 1"),
        (made(namespace=b""), "no purpose"),
        (made(hash="md5"), "unknown hash"),
        (made(end=b"x"), "follows its end"),
        (armoured(b"SSHSIG\0\0\0\1"), "breaks off"),
        (armoured(b"SSHSIG\0\0\0\1\xff\xff\xff\xff"), "breaks off"),
        (armoured(b"x" * 20_000), "too long"),
    ],
)
def test_what_is_no_signature_is_refused(text, because):
    with pytest.raises(sshsig.Unreadable, match=because):
        sshsig.read(text)


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(blob):
    for text in (armoured(blob), armoured(b"SSHSIG\0\0\0\1" + blob)):
        with contextlib.suppress(sshsig.Unreadable):
            assert sshsig.read(text).holds(b"m") in (True, False, None)
    openpgp.issuers(f"{openpgp.BEGIN}\n\n{base64.b64encode(blob).decode()}\n-----END PGP SIGNATURE-----")


def test_a_security_key_must_have_been_touched():
    application = b"ssh:"
    public = packed(sshsig.SK_ED25519, KEY.public, application)
    told = b"SSHSIG" + packed(b"entredon", b"", b"sha512", hashlib.sha512(b"m").digest())
    for flags, holds in ((b"\1", True), (b"\0", False)):
        rest = flags + b"\0\0\0\7"
        by = KEY.sign(hashlib.sha256(application).digest() + rest + hashlib.sha256(told).digest())
        blob = packed(public, b"entredon", b"", b"sha512", packed(sshsig.SK_ED25519, by) + rest)
        assert sshsig.read(armoured(b"SSHSIG\0\0\0\1" + blob)).holds(b"m") is holds


def test_keys_that_can_t_be_checked_here_say_so():
    blob = packed(packed(b"ssh-rsa", b"e", b"n"), b"git", b"", b"sha512", packed(b"rsa-sha2-512", b"s"))
    assert sshsig.read(armoured(b"SSHSIG\0\0\0\1" + blob)).holds(b"m") is None


COMMIT = b"tree 1\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\nencoding x\n\nSubject\n\n gpgsig no\n"


def test_a_commit_comes_apart_as_git_signs_it():
    with_signature = COMMIT.replace(b"encoding", b"gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n \n -----END\nencoding")
    assert signed.commit(with_signature) == (COMMIT, b"-----BEGIN SSH SIGNATURE-----\nabc\n\n-----END\n")
    assert signed.commit(COMMIT) == (COMMIT, b"")
    twice = with_signature.replace(b"encoding", b"gpgsig-sha256 -----BEGIN PGP SIGNATURE-----\n def\nencoding")
    assert signed.commit(twice) == signed.commit(with_signature)


def test_the_continuation_of_another_field_is_part_of_what_was_signed():
    merged = COMMIT.replace(b"encoding", b"mergetag object 1\n type commit\n gpgsig no\nencoding")
    assert signed.commit(merged) == (merged, b"")


def test_a_tag_s_signature_is_its_end_from_the_last_line_that_begins_one():
    quoted = b"object 1\n\nSee\n-----BEGIN PGP SIGNATURE-----\nquoted\n"
    real = b"-----BEGIN SSH SIGNATURE-----\nx\n-----END SSH SIGNATURE-----\n"
    assert signed.tag(quoted + real) == (quoted, real)
    assert signed.tag(b"object 1\n\nno -----BEGIN SSH SIGNATURE-----\n").signature == b""


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("https://Example.org/a.git", "example.org", 443), ("https://example.org:8443/a", "example.org", 8443),
        ("ssh://git@example.org/a", "example.org", 22), ("git@example.org:a/b", "example.org", 22),
        ("git@example.org:/srv/a", "example.org", 22), ("https://[2001:db8::1]:9/a", "2001:db8::1", 9),
    ],
)  # fmt: skip
def test_an_address_says_which_machine_it_means(address, host, port):
    found = remote.read(address)
    assert (found.host, found.port, found.written) == (host, port, address)


@pytest.mark.parametrize(
    "address",
    ["https://a.org:0/b", "https://a.org:70000/b", "https://a.org/" + "x" * 300, "https://a..-/b", "HTTPS://a.org/b"],
)
def test_other_addresses_are_none(address):
    assert remote.read(address) is None


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"])
def test_machines_of_the_open_internet(number):
    assert remote.is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:10.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::", "2001:0:7f00:1::", "x", "",
    ],
)  # fmt: skip
def test_machines_behind_this_one(number):
    assert not remote.is_public(number)
