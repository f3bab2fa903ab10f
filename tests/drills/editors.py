"""What editors do in drills, in a process of their own: writes through the ORM, and pages with a session."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import ROOT

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
SETUP = "import django; django.setup()\n"
# Prints a line for each initiative that is certainly stored, and one for each attempt that failed.
WRITER = (
    SETUP
    + """
from itertools import count
from django.db import Error, connection, transaction
from tests.factories import make_initiative
for number in count():
    try:
        with transaction.atomic():
            make_initiative(f"oefening-{number}")
    except Error:
        connection.close()
        print("refused", flush=True)
    else:
        print(f"oefening-{number}", flush=True)
"""
)
STORED = (
    SETUP
    + """
import sys
from initiatives.models import Initiative
print(Initiative.objects.filter(slug__in=sys.stdin.read().split()).count())
"""
)
SESSION = (
    SETUP
    + """
from django.contrib.auth.models import Group, User
from django.test import Client
user = User.objects.filter(username="drill").first()
user = user or User.objects.create_user("drill", password="drill", is_staff=True)
user.groups.set(Group.objects.filter(name="beheerder"))
browser = Client()
browser.force_login(user)
print(browser.cookies["sessionid"].value)
"""
)


class Saves:
    """What a writer was told: the slugs that were stored, and how often it was refused."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.refused = 0

    def note(self, line: str) -> None:
        if line == "refused":
            self.refused += 1
        elif line:
            self.done.append(line)

    def wait_for_another(self) -> float:
        """Wait until one more initiative is stored, at most half a minute; return the seconds that it took."""
        began, before = time.monotonic(), len(self.done)
        while len(self.done) == before and time.monotonic() < began + 30:
            time.sleep(0.05)
        return time.monotonic() - began

    def lost(self) -> int:
        """How many of the stored ones are not there."""
        return len(self.done) - int(_run(STORED, " ".join(self.done)))


@contextmanager
def saving() -> Iterator[Saves]:
    """Make initiatives, one after another, while the context lasts."""
    saves = Saves()
    with subprocess.Popen([sys.executable, "-c", WRITER], cwd=ROOT, text=True, stdout=subprocess.PIPE) as process:
        thread = threading.Thread(target=lambda: [saves.note(line.strip()) for line in process.stdout])
        thread.start()
        try:
            yield saves
        finally:
            process.terminate()
            thread.join()


def cookie() -> str:
    """Make an account that may do everything; return the Cookie header of a browser that is signed in with it."""
    return f"sessionid={_run(SESSION).strip()}; {CSRF_COOKIE}"


def _run(code: str, text: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, input=text, text=True, capture_output=True, check=True
    )
    return done.stdout
