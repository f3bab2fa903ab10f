"""Web servers that share nothing but the database: each gives the same response, whatever is in its folder."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from unittest.mock import patch
from urllib.parse import urlsplit

from tests.browser.running import start_gunicorn
from tests.drills.addresses import public_addresses
from tests.drills.figures import Figure
from tests.drills.site import Site, shared

SERVERS = 3
HOST = "127.0.0.1"
# A file that is made while it is sent has no length yet.
OF_A_MOMENT = {"date", "server", "connection", "transfer-encoding", "content-length"}
CODINGS = ("identity", "gzip", "br")


def drill(quick: bool, seed: int) -> list[Figure]:
    """Ask each of three web servers for the same, in one form; then empty the folder of one and ask again."""
    random = Random(seed)
    site = shared()
    paths = public_addresses(site.address)
    paths = random.sample(paths, 60 if quick else len(paths))
    with tempfile.TemporaryDirectory(prefix="catalogue-stateless-") as folder, ExitStack() as stack:
        folders = [Path(folder) / str(number) for number in range(SERVERS)]
        servers = [stack.enter_context(_another(site, own)) for own in folders]
        asked = [(path, random.choice(CODINGS)) for path in paths]
        different = sum(_is_different(servers, *one) for one in asked)
        for part in (folders[0] / "files").glob("*"):
            part.unlink()
        again = sum(_is_different(servers, *one) for one in asked)
    return [
        Figure(f"of {len(asked):,} responses that differ between {SERVERS} web servers", different, 0),
        Figure("that differ after the folder of one was emptied", again, 0),
    ]


@contextmanager
def _another(site: Site, folder: Path) -> Iterator[str]:
    """Another web server on the same database, with a folder of its own; yields its address."""
    shutil.copytree(Path(os.environ["VAR"]) / "static", folder / "static")
    with patch.dict(os.environ, {"VAR": str(folder)}):
        process, address = start_gunicorn(site.url, workers=1)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _is_different(servers: list[str], path: str, coding: str) -> bool:
    answers = [_ask(server, path, coding) for server in servers]
    if is_different := any(answer != answers[0] for answer in answers):
        heads = [{str(answer[0]), *map(str, answer[1])} for answer in answers]
        print(f"  {path} differs: {set.union(*heads) - set.intersection(*heads) or 'the content'}", flush=True)
    return is_different


def _ask(address: str, path: str, coding: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """The status, the headers and the content of a response, to a request that names the host of the site."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": HOST, "Accept-Encoding": coding})
        response = connection.getresponse()
        headers = sorted((name.lower(), value) for name, value in response.getheaders())
        return response.status, [one for one in headers if one[0] not in OF_A_MOMENT], response.read()
    finally:
        connection.close()
