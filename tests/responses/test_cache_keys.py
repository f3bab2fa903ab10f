"""No header of a request changes what others get."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser import running
from tests.cache_keys import poisoned
from tests.proof import SEED, amount


def test_no_header_of_one_request_changes_a_page_for_others(django_db_setup):
    faults = poisoned(running.shared_catalogue("site"), amount(8, thorough=300), SEED)
    assert not faults, "\n".join(faults)


class Careless(BaseHTTPRequestHandler):
    """Keeps the first answer to each path, with a header of that request in it."""

    kept: dict[str, bytes] = {}
    header = ""

    def do_GET(self):
        page = self.kept.setdefault(self.path, f"<p>{self.headers.get(self.header)}".encode())
        self.send_response(200)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page if self.command == "GET" else b"")

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_):
        pass


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "Cookie"])
def test_careless_cache_is_found_out(header):
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("", (Careless,), {"header": header, "kept": {}}))
    threading.Thread(target=server.serve_forever).start()
    try:
        faults = poisoned(f"http://127.0.0.1:{server.server_port}", 400, SEED)
    finally:
        server.shutdown()
        server.server_close()
    assert faults
    assert all(header in fault for fault in faults)
