"""What editors do in drills: writes through the ORM, in a process of its own, and pages with a session."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg

from tests.databases import ROOT
from tests.drills.load import running

CSRF = "a" * 32
PAGES = (
    "/beheer/",
    "/beheer/initiatives/initiative/",
    "/beheer/initiatives/initiative/1/change/",
    "/beheer/handleiding/",
)
CSRF_COOKIE = f"csrftoken={CSRF}"
SIGNING_IN = f"csrfmiddlewaretoken={CSRF}&login=drill&password=drill"
SYNONYM = f"csrfmiddlewaretoken={CSRF}&word=drillen&also=oefenen&direction=both&_save=1"
# Prints the session of an account that may do everything; then makes an initiative with each slug that it reads, and
# prints the slug when that is certainly stored.
PROGRAM = """
import django; django.setup()
import sys
from django.contrib.auth.models import Group, User
from django.db import Error, connection, transaction
from django.test import Client
from tests.factories import make_initiative
user = User.objects.create_user("drill", password="drill", is_staff=True)
user.groups.set(Group.objects.filter(name="beheerder"))
browser = Client()
browser.force_login(user)
print(browser.cookies["sessionid"].value, flush=True)
for line in sys.stdin:
    try:
        with transaction.atomic():
            make_initiative(line.strip())
        print(line.strip(), flush=True)
    except Error:
        connection.close()
        print("refused", flush=True)
"""


class Saves:
    """What an editor was told: the slugs that were stored, and how often saving was refused."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.refused = 0

    def wait_for_another(self) -> float:
        """Wait until one more initiative is stored, at most half a minute; return the seconds that it took."""
        began, before = time.monotonic(), len(self.done)
        while len(self.done) == before and time.monotonic() < began + 30:
            time.sleep(0.05)
        return time.monotonic() - began

    def lost(self, url: str) -> int:
        """Return how many of the stored ones are not in a database."""
        with psycopg.connect(url) as connection:
            stored = connection.execute("SELECT count(*) FROM initiatives_initiative WHERE slug = ANY(%s)", [self.done])
            return len(self.done) - stored.fetchone()[0]


class Editor:
    """A process that writes; `cookie` is the Cookie header of a browser that is signed in."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process, self._numbers = process, count()
        self.cookie = f"sessionid={process.stdout.readline().strip()}; {CSRF_COOKIE}"

    @contextmanager
    def saving(self) -> Iterator[Saves]:
        """Make initiatives, one after another, while the context lasts."""
        saves = Saves()
        with running([lambda: self._save(saves)]):
            yield saves

    def _save(self, saves: Saves) -> None:
        self._process.stdin.write(f"oefening-{next(self._numbers)}\n")
        self._process.stdin.flush()
        if (answer := self._process.stdout.readline().strip()) == "refused":
            saves.refused += 1
        elif answer:
            saves.done.append(answer)


@contextmanager
def working(database_url: str) -> Iterator[Editor]:
    """Start an editor on a database that takes writes."""
    pipes, environment = (
        {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE},
        os.environ | {"DATABASE_URL": database_url},
    )
    with subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=ROOT, text=True, env=environment, **pipes) as process:
        try:
            yield Editor(process)
        finally:
            process.stdin.close()
