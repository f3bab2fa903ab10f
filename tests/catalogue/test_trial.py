"""`make run`, as a person uses it: start, twice, side by side, stop; and what goes wrong said in one line."""

import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest

from catalogue.trial.__main__ import secret_key
from tests.browser.running import OURS, ROOT, free_port, start, wait_until_up
from tests.catalogue.trials import ODD, ended, manage, processes, read
from tests.databases import copy_of_catalogue
from tests.proof import only_in_proof
from tests.shipped import INITIATIVES, number_of

SLUG = "coronamaatjes-almere"


def test_two_first_starts_on_one_folder_both_serve(first_start):
    assert [f"{INITIATIVES} initiatieven" in page for page in first_start.lists] == [True, True]
    assert first_start.output.count(f"initiative: {number_of('initiative')} created") == 1
    password = first_start.folder / "editor-password"
    assert first_start.output.count(password.read_text().strip()) == 1
    assert first_start.output.count(f"(editors: /beheer/, password in {password})") == 2
    assert first_start.left == []


@only_in_proof
def test_two_trials_run_again_beside_each_other_and_each_stops_with_everything(tmp_path, copied):
    """A second start keeps data and account, also in a folder that was moved; the signal stops all that runs."""
    ends, folders = (signal.SIGINT, signal.SIGTERM), [copied(tmp_path / name) for name in ("gewoon", ODD)]
    ports = [free_port(), free_port()]
    running = [start(folder, port) for folder, port in zip(folders, ports, strict=True)]
    for process, folder in zip(running, folders, strict=True):
        output = " ".join(wait_until_up(process))
        assert " 0 created" in output
        assert (folder / "editor-password").read_text().strip() not in output
    for process, folder, port, end in zip(running, folders, ports, ends, strict=True):
        assert f"{INITIATIVES} initiatieven" in read(port, "/initiatieven/")
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(end)
        assert ended(process)[0] == 0
        assert processes(folder) == []
        assert [child for child in children if child.is_running()] == []


def test_starts_at_once_have_one_secret_key_that_only_its_owner_reads(tmp_path):
    (tmp_path / "secret-key").touch(mode=0o600)  # of a start that was killed before it wrote
    with ThreadPoolExecutor(30) as starts:
        keys = set(starts.map(secret_key, [tmp_path] * 300))
    assert [len(key) >= 50 for key in keys] == [True]
    assert secret_key(tmp_path) in keys
    (tmp_path / "other").mkdir()
    secret_key(tmp_path / "other")
    assert (tmp_path / "other" / "secret-key").stat().st_mode & 0o777 == 0o600


@only_in_proof
def test_database_url_is_used_and_nothing_embedded_starts(tmp_path, first_start):
    port = free_port()
    for name in ("fonts", "static", "static.stamp"):  # they take some seconds to make
        subprocess.run(["cp", "-a", first_start.folder / name, tmp_path], check=True)
    with copy_of_catalogue(f"elsewhere_{os.getpid()}") as url:
        with psycopg.connect(url) as connection:
            connection.execute("UPDATE initiatives_initiative SET title = 'Van elders' WHERE slug = %s", [SLUG])
        process = start(tmp_path, port, DATABASE_URL=url)
        output = wait_until_up(process)
        assert "Van elders" in read(port, f"/initiatieven/{SLUG}/")
        assert f"{INITIATIVES} initiatieven" in read(port, "/initiatieven/")
        process.terminate()
        assert ended(process)[0] == 0
    assert [line for line in output if "PostgreSQL" in line] == []
    assert not (tmp_path / "postgres").exists()


# What goes wrong is said in one line.


def one_line(process):
    status, output = ended(process)
    assert status == 1
    assert output.count("\n") == 1, output
    return output


def test_taken_port(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert one_line(start(tmp_path, port)).startswith(f"Port {port} cannot be used (Address already in use)")


@pytest.mark.parametrize("port", ["0", "65536", "abc", "", "9" * 30])
def test_impossible_port(tmp_path, port):
    assert one_line(start(tmp_path, port)).startswith(f"“{port}” is no port")


def test_server_that_does_not_answer(tmp_path):
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    status, output = ended(start(tmp_path, free_port(), DATABASE_URL=url), seconds=40)
    assert status == 1
    assert output.splitlines()[-1].startswith("The database does not answer")
    assert "Traceback" not in output


def test_unwritable_folder(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    assert one_line(start(file / "var", free_port())).startswith(f"Cannot write in {file / 'var'} (Not a directory)")


def test_folder_where_nobody_may_write():
    assert one_line(start(Path("/proc/catalogue"), free_port())).startswith("Cannot write in /proc/catalogue (")


def test_missing_module(tmp_path):
    """A Python without the catalogue's packages, as when somebody forgets the virtual environment."""
    base = Path(sys._base_executable)
    for command in (["manage.py", "check"], ["-m", "catalogue.trial", "serve", "--var", str(tmp_path)]):
        done = subprocess.run(
            [base, "-I", "-S", "-c", BARE, *command],
            cwd=ROOT,
            env={key: value for key, value in os.environ.items() if key not in OURS},
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert done.returncode == 1
        assert done.stderr.startswith("The Python module ")
        assert "make install" in done.stderr
        assert ("deploy/trial.lock" in done.stderr) == ("catalogue.trial" in command)
        assert done.stderr.count("\n") == 1


# Runs a file or module as Python itself would, but without any installed package.
BARE = """
import runpy, sys
sys.path.insert(0, ".")
sys.argv = sys.argv[1:]
if sys.argv[0] == "-m":
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
else:
    runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_django_command_on_the_trial_database(tmp_path):
    done = manage(tmp_path, "migrate", "--plan")
    assert (done.returncode, done.stderr) == (0, "Starting PostgreSQL ...\n")
    assert "initiatives.0001_initial" in done.stdout
    assert "Starting" not in done.stdout  # which is the command's own, to be read by machines
    assert processes(tmp_path) == []
