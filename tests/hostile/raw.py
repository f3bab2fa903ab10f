"""Bytes that are no request, or hardly: drawn from a seed, for a server without anything in front."""

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from random import Random
from urllib.parse import urlsplit

TIMEOUT = 30  # seconds; a server that lets a client wait longer has failed
STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9])")
LINES = (
    *(b"GET / HTTP/1.1", b"GET / HTTP/1.0", b"GET /initiatieven/?q=zzMARK HTTP/1.1", b"HEAD /healthz HTTP/1.1"),
    *(b"get / HTTP/1.1", b"GET  / HTTP/1.1", b"GET /", b"GET / HTTP/2.0", b"GET / HTTP/1.1 x", b"", b" ", b"GET"),
    *(b"GET /\xff HTTP/1.1", b"GET /\0 HTTP/1.1", b"GET http://evil.example/?q=zzMARK HTTP/1.1", b"GET * HTTP/1.1"),
    *(b"CONNECT a:1 HTTP/1.1", b"OPTIONS * HTTP/1.1", b"PRI * HTTP/2.0", b"POST /beheer/account/login/ HTTP/1.1"),
    *(b"G" * 300 + b" / HTTP/1.1", b"GET /" + b"a" * 8_185 + b" HTTP/1.1", b"GET /?q=zzMARK" + b"%41" * 3_000),
    *(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET /#zzMARK HTTP/1.1", b"GET ?q=zzMARK HTTP/1.1"),
    *(b"GET /initiatieven/%3Fq=a%20zzMARK HTTP/1.1", b"GET /initiatieven%253Fq=zzMARK HTTP/1.1"),
    *(b"GET /initiatieven/;q=zzMARK HTTP/1.1", b"GET /voorbeeld/a%22zzMARK/ HTTP/1.1"),
)
FIELDS = (
    *(b"Host: 127.0.0.1", b"Host: 127.0.0.1", b"Host: 127.0.0.1", b"Host:", b"Host: a, b", b"Host: \xff", b"Host : x"),
    b"Host: a?zzMARK",
    *(
        b"Content-Length: 5",
        b"Content-Length: -1",
        b"Content-Length: 5, 5",
        b"Content-Length: +5",
        b"Content-Length: x",
    ),
    *(b"Content-Length: 99999999999999999999", b"Transfer-Encoding: chunked", b"Transfer-Encoding: xchunked"),
    *(b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding: \x0bchunked", b"Connection: close", b"A"),
    *(b"Connection: keep-alive, Host", b"Expect: 100-continue", b"Expect: x", b"X: \0", b"X: a\rb", b" folded: x"),
    *(b"Upgrade: h2c", b"HTTP2-Settings: AAA", b"X_Y: 1", b": no name", b"Cookie: " + b"a" * 9_000, b"\xff: \xff"),
    *(b"Content-Type: text/plain; charset=hex", b"Range: bytes=0-", b"X-Forwarded-For: \t", b"Trailer: Host"),
)
ENDS = (b"\r\n", b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r", b"\r\n\r\n")
BODIES = (
    b"",
    b"",
    b"hello",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"zz\r\n",
    b"0\r\nHost: x\r\n\r\n",
    b"\0" * 2_000,
    b"5;ext=1\r\nhello",
)


def requests(random: Random, count: int, mark: str) -> Iterator[bytes]:
    """Yield texts to send.

    Args:
        mark: stands in the queries; no log may have it.
    """
    for _ in range(count):
        end = random.choice(ENDS)
        head = [random.choice(LINES), *random.sample(FIELDS, random.randint(0, 5))]
        text = end.join(head) + end + end + random.choice(BODIES)
        if random.random() < 0.1:
            text = text[: random.randrange(len(text) + 1)]
        if random.random() < 0.1:
            place = random.randrange(len(text) + 1)
            text = text[:place] + random.randbytes(random.choice((1, 10, 1_000))) + text[place:]
        yield text.replace(b"zzMARK", mark.encode())


def failures(address: str, texts: Iterator[bytes]) -> Iterator[str]:
    """Yield the texts that were answered with a 500, or not within `TIMEOUT`; 501 says that we do not support them."""
    for text in texts:
        status = answer(address, text)
        if status is None or status in (500, 502, 504):
            yield f"{status} {text[:200]!r}"


def answer(address: str, text: bytes) -> int | None:
    """Send bytes and no more; return the last status, 0 when the server closed without one, None when it did not."""
    url = urlsplit(address)
    received = b""
    with closing(socket.create_connection((url.hostname, url.port), timeout=TIMEOUT)) as connection:
        try:
            connection.sendall(text)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65_536):
                received += piece
        except TimeoutError:
            return None
        except ConnectionError:
            pass  # the server had enough
    statuses = STATUS.findall(received)
    return int(statuses[-1]) if statuses else 0
