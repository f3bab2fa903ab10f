"""The codes of an app on a phone (RFC 6238)."""

import base64
import hashlib
import hmac
import struct
import time


def code_now(secret):
    """The code of six digits that an app with this secret shows now."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
