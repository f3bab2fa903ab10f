"""The documented installation, and the steps of the Dockerfile without a container."""

import fnmatch
import hashlib
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.browser.running import free_port
from tests.databases import copy_of_catalogue, run_folder
from tests.deploy import bare_debian, units
from tests.proof import only_in_proof

ROOT = Path(__file__).resolve().parents[2]
INSIDE = "/srv/catalogue"  # where the image has the catalogue
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
USER = 10_001  # the image's own


def fits(line, name):
    """Whether a line of .dockerignore is about a file: about itself or a folder above it."""
    parts = name.split("/")
    above = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
    if line.startswith("**/"):
        return any(fnmatch.fnmatchcase(part, line[3:]) for part in parts)
    return line == "*" or line in above


def build_context():
    """The files that `docker build` would get: those that the last fitting line of .dockerignore lets through."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in listed.splitlines():
        fitting = [line for line in lines if fits(line.removeprefix("!"), name)]
        if fitting and fitting[-1].startswith("!"):
            yield name


def test_installation_has_ten_steps_at_most_with_commands_each():
    steps = bare_debian.steps(bare_debian.DOCUMENT.read_text())
    assert 3 < len(steps) <= bare_debian.MAX_STEPS
    assert all(commands.strip() for _, commands in steps)


def test_names_of_ones_own_are_all_in_the_first_step():
    first, *others = [commands for _, commands in bare_debian.steps(bare_debian.DOCUMENT.read_text())]
    replaced = bare_debian.with_names(first)
    assert all(f"{name}={value}" in replaced for name, value in bare_debian.NAMES.items())
    assert "initiatieven.example.nl" not in replaced
    assert not any(re.search(r"\b(HOST|MAIL|REPOSITORY)=", commands) for commands in others)


def test_upgrade_copies_all_of_nginx_but_what_a_site_writes_itself():
    upgrade = bare_debian.DOCUMENT.read_text().partition("## Upgrade")[2].partition("\n## ")[0]
    copied = set(re.search(r"cp (.+) /etc/nginx/catalogue/\)", upgrade)[1].split())
    shipped = {path.name for path in (ROOT / "deploy" / "nginx" / "catalogue").iterdir()}
    assert shipped - copied == {"inside.conf", "listen.conf", "paths.conf"}
    assert copied <= shipped


def test_dockerfile_copies_only_files_of_the_build_context():
    context = set(build_context())
    copied = re.findall(r"^COPY (?!--)(.*)$", DOCKERFILE, re.MULTILINE)
    for source in (word for line in copied for word in line.split()[:-1]):
        assert any(name == source or name.startswith(f"{source}/") for name in context), source
    assert not any(name.startswith(("tests/", ".", "catalogue/trial/")) for name in context)


@pytest.mark.skipif(os.geteuid() != 0, reason="another user's rights need root")
@only_in_proof
def test_from_nothing_to_serving_on_a_bare_debian():
    figures = bare_debian.figures()
    assert len(figures["steps"]) <= bare_debian.MAX_STEPS
    assert sum(figures["seconds"]) / 60 <= bare_debian.MAX_MINUTES
    statuses = {path: status for path, (status, _) in figures["answers"].items()}
    assert statuses == bare_debian.PATHS
    assert figures["answers"]["/"][1] > 5_000  # bytes of the home page


def run_build(folder):
    """Run the first stage's own commands in a copy of the tree; the folder of the image and its tools are elsewhere."""
    stage = DOCKERFILE.partition("AS build")[2].partition("\nFROM ")[0]
    for command in re.findall(r"^RUN (.*)$", stage, re.MULTILINE):
        moved = command.replace(INSIDE, str(folder)).replace("/opt/supply", str(folder.with_name("supply")))
        environment = {**os.environ, "MEANING": "meaning", "TELEMETRY": "telemetry", "SOURCE_DATE_EPOCH": "1577836800"}
        environment["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        subprocess.run(["sh", "-euc", moved], cwd=folder, env=environment, check=True, capture_output=True)


def digests(folder):
    """The hash of each file by its path; links as they are."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def copy_context(folder):
    for name in build_context():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)


@pytest.fixture(scope="module")
def image():
    """What the image has in its folder, made twice; the folder and the digests of the first time."""
    with tempfile.TemporaryDirectory(prefix="image-") as name:  # not pytest's own, which no other user may enter
        base = Path(name)
        base.chmod(0o755)
        folder = base / "catalogue"
        copy_context(folder)
        run_build(folder)
        first = digests(folder)
        shutil.rmtree(folder)
        shutil.rmtree(base / "supply")
        copy_context(folder)
        run_build(folder)
        yield folder, first


@pytest.mark.skipif(os.geteuid() != 0, reason="another user's rights need root")
@only_in_proof
def test_image_is_the_same_each_time(image):
    folder, first = image
    second = digests(folder)
    assert {path for path in first.keys() | second.keys() if first.get(path) != second.get(path)} == set()
    assert any(path.startswith("static-files/css/") for path in second)
    assert "sbom.json" in second
    assert not any("/site-packages/cyclonedx/" in path for path in second)


@pytest.mark.skipif(os.geteuid() != 0, reason="another user's rights need root")
@only_in_proof
def test_image_serves_as_another_user_with_a_read_only_disk(image):
    """Under the limits of the service of systemd too: its system calls, no memory that is written and executed."""
    folder, _ = image
    command = json.loads(re.findall(r"^CMD (.*)$", DOCKERFILE, re.MULTILINE)[-1])
    var, temporary = folder.with_name("var"), folder.with_name("tmp")
    for place in (var, temporary):
        place.mkdir()
        os.chown(place, USER, USER)
    port = free_port()
    settings = units.read_unit(ROOT / "deploy" / "systemd", "catalogue-web")
    with copy_of_catalogue("image") as url:
        open_socket(url)
        environment = environment_of(folder, url, port) | {"VAR": str(var), "TMPDIR": str(temporary)}
        program = [str(folder / ".venv/bin/python"), *command[1:]]
        options = {
            "user": USER,
            "environment": environment,
            "writable": [str(var), str(temporary)],
            "folder": str(folder),
        }
        given = units.limits(settings, units.system_calls(settings), program, **options)
        process = units.start(given, folder=temporary)
        try:
            wait_for(process, port)
            for path, status in (("/healthz", 200), ("/readyz", 200), ("/initiatieven/?q=eenzame+ouderen", 200)):
                assert ask(port, path) == status
            healthy = subprocess.run([program[0], folder / "deploy/healthcheck.py"], env=environment, check=False)
            assert healthy.returncode == 0
        finally:
            process.terminate()
            process.wait(30)
    unhealthy = subprocess.run([program[0], folder / "deploy/healthcheck.py"], env=environment, check=False)
    assert unhealthy.returncode == 1


def open_socket(url):
    """Let other users reach the socket of this run's PostgreSQL, which is thrown away afterwards."""
    for host in parse_qs(urlsplit(url).query).get("host", []):
        for place in (Path(host), *Path(host).parents):
            if place.is_relative_to(run_folder()) or place == Path(host):
                place.chmod(place.stat().st_mode | 0o011)


def environment_of(folder, url, port):
    """That of the image, by its Dockerfile, with what compose.yaml sets."""
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    words = [word for line in re.findall(r"^ENV (.*)$", final, re.MULTILINE) for word in shlex.split(line)]
    own = dict(word.split("=", 1) for word in words)
    own = {name: value.replace(INSIDE, str(folder)) for name, value in own.items()}
    given = {"DATABASE_URL": url, "SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "image.example", "BIND": f"127.0.0.1:{port}"}
    path = f"{folder}/.venv/bin:{os.environ['PATH']}"
    return own | given | {"PATH": path, "WORKERS": "1", "LOG_LEVEL": "WARNING"}


def ask(port, path):
    headers = {"Host": "image.example", "X-Forwarded-Proto": "https"}
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=20) as response:
        return response.status


def wait_for(process, port):
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The web server of the image did not start.")
