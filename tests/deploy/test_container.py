"""The container image and its services, by the tools that know their formats; nothing is built or run here."""

import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
VERSION = re.compile(r"\d+\.\d+(\.\d+)?-\w+")  # of an image; no word such as “latest”


def test_dockerfile_has_no_fault_for_hadolint():
    ran = subprocess.run([BIN / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_compose_file_follows_its_schema():
    command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", ROOT / "compose.yaml"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_service_is_confined(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert 0 < service["pids_limit"] <= 200
    assert "privileged" not in service


def test_only_nginx_can_be_reached_and_by_default_from_this_machine_only():
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert published.keys() == {"nginx"}
    assert all(port.startswith("${LISTEN:-127.0.0.1}:") for port in published["nginx"])


def test_no_service_runs_as_root():
    users = {name: service.get("user", "") for name, service in COMPOSE["services"].items()}
    own = re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE)[-1]
    numbers = [re.fullmatch(r"(\d+):(\d+)", user or own) for user in users.values()]
    assert all(number and int(number[1]) and int(number[2]) for number in numbers)


def test_secrets_are_required_and_not_in_the_file():
    text = (ROOT / "compose.yaml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS", "CERTIFICATES"):
        values = re.findall(rf"\$\{{{name}([^}}]*)\}}", text)
        assert values
        assert all(value.startswith(":?") for value in values)


def test_images_have_precise_versions():
    images = [service["image"] for service in COMPOSE["services"].values() if not service["image"].startswith("${")]
    python = re.search(r"^ARG PYTHON=(.*)$", DOCKERFILE, re.MULTILINE)[1]
    assert len(images) == 2
    assert all(VERSION.fullmatch(image.partition(":")[2]) for image in images)
    assert re.fullmatch(r"3\.1[1-3]\.\d+-slim-\w+", python)
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"python:${PYTHON}"}


def test_files_that_services_mount_exist():
    mounts = [mount for service in COMPOSE["services"].values() for mount in service.get("volumes", [])]
    files = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert len(files) == 11
    assert all((ROOT / file).is_file() for file in files)


def test_nginx_reads_the_copy_of_the_site_that_is_written_every_day():
    *_, written = COMPOSE["services"]["daily"]["command"]
    (read,) = re.findall(
        r"catalogue_frozen \{ default (\S+);", (ROOT / "deploy" / "compose" / "paths.conf").read_text()
    )
    assert written == read
    assert f"frozen:{written}" in COMPOSE["services"]["daily"]["volumes"]
    assert f"frozen:{written}" in COMPOSE["services"]["migrate"]["volumes"]  # the first that starts gives it its owner
    assert f"frozen:{read}:ro" in COMPOSE["services"]["nginx"]["volumes"]
    (made,) = re.findall(r"install --directory .* /srv/front/.*", DOCKERFILE)
    assert written in made.split()  # so that a new volume belongs to the user of the image


def start_daily(folder, at, *, url):
    """Start what is done every night, on a database; returns the process, whose output is lines of text."""
    path = f"{BIN}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "DATABASE_URL": url, "TZ": "UTC"}
    command = ["sh", ROOT / "deploy" / "compose" / "daily.sh", at, folder]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True}
    return subprocess.Popen(command, cwd=ROOT, env=environment, **options)


def failures(process, count):
    """The commands of its next lines about something that failed."""
    found = (re.fullmatch(r"daily: (\w+) failed with status \d+\.\n", line) for line in process.stdout)
    return [match[1] for match in islice(filter(None, found), count)]


def test_what_fails_on_a_day_keeps_nothing_else_from_being_done(tmp_path):
    """Without a database everything fails; the night is a few seconds away."""
    night = datetime.now(UTC) + timedelta(seconds=10)
    with start_daily(tmp_path / "copy", f"{night:%H:%M:%S}", url="postgresql://nobody@127.0.0.1:1/none") as process:
        try:
            assert failures(process, 1) == ["freeze"]
            assert datetime.now(UTC) < night
            done = failures(process, 5)
            assert datetime.now(UTC) > night
        finally:
            os.killpg(process.pid, signal.SIGTERM)
    assert done == ["clear_log", "clearsessions", "prune_db_task_results", "freeze", "check_links"]


def test_time_that_is_none_ends_the_service_at_once(tmp_path):
    with start_daily(tmp_path / "copy", "25:00", url="postgresql://nobody@127.0.0.1:1/none") as process:
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 64
    assert "today 25:00" in output
    assert not (tmp_path / "copy").exists()


def test_metrics_are_of_the_web_server_and_are_not_published():
    environments = {name: service.get("environment", {}) for name, service in COMPOSE["services"].items()}
    assert [name for name, variables in environments.items() if "METRICS_BIND" in variables] == ["web"]
    value = environments["web"]["METRICS_BIND"]
    assert value == "${METRICS_BIND-0.0.0.0:9100}"  # empty turns them off
    assert not any("9100" in str(service.get("ports")) for service in COMPOSE["services"].values())
    folder = ROOT / "deploy"
    configurations = [*(folder / "nginx").rglob("*.conf"), *(folder / "compose").glob("*.conf")]
    assert not [path for path in configurations if "9100" in path.read_text()]


def test_logs_are_objects_unless_the_site_says_otherwise():
    ours = [service for service in COMPOSE["services"].values() if service["image"].startswith("${IMAGE")]
    assert {service["environment"]["LOG_FORMAT"] for service in ours} == {"${LOG_FORMAT:-json}"}


def test_nginx_takes_the_configuration_of_its_container(tmp_path):
    """As compose.yaml mounts it; names of services and the certificate are of this machine."""
    for mount in COMPOSE["services"]["nginx"]["volumes"]:
        source, target = mount.split(":")[0:2]
        if source.startswith("./"):
            place = tmp_path / target.removeprefix("/etc/nginx/")
            place.parent.mkdir(exist_ok=True)
            text = (ROOT / source).read_text().replace(" /tmp/", f" {tmp_path}/").replace("/dev/stdout", "stdout.log")
            place.write_text(text.replace("/etc/nginx/", f"{tmp_path}/").replace("web:8000", "127.0.0.1:9"))
    shutil.copy("/etc/nginx/mime.types", tmp_path)
    (tmp_path / "catalogue" / "errors").mkdir()
    for name in ("headers.conf", "embed.conf", "files.conf"):
        (tmp_path / "catalogue" / "errors" / name).touch()
    (tmp_path / "certificates").mkdir()
    make_certificate(tmp_path / "certificates")
    command = ["nginx", "-t", "-q", "-p", tmp_path, "-c", tmp_path / "catalogue.main.conf"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def make_certificate(folder):
    subject = ["-subj", "/CN=localhost", "-days", "2"]
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files]
    subprocess.run(command, check=True, capture_output=True)
