"""The catalogue as two workers serve it, and a process that edits it meanwhile."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import brotli

from tests.browser import running

ASKED = 8  # requests after each change, each over a new connection, so that both workers answer
DECODERS = {None: bytes, "br": brotli.decompress, "gzip": gzip.decompress}
NAMES = """
from datetime import date
from django.utils import timezone
from django.db import connection, transaction
from initiatives.models import *
from initiatives.search.index import writer
from tests.factories import make_initiative
"""


@contextmanager
def edited(name: str) -> Iterator["Site"]:
    """A site on a copy of the catalogue with this name."""
    with running.catalogue(name, workers=2) as (address, url), process(url, running.ROOT) as edit:
        edit(NAMES)
        yield Site(address, edit, url)


@contextmanager
def process(database_url: str, code: Path) -> Iterator[Callable[[str], None]]:
    """A process on a database, of the release in `code`; yields what runs a text of Python in it."""
    command = [sys.executable, "-m", "tests.search.editor"]
    environment = {**os.environ, "DATABASE_URL": database_url}
    with subprocess.Popen(
        command, cwd=code, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as started:

        def run(text: str) -> None:
            started.stdin.write(json.dumps(text) + "\n")
            started.stdin.flush()
            assert started.stdout.readline() == "done\n"

        yield run
        started.stdin.close()


@dataclass(frozen=True)
class Answer:
    """A response: its status, headers and content, as they are sent."""

    status: int
    headers: Message
    content: bytes

    @property
    def text(self) -> str:
        return unescape(DECODERS[self.headers["Content-Encoding"]](self.content).decode())


class Site:
    """The catalogue as it is served, and a way to change it from elsewhere."""

    def __init__(self, address: str, edit: Callable[[str], None], database_url: str) -> None:
        self.address, self.edit, self.database_url = address, edit, database_url

    def pages(self, path: str) -> list[str]:
        """The page as often as it is asked for."""
        return [unescape(urlopen(self.address + path).read().decode()) for _ in range(ASKED)]

    def ask(self, path: str, method: str = "GET", timeout: float = 60, **headers: str) -> Answer:
        """Request a page within some seconds; an underscore in the name of a header stands for a hyphen."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with urlopen(Request(self.address + path, headers=named, method=method), timeout=timeout) as response:
                return Answer(response.status, response.headers, response.read())
        except HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def totals(self, query: str) -> set[int]:
        """The totals that the workers give; one when they agree."""
        pages = self.pages(f"/initiatieven/?{query}")
        return {int(re.search(r'id="resultaten"[^>]*>(\d+) initiatie', page)[1]) for page in pages}
