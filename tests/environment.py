"""Before anything of Django is imported: a PostgreSQL of its own for this test run.

Loaded by pytest's option -p, since pytest-django reads the settings before any conftest.py.
"""

import atexit
import os
import secrets
import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="catalogue-test-"))
RESOURCES = ExitStack()
RESOURCES.callback(shutil.rmtree, FOLDER, ignore_errors=True)

os.environ["VAR"] = str(FOLDER)
# Playwright keeps an event loop running beside the tests; Django must not take them for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("HTTPS", "false")
os.environ.setdefault("LOG_LEVEL", "ERROR")
if not os.environ.get("DATABASE_URL"):
    from catalogue.trial import postgres

    os.environ["DATABASE_URL"] = RESOURCES.enter_context(postgres.server(FOLDER / "postgres"))
atexit.register(RESOURCES.close)
# An ended run stops its PostgreSQL too; without this, TERM would leave it running.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("The tests were ended."))
