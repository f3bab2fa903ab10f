"""The files for more machines (deploy/patroni, etcd and haproxy), by the tools that read them; drills run them."""

import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import ExitStack, closing

import pytest
import yaml

from tests.cluster import programs
from tests.cluster.databases import NUMBERS
from tests.cluster.machine import DEFAULT, PASSWORD, TUNED
from tests.cluster.network import DEPLOY, Network, filled

PATRONI = DEPLOY / "patroni"
ADDRESSES = {"db1": "127.9.9.11", "db2": "127.9.9.12", "db3": "127.9.9.13"}
MAX_EXPOSURE = 2.5  # of 10, as of the other units


@pytest.fixture(scope="module", autouse=True)
def installed():
    programs.install()


@pytest.fixture
def network():
    """A network in which something listens where etcd would: Patroni's check wants to reach it."""
    network = Network.unused()
    with ExitStack() as stack:
        for machine in NUMBERS:
            stack.enter_context(closing(socket.create_server((network.address(machine), 2379))))
        yield network


def validate(folder, network, text, added=()):
    """Let Patroni judge a configuration with files that add to it, with the variables of the second machine."""
    config = folder / "patroni"
    config.mkdir()
    (config / "patroni.yml").write_text(text)
    for name in added:
        shutil.copy(PATRONI / name, config)
    variables = filled(network.variables("patroni/patroni.env", 2), PASSWORD)
    variables |= {"PATRONI_POSTGRESQL_DATA_DIR": str(folder / "data")}
    variables |= {"PATRONI_POSTGRESQL_BIN_DIR": str(programs.postgresql())}
    command = [sys.executable, "-m", "patroni", "--validate-config", "--ignore-listen-port", config]
    return subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("is_tuned", [False, True], ids=["as written", "tuned"])
def test_patroni_takes_its_configuration(tmp_path, network, is_tuned):
    text = network.written("patroni/patroni.yml")
    for default, tuned in zip(DEFAULT, TUNED, strict=True):
        assert f"    {default}\n" in text
        assert f"    # {tuned}\n" in text
        text = text.replace(default, tuned) if is_tuned else text
    done = validate(tmp_path, network, text)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_patroni_takes_what_archives_and_restores(tmp_path, network):
    done = validate(tmp_path, network, network.written("patroni/patroni.yml"), ["archive.yml", "restore.yml"])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_nothing_is_archived_until_a_file_says_so():
    """A command that fails would fill the disk."""
    patroni, archive = (yaml.safe_load((PATRONI / name).read_text()) for name in ("patroni.yml", "archive.yml"))
    parameters = patroni["bootstrap"]["dcs"]["postgresql"]["parameters"]
    assert (parameters["archive_mode"], parameters["archive_command"]) == ("on", "/bin/true")
    assert "archive_command" not in patroni["postgresql"]["parameters"]
    assert archive["postgresql"]["parameters"]["archive_command"].startswith("pgbackrest ")


def test_patroni_refuses_a_fault(tmp_path, network):
    text = network.written("patroni/patroni.yml").replace("ttl: 20", "ttl: 10")
    assert validate(tmp_path, network, text).returncode == 1


def test_haproxy_takes_its_configuration():
    command = [programs.haproxy(), "-c", "-f", DEPLOY / "haproxy" / "haproxy.cfg"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_files_name_the_same_machines():
    """etcd, Patroni and HAProxy on each machine are found under one address."""
    network = Network("127.9.9.")
    etcd = dict(re.findall(r"(db\d)=http://([\d.]+):2380", network.written("etcd/etcd.env")))
    hosts = re.findall(r"([\d.]+):2379", network.written("patroni/patroni.yml"))
    servers = re.findall(r"server (db\d) ([\d.]+):5432 check port 8008", network.written("haproxy/haproxy.cfg"))
    assert etcd == ADDRESSES
    assert hosts == list(ADDRESSES.values())
    assert servers == list(ADDRESSES.items()) * 2


def test_variables_of_another_machine_have_its_name_and_address(network):
    etcd, patroni = (network.variables(f"{name}.env", 3) for name in ("etcd/etcd", "patroni/patroni"))
    own = {name: value for name, value in {**etcd, **patroni}.items() if network.prefix in value or "db" in value}
    whole = own.pop("ETCD_INITIAL_CLUSTER")
    assert len(own) == 10
    assert {re.sub(r"^http://|:\d+$", "", value) for value in own.values()} == {"db3", network.address(3)}
    assert whole.count("db") == 3


def test_no_password_is_written():
    written = (PATRONI / "patroni.env").read_text()
    assert re.findall(r"PASSWORD=(.*)", written) == [""] * 4


def test_unit_has_no_fault_and_is_hardly_exposed(tmp_path):
    unit = tmp_path / "patroni.service"
    unit.write_text((PATRONI / "patroni.service").read_text().replace("/opt/patroni/bin/patroni", "/bin/true"))
    verify = ["systemd-analyze", "verify", "--man=no", unit]
    security = ["systemd-analyze", "security", "--offline=true", "--no-pager", unit]
    checked, analysed = (
        subprocess.run(command, capture_output=True, text=True, check=False) for command in (verify, security)
    )
    assert [line for line in checked.stderr.splitlines() if "patroni.service" in line] == []
    exposure = re.search(r"Overall exposure level for \S+: (\d+\.\d+)", analysed.stdout)[1]
    assert float(exposure) <= MAX_EXPOSURE
