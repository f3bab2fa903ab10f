"""The worker of gunicorn: threads that only get whole requests, and Dutch pages for what gunicorn itself refuses."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from selectors import EVENT_READ
from socket import SHUT_WR, socket
from typing import Any

from django.conf import settings
from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

from catalogue.telemetry import exposition, request_ids
from catalogue.wsgi import refuse

WAIT_TIMEOUT = 10  # seconds for the head of a request to come, and for a client to close after the last response
SOCKET_TIMEOUT = 30  # seconds without progress while a body is read, or for sending a piece of a response
MAX_HEAD = 64 * 1024  # bytes; the limits of catalogue.gunicorn are lower, and tell what is wrong
JOINED = 512 * 1024  # bytes; more than any page of the catalogue has
END = b"\r\n\r\n"
HEALTH = (b"GET /healthz ", b"HEAD /healthz ")
# By what the parser raises: the status. Anything else that it raises is a malformed request.
STATUSES = {
    errors.LimitRequestLine: 414,
    errors.ExpectationFailed: 417,
    errors.LimitRequestHeaders: 431,
    errors.UnsupportedTransferCoding: 501,
}


class Worker(ThreadWorker):
    """A threaded worker that a slow client cannot occupy before its request is there.

    gunicorn gives a connection to a thread as soon as its first byte is there. Here the main loop reads the head of
    each request, within `WAIT_TIMEOUT`, so that a client that sends it slowly, or never, costs no thread. A thread of
    its own answers `/healthz`: that the others are busy is no reason to restart the process.
    """

    def init_process(self) -> None:
        self.health_pool = ThreadPoolExecutor(max_workers=1)
        self.metrics_pool = ThreadPoolExecutor(max_workers=1)  # makes its thread when metrics are asked for
        self.metrics_port = settings.METRICS_BIND.rpartition(":")[2]
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """Give a connection with a whole head to a thread; wait for the rest of it otherwise."""
        conn.init()
        conn.sock.setblocking(False)
        if self._read_head(conn):
            self._submit(conn)
        else:
            self._wait(conn, self.on_pending_socket_readable)

    def on_pending_socket_readable(self, conn: TConn, client: socket) -> None:
        if self._read_head(conn):
            self._stop_waiting(conn)
            self._submit(conn)

    def finish_request(self, conn: TConn, fs: Future) -> None:
        """Keep a connection for its next request, or close it when the client has read the response and closed.

        gunicorn waits for that in the main loop: two seconds in which it accepts nobody else.
        """
        if fs.exception() or fs.result() or not self._send_end(conn):
            super().finish_request(conn, fs)
        else:
            self._wait(conn, self._close_after_client)

    def handle_request(self, req: Any, conn: TConn) -> bool:
        client = conn.sock
        client.settimeout(SOCKET_TIMEOUT)
        conn.sock = joined = JoiningSocket(client)
        try:
            is_kept = super().handle_request(req, conn)
            joined.flush()
            return is_kept
        except TimeoutError:
            return False  # the client no longer sends or reads; gunicorn would log it as an error of ours
        finally:
            conn.sock = client
            request_ids.end()

    def handle_error(self, req: Any, client: socket, addr: Any, exc: Exception) -> None:
        """Answer what gunicorn refuses with the page of our own guard, and log neither the address nor the client."""
        is_refused = isinstance(exc, errors.ParseException) and not isinstance(exc, errors.InvalidResponseHeader)
        status = STATUSES.get(type(exc), 400) if is_refused else 500
        if is_refused:
            self.log.warning("Refused a request with status %s: %s", status, type(exc).__name__)
        else:
            self.log.error("Error handling a request", exc_info=exc)
        with suppress(OSError):
            client.settimeout(SOCKET_TIMEOUT)
            client.sendall(refusal_response(status))

    def _read_head(self, conn: TConn) -> bool:
        """Read what there is; returns whether a thread can go on: with a whole head, with too much, or with the end."""
        received = conn.parser.unreader.buf
        received.seek(0, os.SEEK_END)
        try:
            piece = conn.sock.recv(MAX_HEAD)
        except BlockingIOError:
            piece = None
        except OSError:
            piece = b""  # the thread will find out
        received.write(piece or b"")
        head = received.getvalue()
        return piece == b"" or END in head or len(head) > MAX_HEAD

    def _submit(self, conn: TConn) -> None:
        head = conn.parser.unreader.buf.getvalue()
        is_too_long = len(head) > MAX_HEAD and END not in head
        if self._is_for_metrics(conn):
            done = self.metrics_pool.submit(self._send_metrics, conn, head)
        else:
            pool = self.health_pool if head.startswith(HEALTH) else self.tpool
            done = pool.submit(self._refuse_head if is_too_long else self.handle, conn)
        done.add_done_callback(lambda future: self.method_queue.defer(self.finish_request, conn, future))

    def _is_for_metrics(self, conn: TConn) -> bool:
        """Whether a connection came in at METRICS_BIND: by the socket, since a visitor chooses path and host name."""
        is_network = isinstance(conn.server, tuple)
        return bool(self.metrics_port) and is_network and str(conn.server[1]) == self.metrics_port

    def _send_metrics(self, conn: TConn, head: bytes) -> bool:
        """Answer without the application, which knows no path of the metrics."""
        conn.sock.settimeout(SOCKET_TIMEOUT)
        with suppress(OSError):
            conn.sock.sendall(exposition.respond(head))
        return False

    def _refuse_head(self, conn: TConn) -> bool:
        """Refuse what is too long to wait for its end."""
        line = conn.parser.unreader.buf.getvalue().partition(b"\r\n")[0]
        is_long_line = len(line) > self.cfg.limit_request_line
        error = errors.LimitRequestLine(len(line)) if is_long_line else errors.LimitRequestHeaders("")
        self.handle_error(None, conn.sock, conn.client, error)
        return False

    def _wait(self, conn: TConn, callback: Callable[[TConn, socket], None]) -> None:
        """Call back when the client sends something or closes; gunicorn closes the connection after `WAIT_TIMEOUT`."""
        conn.timeout = time.monotonic() + WAIT_TIMEOUT
        self.pending_conns.append(conn)  # in order of time
        self.poller.register(conn.sock, EVENT_READ, partial(callback, conn))

    def _stop_waiting(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)

    def _send_end(self, conn: TConn) -> bool:
        """Say that nothing more comes; returns whether the client is still there."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(SHUT_WR)
        except OSError:
            return False
        return self.alive

    def _close_after_client(self, conn: TConn, client: socket) -> None:
        try:
            is_open = client.recv(MAX_HEAD) != b""
        except BlockingIOError:
            is_open = True
        except OSError:
            is_open = False
        if not is_open:
            self._stop_waiting(conn)
            self.nr_conns -= 1
            conn.close()


class JoiningSocket:
    """A socket that sends the pieces of a response together, up to `JOINED` bytes.

    gunicorn sends the head of a response before its body. Were the worker killed between the two, nginx could no longer
    ask another one.
    """

    def __init__(self, client: socket) -> None:
        self._client, self._held = client, bytearray()

    def sendall(self, piece: bytes) -> None:
        self._held += piece
        if len(self._held) >= JOINED:
            self.flush()

    def flush(self) -> None:
        """Send what is held."""
        held, self._held = self._held, bytearray()
        if held:
            self._client.sendall(held)

    def __getattr__(self, name: str) -> Any:
        """Anything else is done by the socket itself, after what is held was sent."""
        self.flush()
        return getattr(self._client, name)


def refusal_response(status: int) -> bytes:
    """Return a whole HTTP/1.1 response with the page for a status from 400."""
    headers, content = refuse(status)
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "Connection: close"]).encode("latin-1") + END + content
