"""Slow and malformed requests, sent to the web server byte by byte."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from tests import sites

CONNECTIONS = 40  # the server has eight threads
TIMEOUT = 20  # seconds; what is not answered then, never will be
HEADERS = ("Content-Security-Policy: ", "X-Content-Type-Options: nosniff", "Permissions-Policy: ")


@pytest.fixture(scope="module")
def site():
    with sites.edited("worker") as site:
        yield site


@pytest.fixture
def connect(site):
    """Open connections to the server, which end with the test."""
    address = urlsplit(site.address)
    with ExitStack() as stack:

        def opened(sent=b""):
            connection = stack.enter_context(socket.create_connection((address.hostname, address.port), TIMEOUT))
            connection.sendall(sent)
            return connection

        yield opened


def response(connection):
    """The whole response, of a server that closes the connection after it."""
    received = b""
    while piece := connection.recv(65_536):
        received += piece
    return received.decode()


def request(path, method="GET", headers=""):
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}Connection: close\r\n\r\n".encode()


@pytest.mark.parametrize(
    "sent", [b"", b"GET / HTTP/1.1\r\n", request("/")[:-1]], ids=["nothing", "line", "all but one"]
)
def test_clients_that_send_no_whole_head_occupy_no_thread(connect, sent):
    for _ in range(CONNECTIONS):
        connect(sent)
    assert response(connect(request("/over/"))).startswith("HTTP/1.1 200 ")


def test_head_and_body_of_a_response_are_sent_together(static_files):
    from catalogue.worker import JOINED, JoiningSocket  # makes the application, which needs the static files

    ours, client = socket.socketpair()
    client.setblocking(False)
    with ours, client:
        joining = JoiningSocket(ours)
        joining.sendall(b"head ")
        joining.sendall(b"body")
        with pytest.raises(BlockingIOError):
            client.recv(1)
        joining.flush()
        assert client.recv(100) == b"head body"
        joining.sendall(b"head")
        joining.sendall(memoryview(b" ")), joining.send(b"100")  # what it does not join comes after what it held
        assert client.recv(100) == b"head 100"
        client.setblocking(True)
        with ThreadPoolExecutor(1) as pool:
            sent = pool.submit(joining.sendall, bytes(JOINED))
            received = 0
            while received < JOINED:
                received += len(client.recv(JOINED))
            sent.result()


def test_head_in_pieces_is_answered(connect):
    connection = connect()
    for byte in request("/healthz"):
        connection.sendall(bytes([byte]))
    assert response(connection).endswith("ok")


def test_requests_that_follow_each_other_on_one_connection_are_answered(connect):
    both = request("/healthz").replace(b"Connection: close\r\n", b"") + request("/over/")
    answers = response(connect(both))
    assert answers.count("HTTP/1.1 200 OK") == 2
    assert answers.rstrip().endswith("</html>")


def test_health_is_answered_while_all_threads_wait_for_a_body(connect):
    slow = request("/beheer/account/login/", "POST", "Content-Length: 9\r\n")
    for _ in range(CONNECTIONS):
        connect(slow + b"a")
    assert response(connect(request("/healthz"))).endswith("ok")


def test_clients_that_do_not_close_hold_nobody_up(connect):
    """Each of them would cost gunicorn two seconds of its main loop."""
    for _ in range(CONNECTIONS):
        connection = connect(request("/healthz"))
        assert b"200 OK" in connection.recv(1_000)
    assert response(connect(request("/over/"))).startswith("HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /" + b"a" * 1_000_000, 414),
        (request("/", headers=f"Cookie: {'a' * 9_000}\r\n"), 431),
        (request("/", headers="".join(f"X-{number}: 1\r\n" for number in range(100))), 431),
        (b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 20_000, 431),
        (b"no request\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"get / HTTP/1.1\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400),
        (request("/", headers="A: \0\r\n"), 400),
        (request("/", headers="Transfer-Encoding: other\r\n"), 501),
        (request("/", headers="Expect: nothing\r\n"), 417),
    ],
    ids=lambda value: value if isinstance(value, int) else value[:20].decode("latin-1"),
)
def test_what_the_server_refuses_has_a_dutch_page_and_all_headers(connect, sent, status):
    answer = response(connect(sent))
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert '<html lang="nl"' in answer
    assert all(header in answer for header in HEADERS)
