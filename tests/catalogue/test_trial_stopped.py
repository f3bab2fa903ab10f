"""`make run` that is killed or stopped half-way: nothing goes on running, and the next start works."""

import contextlib
import signal
import time
from pathlib import Path

import psutil
import pytest

from tests.browser.running import free_port, start, wait_until_up
from tests.catalogue.trials import ODD, ended, manage, processes, read
from tests.proof import only_in_proof, sample
from tests.shipped import INITIATIVES


@only_in_proof
@pytest.mark.parametrize("spared", [("postgres",), ()], ids=lambda names: " ".join(names) or "nothing")
def test_starts_after_it_was_killed(tmp_path, copied, spared):
    """A command beside a running site leaves it running; what a killed one leaves behind is taken over and stopped.

    That is a running database, or just its files. A later start keeps data and account, in a folder that was moved too.
    """
    folder, port = copied(tmp_path / ODD), free_port()
    process = start(folder, port)
    wait_until_up(process)
    assert manage(folder, "migrate", "contenttypes").returncode == 0
    assert f"{INITIATIVES} initiatieven" in read(port, "/initiatieven/")
    children = psutil.Process(process.pid).children(recursive=True)
    victims = [child for child in children if child.name() not in spared]
    assert victims
    process.kill()
    process.wait(timeout=10)
    process.stdout.close()
    for victim in victims:
        with contextlib.suppress(psutil.NoSuchProcess):
            victim.kill()
    psutil.wait_procs(victims, timeout=10)
    again = start(folder, port)
    output = " ".join(wait_until_up(again))
    assert " 0 created" in output
    assert (folder / "editor-password").read_text().strip() not in output
    assert f"{INITIATIVES} initiatieven" in read(port, "/initiatieven/")
    again.terminate()
    assert ended(again)[0] == 0
    assert processes(tmp_path) == []


def test_stop_in_the_first_second_spoils_nothing(tmp_path):
    """While the data is made, and as PostgreSQL starts: nothing goes on running, and the next start has a database."""
    for moment in (0.2, 0.6):
        process = start(tmp_path, free_port())
        time.sleep(moment)
        process.send_signal(signal.SIGINT)
        ended(process)
        assert processes(tmp_path) == []
    assert manage(tmp_path, "migrate", "contenttypes").returncode == 0
    assert processes(tmp_path) == []


def test_stop_while_starting_leaves_nothing(tmp_path):
    process = start(tmp_path, free_port())
    for line in process.stdout:
        if line.startswith("Preparing"):
            break
    process.terminate()
    assert ended(process)[0] == 0
    assert processes(tmp_path) == []


@pytest.mark.parametrize("child", sample([2, 3], 1), ids={2: "to prepare", 3: "to serve"}.get)
def test_signal_during_a_fork_is_not_lost(tmp_path, copied, child):
    """The first child is PostgreSQL. Python drops what a signal handler raises in a fork."""
    process = start(copied(tmp_path / "var"), free_port())
    children, list_of_now = set(), Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while len(children) < child:
        children |= set(list_of_now.read_text().split())
    process.terminate()
    assert ended(process)[0] == 0
    assert processes(tmp_path) == []
