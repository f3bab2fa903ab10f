"""Before anything of Django is imported: one PostgreSQL and one folder for the whole test run.

Loaded by pytest's option -p, since pytest-django reads the settings before any conftest.py. With pytest-xdist the
first process sets these variables, and its workers inherit them.
"""

import atexit
import gc
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.proof import SEED

# A database of tests is thrown away, so nothing of it needs to survive a crash or to be kept small.
NEEDLESS_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")


def start_run() -> None:
    """Set the environment of all processes of this run, and start PostgreSQL unless DATABASE_URL names a server."""
    folder, resources = Path(tempfile.mkdtemp(prefix="catalogue-test-")), ExitStack()
    resources.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["VAR"] = str(folder)
    # Playwright keeps an event loop running beside the tests; Django must not take them for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
    os.environ.setdefault("HTTPS", "false")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ.setdefault("MFA_REQUIRED", "false")
    os.environ.setdefault("STYLE_GUIDE", "true")
    os.environ.setdefault("MFA_REQUIRED", "false")  # tests of it turn it on: most sign in without a page
    os.environ.setdefault("MEANING", "false")  # tests of it turn it on: vectors of all texts take half a minute
    # A run starts dozens of processes, which would each compile the whole source.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not os.environ.get("DATABASE_URL"):
        from catalogue.trial import postgres

        os.environ["DATABASE_URL"] = resources.enter_context(postgres.server(folder / "postgres"))
        make_quick(os.environ["DATABASE_URL"])
    else:
        from tests import databases

        resources.callback(databases.drop_shared)
    resources.enter_context(making_template())
    resources.callback(end_servers, folder)
    atexit.register(resources.close)


def end_servers(folder: Path) -> None:
    """End the web servers that the processes of this run shared (`running.shared_catalogue`)."""
    for path in folder.glob("*.pid"):
        with suppress(psutil.NoSuchProcess):
            psutil.Process(int(path.read_text())).terminate()


@contextmanager
def making_template() -> Iterator[None]:
    """Make the template database while the workers start and collect their tests; they wait for it (databases.py)."""
    command = [sys.executable, "-c", "from tests.databases import template; template()"]
    process = subprocess.Popen(command, cwd=Path(__file__).resolve().parents[1])
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def make_quick(url: str) -> None:
    """Let the server write without waiting for the disk, and do nothing besides."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for name in NEEDLESS_SETTINGS:
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Let the tests of Hypothesis draw from the seed of this run."""
    config.option.hypothesis_seed = SEED


def pytest_collection_finish():
    """Keep the garbage collector off what lives as long as the run: modules, and the tests themselves."""
    gc.freeze()


def pytest_report_header():
    return f"seed of the random tests: SEED={SEED}"


def pytest_terminal_summary(terminalreporter, exitstatus):
    if exitstatus:
        terminalreporter.write_line(f"To try the same in random tests: SEED={SEED} make test")


if "PYTEST_XDIST_WORKER" not in os.environ:
    start_run()
gc.set_threshold(100_000, 50, 50)  # collecting garbage less often saves a seventh of the time of a test run
# A shell lets what it runs in the background ignore Ctrl-C; what the tests start must not inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
# An ended run stops its PostgreSQL too; without this, TERM would leave it running.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("The tests were ended."))
