"""Guesses of passwords and codes at a site with two workers, one after another and at once: how many are checked."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import urlencode, urlsplit

from tests.browser.running import free_port
from tests.databases import ROOT
from tests.drills.figures import Figure
from tests.drills.site import Site, served

LOGIN, CODES = "/beheer/account/login/", "/beheer/account/2fa/authenticate/"
PASSWORD = "paard batterij nietje"
TOKEN = "a" * 32  # against forgery, in the cookie and in the form
AT_ONCE = 32
BOUND = 10  # of each series; five are checked in a quarter of an hour
CHECKED = re.compile("wrong password|wrong code")  # what the log says of an attempt that was not refused before
ACCOUNTS = f"""
import django; django.setup()
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
for name in ("gea", "gerda"):
    user = User.objects.create_user(name, password="{PASSWORD}", is_staff=True)
TOTP.activate(user, generate_totp_secret())
"""


def guesses(quick: bool, seed: int) -> list[Figure]:
    """Guess the password of one account, those of many names, and the code of an account whose password is known."""
    count, figures = 40 if quick else 200, []
    random = Random(seed)
    with served() as site, logging(site.url) as (address, log):
        subprocess.run([sys.executable, "-c", ACCOUNTS], cwd=ROOT, check=True)
        sign_in = partial(post, address, LOGIN)
        one = [{"login": "gea", "password": str(random.random())} for _ in range(count)]
        many = [guess | {"login": f"naam {place}"} for place, guess in enumerate(one)]
        for name, fields in {"passwords of one account": one, "passwords of as many names": many}.items():
            for how, threads in {"one after another": 1, "at once": AT_ONCE}.items():
                checked = _checked(site, log, partial(sign_in), fields, threads)
                figures.append(Figure(f"checked of {count} {name}, {how}", checked, BOUND))
        _, cookies = sign_in({"login": "gerda", "password": PASSWORD})
        codes = [{"code": f"{random.randrange(10**6):06}"} for _ in range(count)]
        checked = _checked(site, log, partial(post, address, CODES, cookies=cookies), codes, AT_ONCE)
        figures.append(Figure(f"checked of {count} codes of one account, at once", checked, BOUND))
    return figures


def post(address: str, path: str, fields: dict[str, str], cookies: str = "") -> tuple[int, str]:
    """Post a form; return the status and the cookies to send next."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {"Cookie": f"csrftoken={TOKEN}; {cookies}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, urlencode(fields | {"csrfmiddlewaretoken": TOKEN}), headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    received = [value.split(";")[0] for name, value in response.getheaders() if name == "Set-Cookie"]
    return response.status, "; ".join(cookie for cookie in received if not cookie.startswith("csrftoken"))


@contextmanager
def logging(database_url: str) -> Iterator[tuple[str, Path]]:
    """Serve a database with two workers that log every attempt; yields the address and the log."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    environment = os.environ | {"DATABASE_URL": database_url, "BIND": address, "WORKERS": "2", "LOG_LEVEL": "INFO"}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:catalogue.gunicorn", "--log-level", "warning"]
    with TemporaryDirectory() as folder, (Path(folder) / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, stdout=log)
        try:
            _wait_for(address)
            yield f"http://{address}", Path(log.name)
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            connection = HTTPConnection(address, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The site did not start.")


def _checked(site: Site, log: Path, send: Callable[..., tuple], fields: list[dict[str, str]], threads: int) -> int:
    """Send guesses, none of which was counted before; return how many were checked."""
    site.execute("DELETE FROM signin_counter")
    before = log.stat().st_size
    with ThreadPoolExecutor(threads) as pool:
        statuses = [status for status, _ in pool.map(send, fields)]
    assert max(statuses) < 500, statuses
    with log.open() as lines:
        lines.seek(before)
        return len(CHECKED.findall(lines.read()))
