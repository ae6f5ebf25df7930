"""Whether a public key is a sound point of its curve.

Libraries check this late or not at all: OpenSSL loads any 32 bytes as an Ed25519 key, and under
the identity point one fixed signature verifies for every message. The arithmetic here touches
public numbers only, so its timing reveals nothing.
"""

from __future__ import annotations

from isodocs.words import say

# Ed25519 (RFC 8032, section 5.1): -x² + y² = 1 + d·x²·y² over the field of _P elements.
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
"""L, the order of the base point."""

# P-256 (SEC 2, section 2.4.2): y² = x³ - 3x + b over the field of _Q elements.
_Q = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""n, the order of the group."""


def ed25519_flaw(point: bytes) -> str:
    """What is wrong with an encoded Ed25519 key; empty for a sound one.

    Sound is: 32 bytes, the one canonical encoding, on the curve, of more than small order.
    """
    if len(point) != 32:
        return say("has {count} bytes instead of {wanted}", count=len(point), wanted=32)
    # The topmost bit is the sign of x.
    y = int.from_bytes(point, "little") & (2**255 - 1)
    if y >= _P:
        return say("is not in its canonical form")
    square = y * y % _P
    # The eight points whose order divides 8 have y = ±1, y = 0, or double to a point with y = 0,
    # which is to say y² = -x²; put into the equation of the curve: d·y⁴ + 2·y² - 1 = 0.
    # This covers the points with x = 0 too, so a sign on a zero needs no check of its own.
    if y * (square - 1) * (_D * square * square + 2 * square - 1) % _P == 0:
        return say("is a point of small order, under which signatures can be forged")
    # x² = (y² - 1) / (d·y² + 1) must be a square; a product is one exactly if the quotient is.
    if pow((square - 1) * (_D * square + 1), (_P - 1) // 2, _P) != 1:
        return say("is not a point of the curve")
    return ""


def p256_flaw(point: bytes) -> str:
    """What is wrong with an encoded P-256 key; empty for a sound one.

    Sound is: uncompressed (SEC 1, section 2.3.3), on the curve, and neither coordinate of the
    suspicious sizes that OpenSSH refuses. The order needs no check: every point but infinity,
    which has no such encoding, has the order of the group.
    """
    if len(point) != 65:
        return say("has {count} bytes instead of {wanted}", count=len(point), wanted=65)
    if point[0] != 4:
        return say("is not an uncompressed point")
    x, y = int.from_bytes(point[1:33]), int.from_bytes(point[33:])
    if (y * y - x * x * x + 3 * x - _B) % _Q:
        return say("is not a point of the curve")
    # The order is less than _Q: coordinates beyond the field are refused here too.
    if min(x.bit_length(), y.bit_length()) <= 128 or max(x, y) >= P256_ORDER - 1:
        return say("has a coordinate out of the range that OpenSSH accepts")
    return ""
