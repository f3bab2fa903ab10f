"""The units of systemd, by systemd's own analysis."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from catalogue import gunicorn
from tests import debian
from tests.deploy.units import commands, read_unit, system_calls

UNITS = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
SERVICES = sorted(path.stem for path in UNITS.glob("*.service"))
TIMERS = sorted(path.stem for path in UNITS.glob("*.timer"))
MAX_EXPOSURE = 2.5  # of 10


@pytest.fixture(scope="module", autouse=True)
def systemd():
    if not shutil.which("systemd-analyze"):
        debian.install("--no-install-recommends", "systemd")
    assert shutil.which("systemd-analyze"), "systemd-analyze is missing: install Debian's package systemd."


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A folder with the units in their place, and the programs that they name."""
    root = tmp_path_factory.mktemp("root")
    shutil.copytree(UNITS, root / "etc/systemd/system")
    (root / "etc/systemd/system/sysinit.target").write_text("[Unit]\n")
    for program in ("srv/catalogue/.venv/bin/python", "bin/kill"):
        (root / program).parent.mkdir(parents=True, exist_ok=True)
        (root / program).write_text("#!/bin/sh\n")
        (root / program).chmod(0o755)
    return root


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_hardly_exposed(root, name):
    ran = analyze("security", "--offline=true", f"--root={root}", "--no-pager", f"{name}.service")
    exposure = float(re.search(r"Overall exposure level for \S+: (\d+\.\d+)", ran.stdout)[1])
    assert exposure <= MAX_EXPOSURE


def test_units_have_no_fault(root):
    names = [path.name for path in UNITS.iterdir() if path.is_file()]
    ran = analyze("verify", "--man=no", f"--root={root}", *names)
    lines = [line for line in ran.stderr.splitlines() if any(name in line for name in names)]
    assert (ran.returncode, lines) == (0, [])


def test_every_timer_has_a_service_that_runs_once():
    assert set(TIMERS) < set(SERVICES)
    assert all(read_unit(UNITS, name)["Type"] == ["oneshot"] for name in TIMERS)


def test_services_stop_later_than_gunicorn_lets_requests_finish():
    stop = int(read_unit(UNITS, "catalogue-web")["TimeoutStopSec"][0])
    assert gunicorn.graceful_timeout < stop <= 2 * gunicorn.graceful_timeout


def test_system_calls_are_those_of_services_without_privileges():
    calls = set(system_calls(read_unit(UNITS, "catalogue-web")))
    assert {"execve", "openat", "socket", "futex"} < calls
    assert not calls & {"ptrace", "mount", "setuid", "reboot", "init_module", "setpriority", "bpf"}


@pytest.mark.parametrize("name", SERVICES)
def test_commands_run_the_catalogue_in_its_own_environment(name):
    assert {command[0] for command in commands(read_unit(UNITS, name))} == {"/srv/catalogue/.venv/bin/python"}
