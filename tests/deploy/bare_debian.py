"""From nothing to serving: the steps of docs/operations.md in an empty Debian. `python -m tests.deploy.bare_debian`.

For root, with debootstrap. The steps are read from the document. Three things differ from a server, since a chroot has
neither systemd nor a name in DNS: `systemctl` runs what units say (units.py, under their limits), `certbot` writes a
certificate of its own, and services have a network namespace of their own. PostgreSQL and nginx, which Debian starts
when they are installed, are started after step 1. Names of your own (HOST, MAIL, REPOSITORY) are those below.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import debian
from tests.deploy import units

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "operations.md"
MAX_STEPS, MAX_MINUTES = 10, 15
# What a timer starts and needs no network.
RUN_ONCE = ("catalogue-clean", "catalogue-backup")
SUITE = "bookworm"
HOST = "initiatieven.example"
NAMES = {"HOST": HOST, "MAIL": f"beheer@{HOST}", "REPOSITORY": "/opt/runner/catalogue.bundle"}
PATHS = {
    "/": 200,
    "/initiatieven/?q=iemand+om+mee+te+praten+op+afstand": 200,  # by meaning too
    "/beheer/account/login/": 200,
    "/healthz": 200,
    "/bestaat-niet/": 404,
}
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
SHIMS = {
    "systemctl": 'exec python3 /opt/runner/systemctl.py "$@"',
    "certbot": "mkdir -p /etc/letsencrypt/live/$HOST && cd /etc/letsencrypt/live/$HOST && exec openssl req -x509"
    " -newkey rsa:2048 -nodes -keyout privkey.pem -out fullchain.pem -days 2 -subj /CN=$HOST"
    " -addext subjectAltName=DNS:$HOST",
}
ASK = """
import http.client, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
class Connection(http.client.HTTPSConnection):
    def connect(self):
        import socket
        self.sock = context.wrap_socket(socket.create_connection(("127.0.0.1", 443), 20), server_hostname=sys.argv[2])
connection = Connection(sys.argv[2])
connection.request("GET", sys.argv[3])
response = connection.getresponse()
print(response.status, len(response.read()))
"""


def steps(text):
    """The numbered steps of "Install on one server" in a Markdown text: of each its title and its commands."""
    section = text.partition("\n## Install on one server\n")[2].partition("\n## ")[0]
    found = re.findall(r"^\d+\. (.+?):?\n\n +```sh\n(.*?)^ +```$", section, re.MULTILINE | re.DOTALL)
    assert len(found) == len(re.findall(r"^\d+\. ", section, re.MULTILINE)), "a step without commands"
    return [(title, re.sub(r"^ {3,4}", "", commands, flags=re.MULTILINE)) for title, commands in found]


def with_names(commands):
    """The commands with the names of this test."""
    for name, value in NAMES.items():
        commands = re.sub(rf"\b{name}=\S+", f"{name}={value}", commands)
    return commands


def script(titled):
    """One shell for all steps, as an administrator has it; it writes when each ended."""
    lines = ["set -e", "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "cd /"]
    for number, (_, commands) in enumerate(titled, start=1):
        lines += [f"# step {number}", with_names(commands) if number == 1 else commands]
        lines += ["systemctl start postgresql", "systemctl start nginx"] if number == 1 else []
        lines += [f'echo "{number} $(date +%s.%N)" >> /opt/runner/times']
    return "\n".join(lines)


def mirror():
    """Where this machine has its packages from."""
    text = "\n".join(path.read_text() for path in Path("/etc/apt/sources.list.d").glob("*.sources"))
    return re.search(r"^URIs: *(\S+debian/?)$", text, re.MULTILINE)[1]


def make_debian(folder):
    """An empty Debian with what a chroot needs besides: where packages come from, and no service that starts alone."""
    subprocess.run(["debootstrap", "--variant=minbase", SUITE, folder, mirror()], check=True, stdout=subprocess.DEVNULL)
    policy = folder / "usr/sbin/policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    for name, command in SHIMS.items():
        path = folder / "usr/local/bin" / name
        path.write_text(f"#!/bin/sh\n{command}\n")
        path.chmod(0o755)
    runner = folder / "opt/runner"
    runner.mkdir(parents=True)
    for name in ("confined.py", "units.py", "systemctl.py"):
        shutil.copy(Path(__file__).with_name(name), runner)
    calls = units.system_calls(units.read_unit(ROOT / "deploy" / "systemd", "catalogue-web"))
    (runner / "syscalls.json").write_text(json.dumps(calls))
    subprocess.run(["git", "bundle", "create", "--quiet", runner / "catalogue.bundle", "HEAD"], cwd=ROOT, check=True)
    shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
    _allow_packages(folder)


def _allow_packages(folder):
    """Let pip and apt ask where those of this machine ask; no part of that is written down here."""
    shutil.copytree("/etc/apt/apt.conf.d", folder / "etc/apt/apt.conf.d", dirs_exist_ok=True)
    shutil.copy(CERTIFICATES, folder / "opt/runner/certificates.crt")
    for value in pip_settings().values():
        for source in {Path(found).resolve() for found in re.findall(r"(?:^|\s|file://)(/[^\s:]+)", value)}:
            # The folder of an index refers to its files beside it.
            source = source.parent if source.name == "simple" else source
            if source.is_dir():
                target = folder / str(source).lstrip("/")
                target.mkdir(parents=True, exist_ok=True)
                subprocess.run(["mount", "--bind", source, target], check=True)


def pip_settings():
    """Where pip of this machine looks for packages, as environment variables."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^global\.(index-url|extra-index-url|find-links|trusted-host)='(.*)'$", listed, re.MULTILINE)
    return {f"PIP_{key.upper().replace('-', '_')}": value for key, value in found}


def run(folder):
    """Run all steps and ask for pages; returns the names and seconds of the steps, and the answers by path."""
    titled = steps(DOCUMENT.read_text())
    (folder / "opt/runner/steps.sh").write_text(script(titled))
    environment = {key: value for key, value in os.environ.items() if key.startswith("PIP_") or key.endswith("_proxy")}
    environment |= pip_settings() | {
        "PIP_CERT": "/opt/runner/certificates.crt",
        "HOME": "/root",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    environment |= {"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
    holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
    network = folder / "run/network"
    network.touch()
    time.sleep(0.5)
    subprocess.run(["mount", "--bind", f"/proc/{holder.pid}/ns/net", network], check=True)
    nsenter = ["nsenter", f"--net={network}"]
    subprocess.run([*nsenter, sys.executable, Path(__file__).with_name("loopback.py")], check=True)
    begun = time.time()
    subprocess.run(["chroot", folder, "bash", "/opt/runner/steps.sh"], env=environment, check=True)
    ended = [float(line.split()[1]) for line in (folder / "opt/runner/times").read_text().splitlines()]
    seconds = [after - before for before, after in zip([begun, *ended], ended, strict=False)]
    certificate = folder / f"etc/letsencrypt/live/{HOST}/fullchain.pem"
    command = [*nsenter, sys.executable, "-c", ASK, str(certificate), HOST]
    answers = {}
    for path in PATHS:
        asked = subprocess.run([*command, path], check=True, capture_output=True, text=True)
        answers[path] = tuple(map(int, asked.stdout.split()))
    for name in RUN_ONCE:
        subprocess.run(["chroot", folder, "systemctl", "oneshot", name], env=environment, check=True)
    return [title for title, _ in titled], seconds, answers


def inside():
    """In namespaces of its own, so that every process and mount ends with it; prints the figures as JSON."""
    assert os.getpid() == 1, "only as the first process of a namespace, whose other processes it ends"
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    with tempfile.TemporaryDirectory(prefix="bare-debian-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        subprocess.run(["mount", "--bind", folder, folder], check=True)
        os.chdir("/")
        try:
            make_debian(folder)
            for kind, place in (("proc", "proc"), ("sysfs", "sys"), ("devpts", "dev/pts"), ("tmpfs", "dev/shm")):
                subprocess.run(["mount", "-t", kind, kind, folder / place], check=True)
            names, seconds, answers = run(folder)
            print("FIGURES", json.dumps({"steps": names, "seconds": seconds, "answers": answers}))
        finally:
            for log in sorted((folder / "var/log").glob("catalogue-*.log")):
                print(f"{log.name}: {log.read_text()[-2000:]}", file=sys.stderr)
            end_processes()
            subprocess.run(["umount", "--recursive", "--lazy", folder], check=False)


def end_processes():
    """All processes of this namespace but this one (of which the first has number 1)."""
    for path in Path("/proc").glob("[0-9]*"):
        if int(path.name) not in (1, os.getpid()):
            try:
                os.kill(int(path.name), 9)
            except ProcessLookupError:
                continue


def figures():
    """Install the catalogue in an empty Debian; returns the steps, their seconds, and status and size of each page."""
    if not shutil.which("debootstrap"):
        debian.install("debootstrap")
    command = [
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        sys.executable,
        "-m",
        __spec__.name,
    ]
    ran = subprocess.run([*command, "inside"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(ran.stdout.rpartition("FIGURES ")[2])


if __name__ == "__main__":
    if sys.argv[1:] == ["inside"]:
        inside()
    else:
        measured = figures()
        for number, (title, taken) in enumerate(zip(measured["steps"], measured["seconds"], strict=True), start=1):
            print(f"{number:>2}. {taken:6.1f} s  {title}")
        print(f"{len(measured['steps'])} steps, {sum(measured['seconds']) / 60:.1f} minutes; {measured['answers']}")
