"""The processes of a cluster: started as an ordinary user, killed, frozen, stopped, and counted at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

import psutil

from catalogue.trial.postgres import open_passage
from tests.cluster.waiting import wait_until
from tests.databases import ROOT

ACCOUNT = "postgres"  # of Debian's package; used when root starts a cluster, as PostgreSQL refuses root
MARK = "CATALOGUE_CLUSTER"  # the variable by which a process of a cluster is recognised; its value is the folder
STOP_SECONDS = 30


def identity() -> dict[str, Any]:
    """Return what makes a program run as an ordinary user: that of this process, unless it is root."""
    if os.geteuid():
        return {}
    return {"user": ACCOUNT, "group": pwd.getpwnam(ACCOUNT).pw_gid, "extra_groups": []}


def own(folder: Path) -> Path:
    """Make a folder that only the user of `identity` and root can enter; return it."""
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    if not os.geteuid():
        shutil.chown(folder, ACCOUNT, pwd.getpwnam(ACCOUNT).pw_gid)
    return folder


def open_python() -> None:
    """Let the user of `identity` reach this Python, which may be in a folder of root."""
    if not os.geteuid():
        for path in (Path(sys.executable), Path(sys.executable).resolve(), ROOT / "manage.py"):
            open_passage(path)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back INT and TERM while the context lasts: a process that is started and not yet known would run on."""
    if current_thread() is not main_thread():  # others are not interrupted
        yield
        return
    held: list[int] = []
    handlers = {
        one: signal.signal(one, lambda number, _: held.append(number)) for one in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number in held:
            signal.raise_signal(number)


class Process:
    """A program that can be started again.

    Attributes:
        name: for its log, `NAME.log` in `folder`, and for messages.
        answers: returns whether it is up.
    """

    def __init__(
        self,
        name: str,
        command: Iterable[str | Path],
        folder: Path,
        answers: Callable[[], bool],
        environment: Mapping[str, str] | None = None,
        is_ordinary: bool = False,
    ) -> None:
        """Args:
        folder: of the whole cluster.
        environment: its variables; those of this process if None.
        is_ordinary: whether it may not be root.
        """
        self.name, self._command, self._folder, self.answers = name, list(command), folder, answers
        self._environment = {**(os.environ if environment is None else environment), MARK: str(folder)}
        self._identity = identity() if is_ordinary else {}
        self._popen: subprocess.Popen | None = None

    @property
    def log(self) -> Path:
        return self._folder / f"{self.name}.log"

    @property
    def process(self) -> psutil.Process:
        return psutil.Process(self._started.pid)

    @property
    def _started(self) -> subprocess.Popen:
        if self._popen is None:
            raise AssertionError(f"{self.name} was not started.")
        return self._popen

    def launch(self) -> None:
        """Start it, in a session of its own, so that Ctrl-C does not reach it: what started it stops it in order."""
        with self.log.open("a") as log, undisturbed():
            self._popen = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._identity,
            )

    def wait(self, seconds: float = 60) -> None:
        """Return when it answers; raises AssertionError with the end of its log when that takes too long."""
        wait_until(self.is_up, seconds, f"{self.name} does not answer", self.log)

    def is_up(self) -> bool:
        """Return whether it answers; raises AssertionError with the end of its log when it has ended."""
        if self._started.poll() is not None:
            raise AssertionError(f"{self.name} ended:\n{self.log.read_text()[-2_000:]}")
        return self.answers()

    def start(self) -> None:
        self.launch()
        self.wait()

    @property
    def tree(self) -> list[psutil.Process]:
        """The process and all that it started, which runs on."""
        with suppress(psutil.NoSuchProcess):
            return [self.process, *self.process.children(recursive=True)]
        return []

    def send(self, number: int) -> None:
        """Send a signal to it and all that it started."""
        for process in self.tree:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        self._started.wait(STOP_SECONDS)

    def stop(self) -> None:
        """End it by TERM, and by KILL what has not ended after `STOP_SECONDS`; nothing if it does not run."""
        if self._popen is None or self._popen.poll() is not None:
            return
        self._popen.terminate()
        try:
            self._popen.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


def left(folder: Path) -> list[psutil.Process]:
    """Return the processes of a cluster that run: by the mark, their working folder or their command line."""
    return [process for process in psutil.process_iter() if _is_of(process, str(folder))]


def _is_of(process: psutil.Process, folder: str) -> bool:
    with suppress(psutil.Error):
        if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
            return False
        places = [process.cwd(), *process.cmdline(), process.environ().get(MARK, "")]
        return any(folder in place for place in places)
    return False
