"""A web server on loopback that plays every kind of website, and counts the connections that are made to it."""

import gzip
import socket
import ssl
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
A_MOMENT = 0.02  # seconds
PLENTY = 200_000_000  # bytes of a body that nobody reads
ZEROS = gzip.compress(bytes(20_000_000))


class Server:
    """Answers on one loopback address, each request in a thread; `play` maps paths to what is played there.

    A play is a status with headers, or a function of the connection and the method.
    """

    def __init__(self, ip="127.0.0.1", port=0, context=None):
        self.listener = socket.create_server((ip, port))
        self.ip, self.port = self.listener.getsockname()
        self.context, self.play = context, {}
        self.connections, self.sent, self.at_once = 0, 0, Counter()
        self.requests, self.headers, self.most_at_once = [], [], 0
        self.lock = threading.Lock()

    @contextmanager
    def running(self):
        thread = threading.Thread(target=self._accept, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            with suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            thread.join(5)

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with suppress(OSError):
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                self._answer(connection)

    def _answer(self, connection):
        connection.settimeout(20)
        head = b""
        while b"\r\n\r\n" not in head:
            head += (more := connection.recv(4096))
            if not more:
                return
        method, path, _ = head.decode().split("\r\n")[0].split()
        headers = dict(line.split(": ", 1) for line in head.decode().strip().split("\r\n")[1:])
        host = headers["Host"].rsplit(":", 1)[0]
        with self.lock:
            self.requests.append((method, path))
            self.headers.append(headers)
            self.at_once[host] += 1
            self.most_at_once = max(self.most_at_once, self.at_once[host])
        time.sleep(A_MOMENT)  # another request at once would come in it; the next one comes after the answer
        with self.lock:
            self.at_once[host] -= 1
        played = self.play[path.partition("?")[0]]
        if callable(played):
            played(connection, method)
        else:
            connection.sendall(f"{played}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())

    def asked(self, path):
        """The methods by which a path was asked for."""
        return [method for method, asked in self.requests if asked == path]


def status(code, **headers):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {code} Proef\r\n{lines}"


def only_get(connection, method):
    connection.sendall((status(200 if method == "GET" else 405) + "Content-Length: 0\r\n\r\n").encode())


def drip(connection, method):
    """A byte of a header now and then: no wait is long, the whole would take for ever."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    for _ in range(400):
        connection.sendall(b"x")
        time.sleep(0.05)


def cut(connection, method):
    connection.sendall(b"HTTP/1.1 2")


def silent(connection, method):
    time.sleep(5)


def body_of(server, headers, chunk):
    """A body that does not end; `server.sent` counts how much of it went out."""

    def play(connection, method):
        connection.sendall(f"{OK}{headers}\r\n".encode() if method == "GET" else status(405).encode() + b"\r\n")
        while method == "GET" and server.sent < PLENTY:
            server.sent += connection.send(chunk)

    return play


def certificate_for(name, folder):
    """A context for a server with a certificate of its own making, and the file with that certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, file
