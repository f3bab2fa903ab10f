"""The real thing for drills: PostgreSQL of its own, filled with the fixtures, and gunicorn as on a server."""

import os
import secrets
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest.mock import patch

import django
import psutil
import psycopg

from catalogue.trial.postgres import Postgres
from tests import databases
from tests.browser.running import start_gunicorn

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
SETTINGS = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET max_wal_size = '128MB'",
    "SELECT pg_reload_conf()",
    "CHECKPOINT",
)
FEW = 40
LEAVE_FEW = f"""
from initiatives.models import Initiative
few = Initiative.objects.order_by("slug")[:{FEW}]
Initiative.objects.exclude(pk__in=[initiative.pk for initiative in few]).delete()
"""


@dataclass(frozen=True)
class Site:
    """A site that is served, and the faults that can be made in its database."""

    server: Postgres
    address: str
    web: psutil.Process

    @property
    def url(self) -> str:
        return self.server.url

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    @property
    def faults(self) -> tuple[Callable[[], float], ...]:
        """What can happen to the database under load; each returns the seconds that it took."""
        return self.restart, self.cut, self.crash

    def restart(self) -> float:
        """Stop PostgreSQL and start it."""
        began = time.monotonic()
        self.server.stop()
        self.server.start()
        return time.monotonic() - began

    def cut(self) -> float:
        """End all connections to the database."""
        began = time.monotonic()
        self.execute(CUT)
        return time.monotonic() - began

    def crash(self) -> float:
        """Kill a process of PostgreSQL, so that it ends all others and recovers."""
        began = time.monotonic()
        with suppress(psycopg.OperationalError), psycopg.connect(self.url, autocommit=True) as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
            connection.execute("SELECT 1")
        while not self._answers():
            time.sleep(0.02)
        return time.monotonic() - began

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            self.execute("SELECT 1")
            return True
        return False


@contextmanager
def served(data: Path | None = None, fill: Callable[[], None] | None = None, **environment: str) -> Iterator[Site]:
    """Serve the shipped catalogue while the context lasts; its settings are in the environment until then.

    Args:
        data: where PostgreSQL keeps its data, if not in the temporary folder of the site.
        fill: changes the catalogue before it is served.
        environment: variables of the web server.
    """
    with tempfile.TemporaryDirectory(prefix="catalogue-drill-") as temporary, settings_for(Path(temporary)):
        folder = Path(temporary)
        server = Postgres(data or folder / "postgres")
        server.start()
        try:
            os.environ["DATABASE_URL"] = server.url
            fill_database(folder, server.url)
            _save_quickly(server.url)
            if fill:
                fill()
            django.setup()  # for what reads the URLs and the models; its database is that of the first site
            with patch.dict(os.environ, environment):
                process, address = start_gunicorn(server.url)
            try:
                yield Site(server, address, psutil.Process(process.pid))
            finally:
                process.terminate()
                process.wait(30)
        finally:
            server.stop()


def leave_few() -> None:
    """Delete all but a few initiatives from the catalogue on DATABASE_URL, for a quick run of what asks every page."""
    databases.manage(os.environ["DATABASE_URL"], "shell", "-v0", "-c", LEAVE_FEW)


until_the_end = ExitStack()  # closed when all drills of a run are done


@cache
def shared() -> Site:
    """The site for drills that leave it as it was; the first one in a run starts it."""
    return until_the_end.enter_context(served())


@contextmanager
def settings_for(folder: Path) -> Iterator[None]:
    """Set what the settings need while the context lasts, here and in processes that are started.

    The environment is as it was afterwards, whatever was set meanwhile: another site may still be served.

    Args:
        folder: for VAR.
    """
    variables = {"DJANGO_SETTINGS_MODULE": "catalogue.settings", "VAR": str(folder), "ALLOWED_HOSTS": "127.0.0.1"}
    variables |= dict.fromkeys(("HTTPS", "MEANING", "MFA_REQUIRED"), "false")
    variables |= {"LOG_LEVEL": "CRITICAL", "STYLE_GUIDE": "true", "SECRET_KEY": secrets.token_urlsafe(50)}
    with patch.dict(os.environ, variables):
        yield


def fill_database(folder: Path, url: str) -> None:
    """Load the fixtures, and collect the static files in a folder."""
    (folder / "postgres").mkdir(exist_ok=True)  # without it, the template of an earlier run would not be used
    databases.fill(url)


def _save_quickly(url: str) -> None:
    """Let a server not wait for the disk, which is not what drills measure."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in SETTINGS:
            connection.execute(statement)
