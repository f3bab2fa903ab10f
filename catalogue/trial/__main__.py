"""The catalogue on your own machine, in one command: `make run`. Not for production."""

import argparse
import fcntl
import os
import secrets
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import TextIOWrapper
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HOST = "127.0.0.1"
PASSWORD = "editor-password"  # noqa: S105 (the name of its file)
POLL_SECONDS = 0.5
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
signals: list[int] = []  # the numbers of those that came


def say(line: str) -> None:
    """Tell how far it is, beside what a command itself writes on standard output."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def check_port(text: str) -> int:
    """The port; stops with one line when it is none or another program has it."""
    port = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if not 0 < port < 65536:
        sys.exit(f"“{text}” is no port: choose one from 1 to 65535, for example make run PORT=8123.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}): choose another, for example make run PORT=8123.")
    return port


def check_folder(folder: Path) -> None:
    """Make the data folder; stop with one line when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        sys.exit(f"Cannot write in {folder} ({error.strerror}): choose another folder with make run VAR=/some/dir.")


def secret_key(folder: Path) -> str:
    """The key that signs sessions: made once, readable by its owner only, also when two copies start at once."""
    with open(folder / "secret-key", "a+", opener=partial(os.open, mode=0o600)) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        if not (key := file.read()):
            key = secrets.token_urlsafe(50)
            file.write(key)
    return key


@contextmanager
def environment(folder: Path) -> Iterator[None]:
    """Set what the settings need; PostgreSQL runs while the context lasts, unless DATABASE_URL names a server."""
    check_folder(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
    os.environ.setdefault("SECRET_KEY", secret_key(folder))
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    os.environ.setdefault("HTTPS", "false")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("STYLE_GUIDE", "true")
    os.environ.setdefault("MFA_REQUIRED", "false")
    os.environ["VAR"] = str(folder)
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from catalogue.trial import postgres

    say("Starting PostgreSQL ...")
    with postgres.server(folder / "postgres") as url:
        os.environ["DATABASE_URL"] = url
        yield


def prepare(folder: Path) -> None:
    """Bring database, contents, static files and the editor's account up to date."""
    from django.core.management import call_command

    os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))  # to read texts with, in this process only
    # Two copies on one data folder must not prepare it at once.
    with one_line_errors(), open(folder / "prepare.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        say("Preparing the database ...")
        call_command("migrate", verbosity=0)
        call_command("load_catalogue")
        collect_static(folder / "static.stamp")
        call_command("make_editor", password_file=folder / PASSWORD)


def collect_static(stamp: Path) -> None:
    """Collect the static files, unless they are those of the last time; `stamp` is the file that remembers these."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    paths = {name: storage.path(name) for finder in get_finders() for name, storage in finder.list([])}
    # By name: the path of the font has the data folder in it, which may have moved.
    files = "\n".join(f"{name} {os.stat(path).st_mtime_ns}" for name, path in paths.items())
    is_collected = (settings.STATIC_ROOT / "staticfiles.json").exists()
    if is_collected and stamp.exists() and stamp.read_text() == files:
        return
    say("Collecting static files ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(files)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """A database that does not answer or a fixture with faults ends the start in a line, not in a traceback."""
    from django.core.management import CommandError
    from django.db import OperationalError

    try:
        yield
    except CommandError as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"The database does not answer ({' '.join(str(error).split())}): is DATABASE_URL right?")


@contextmanager
def signals_held() -> Iterator[None]:
    """Let signals wait until the context ends: one in the midst of it would leave a process that nobody ends."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


@contextmanager
def forked(function: Callable[..., None], *arguments: object) -> Iterator[BaseProcess]:
    """Run a function in a fork of this process, which has its imports but no connections; it ends with the context."""
    process = get_context("fork").Process(target=_end_on_term, args=(function, *arguments))
    try:
        with signals_held():
            process.start()
        yield process
    finally:
        with signals_held():
            while process.is_alive():  # TERM is lost on a process that was not ready for it
                process.terminate()
                process.join(POLL_SECONDS)


def _end_on_term(function: Callable[..., None], *arguments: object) -> None:
    """Call a function in a process that TERM ends at once.

    Nothing is half done then: the database takes back what was not committed, as when the machine stops.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    function(*arguments)


def wait_for(*processes: BaseProcess) -> None:
    """Return when one of the processes ends; raises SystemExit when a signal came."""
    while all(process.is_alive() for process in processes):
        check_signals()
        processes[0].join(POLL_SECONDS)


def run_gunicorn(port: int) -> None:
    """Be the web server. In a session of its own: Ctrl-C reaches only the main program, which stops all in order."""
    from gunicorn.app.wsgiapp import run

    os.setsid()
    bind = f"{HOST}:{port}"
    sys.argv = ["gunicorn", "-c", "python:catalogue.gunicorn", "--bind", bind, "--log-level", "warning"]
    run()


def run_worker() -> None:
    """Do the tasks that take too long for a request, such as reading a file of thousands of rows."""
    from django.core.management import call_command
    from django.db import OperationalError

    os.setsid()
    with suppress(OperationalError):  # a database that is away for a while
        call_command("db_worker", verbosity=0, interval=1)


def wait_until_up(web: BaseProcess, port: int) -> None:
    """Return when the web server answers; stop with one line when it ends instead."""
    while web.is_alive():
        check_signals()
        try:
            with urlopen(f"http://{HOST}:{port}/healthz", timeout=2):  # nosec B310 # our own address
                return
        except (URLError, OSError):
            time.sleep(0.02)
    sys.exit("The web server did not start; the lines above say why.")


def write_lines_at_once() -> None:
    """Let standard output be written line by line into a file or a pipe too.

    Whoever reads it sees the address at once, and no fork inherits text that it would write a second time.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)


def welcome(port: int, folder: Path) -> str:
    """Where the catalogue is, and the password of the editor's account, if it was made on this data folder."""
    password = folder / PASSWORD
    kept = f", password in {password}" if password.exists() else ""
    return f"The catalogue is at http://{HOST}:{port}/ (editors: /beheer/{kept}). Ctrl-C stops it.\n"


def serve(port_text: str, folder: Path) -> None:
    """Serve until Ctrl-C or TERM, then stop the web server and the database."""
    port = check_port(port_text)
    write_lines_at_once()
    with environment(folder):
        import django

        django.setup()
        with forked(prepare, folder) as preparation:
            from catalogue import health

            health.preload()  # meanwhile, what the web server needs
            wait_for(preparation)
        if preparation.exitcode:
            sys.exit(preparation.exitcode)
        with forked(run_gunicorn, port) as web:
            wait_until_up(web, port)
            sys.stdout.write(welcome(port, folder))
            while web.is_alive():
                with forked(run_worker) as worker:  # again when it has ended
                    wait_for(worker, web)
                time.sleep(POLL_SECONDS)


def manage(arguments: list[str], folder: Path) -> None:
    """Run a Django command on the trial database, which may be serving at the same time."""
    with environment(folder):
        from django.core.management import execute_from_command_line
        from django.db import connection

        try:
            execute_from_command_line(["manage.py", *arguments])
        finally:
            # Or it would go on connecting to a PostgreSQL that is stopping.
            connection.close_pool()  # type: ignore[attr-defined] # of PostgreSQL only


def stop(number: int, _: object) -> None:
    """End on a signal as on a normal end, so that everything that was started is stopped."""
    signals.append(number)
    raise SystemExit(0)


def check_signals() -> None:
    """Raise SystemExit if a signal came: Python drops the one that `stop` raises in a fork or a destructor."""
    if signals:
        raise SystemExit(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="catalogue.trial", description=__doc__)
    parser.add_argument("action", choices=["serve", "manage"])
    parser.add_argument("--port", default="8000")
    parser.add_argument("--var", type=Path, default=Path("var"))
    parser.epilog = "What stands behind -- is for the Django command."
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    options = parser.parse_args(sys.argv[1:end])
    folder = options.var.expanduser().resolve()
    for number in ENDING:
        signal.signal(number, stop)
    try:
        if options.action == "serve":
            serve(options.port, folder)
        else:
            manage(sys.argv[end + 1 :], folder)
    except ModuleNotFoundError as error:
        locks = "requirements.lock and deploy/trial.lock"
        sys.exit(f"The Python module {error.name} is missing: run `make install`, or install {locks} with pip.")


if __name__ == "__main__":
    main()
