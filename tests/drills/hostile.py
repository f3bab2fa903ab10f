"""Requests that nobody means well with: of visitors, of editors and of bytes that are no request."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.cache_keys import poisoned
from tests.databases import ROOT
from tests.drills.figures import Figure
from tests.drills.site import Site, served
from tests.hostile import public, raw

# In a process of its own, since Django keeps to the database that it had first.
SIGN_IN = """
import django, json; django.setup()
from initiatives.choices import Role
from tests.admin.browsers import sign_in
print(json.dumps(sign_in({str(role): role for role in Role})))
"""
SHOWN = 10  # failures that are printed


def drill(quick: bool, seed: int) -> list[Figure]:
    """Send each kind of requests to a site of its own, and look into its logs."""
    mark = f"zz{Random(seed).getrandbits(60):x}"
    with tempfile.TemporaryDirectory(prefix="catalogue-logs-") as folder:
        log, access = Path(folder, "errors.log"), Path(folder, "access.log")
        with _errors_to(log), served(LOG_LEVEL="INFO", ACCESS_LOG=str(access)) as site:
            figures = [_public(site, quick, seed, mark), _raw(site, quick, seed, mark), _keys(site, quick, seed)]
            figures.append(_editors(site, quick, seed))
        lines = [*log.read_text(errors="replace").splitlines(), *access.read_text(errors="replace").splitlines()]
    marked = [line for line in lines if mark in line]
    _show(marked)
    return [*figures, Figure(f"of {len(lines):,} lines of the logs with a query", len(marked), 0)]


def _public(site: Site, quick: bool, seed: int, mark: str) -> Figure:
    random = Random(seed)
    charsets, sender = public.charset_requests(random), public.Sender(site.address)
    odd = 600 if quick else 12_000
    requests = [*(random.sample(charsets, 400) if quick else charsets), *public.odd_requests(random, odd)]
    marked = (_with_mark(request, mark) for request in requests)
    failures = list(public.failures(sender, marked))
    sender.close()
    _show(failures)
    return Figure(f"failures of {len(requests):,} public requests", len(failures), 0)


def _with_mark(request: public.PublicRequest, mark: str) -> public.PublicRequest:
    """Let each query have a word that no log may have."""
    path = f"{request.path}{'&' if '?' in request.path else '?'}zz={mark}"
    return public.PublicRequest(request.method, path, request.headers, request.body)


def _raw(site: Site, quick: bool, seed: int, mark: str) -> Figure:
    count = 100 if quick else 1_000
    failures = list(raw.failures(site.address, raw.requests(Random(seed), count, mark)))
    _show(failures)
    return Figure(f"failures of {count:,} raw requests", len(failures), 0)


def _keys(site: Site, quick: bool, seed: int) -> Figure:
    count = 10 if quick else 300
    pages = poisoned(site.address, count, seed)
    _show(pages)
    return Figure(f"poisoned of {count} kept pages", len(pages), 0)


def _editors(site: Site, quick: bool, seed: int) -> Figure:
    from tests.hostile.editors import attack, over_http

    count = 100 if quick else 8_000
    signed_in = subprocess.run([sys.executable, "-c", SIGN_IN], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    failures = attack(over_http(site.address, json.loads(signed_in.stdout)), seed, count)
    _show(failures)
    return Figure(f"failures of {count:,} requests of editors", len(failures), 0)


def _show(failures: list[str]) -> None:
    for failure in failures[:SHOWN]:
        print(f"  {failure}", flush=True)


@contextmanager
def _errors_to(path: Path) -> Iterator[None]:
    """Let this process, and those that it starts, write to a file instead of standard error."""
    kept = os.dup(2)
    with path.open("w") as file:
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
