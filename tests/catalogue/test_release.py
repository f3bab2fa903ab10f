"""What tells releases apart."""

import os
import subprocess
import sys

import pytest

from tests.databases import ROOT

PRINT = "import django; django.setup(); from catalogue.release import fingerprint; print(fingerprint())"


def fingerprint(**environment):
    """The fingerprint of a new process with other settings."""
    command = [sys.executable, "-c", PRINT]
    done = subprocess.run(command, env={**os.environ, **environment}, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def ours():
    return fingerprint()


def test_other_processes_and_machines_have_the_same(ours, tmp_path):
    elsewhere = {"SECRET_KEY": "x" * 60, "VAR": str(tmp_path), "WORKERS": "7", "PYTHONHASHSEED": "1"}
    assert fingerprint(**elsewhere) == ours


@pytest.mark.parametrize("setting", ["OWNER_NAME", "CONTACT_EMAIL"])
def test_setting_that_pages_show_makes_another(ours, setting):
    assert fingerprint(**{setting: "iemand@example.nl"}) != ours
