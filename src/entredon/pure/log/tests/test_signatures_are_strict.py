"""Signatures that other libraries let pass: made here, refused here."""

import hashlib

import pytest

from entredon.pure.log import keys
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import SecretKey

ORDER = 2**252 + 27742317777372353535851937790883648493
KEY = SecretKey(hashlib.sha256(b"a key").digest())
MESSAGE = b"what was said"
SIGNATURE = KEY.sign(MESSAGE)


def test_an_honest_signature_holds() -> None:
    assert keys.verify(KEY.public, MESSAGE, SIGNATURE)


def test_the_second_spelling_of_s_is_refused() -> None:
    s = int.from_bytes(SIGNATURE[32:], "little")
    other = SIGNATURE[:32] + (s + ORDER).to_bytes(32, "little")
    assert not keys.verify(KEY.public, MESSAGE, other)


@pytest.mark.parametrize("bit", range(0, 512, 7))
def test_a_changed_signature_is_refused(bit: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[bit // 8] ^= 1 << bit % 8
    assert not keys.verify(KEY.public, MESSAGE, bytes(changed))


SMALL = [
    bytes([1]) + bytes(31),  # the neutral point
    bytes(32),
    bytes([0xEC]) + b"\xff" * 30 + b"\x7f",  # order 2
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),  # order 8
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
]


@pytest.mark.parametrize("point", SMALL)
def test_points_of_small_order_sign_nothing(point: bytes) -> None:
    assert not keys.verify(point, MESSAGE, point + bytes(32))
    assert not keys.verify(point, MESSAGE, bytes([1]) + bytes(63))
    assert not keys.verify(KEY.public, MESSAGE, point + SIGNATURE[32:])


@pytest.mark.parametrize("length", [0, 1, 31, 33, 63, 64, 65])
def test_lengths_that_are_no_key_or_no_signature_are_refused(length: int) -> None:
    assert not keys.verify(bytes(length), MESSAGE, SIGNATURE)
    assert length == 64 or not keys.verify(KEY.public, MESSAGE, SIGNATURE.ljust(65, b"\x00")[:length])


@pytest.mark.parametrize("text", ["", "QQ", "QR==", "QQ==\n", " QQ==", "QQ=", "Q Q==", "QQ==QQ==", "é"])
def test_only_one_spelling_of_base64_is_taken(text: str) -> None:
    if text == "":
        assert keys.unb64(text) == b""
        return
    with pytest.raises(Malformed):
        keys.unb64(text)
