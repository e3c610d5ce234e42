"""Codes of an authenticator app (RFC 6238), as somebody reads them from a telephone."""

import base64
import hashlib
import hmac
import struct
import time


def code(secret, at=None, digits=6, period=30):
    """The code for the Base32 `secret` at a moment in seconds, or now."""
    key = base64.b32decode(secret.replace(" ", "").upper() + "=" * (-len(secret.replace(" ", "")) % 8))
    counter = struct.pack(">Q", int((time.time() if at is None else at) // period))
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    start = digest[-1] & 0xF
    number = struct.unpack(">I", digest[start:start + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)
