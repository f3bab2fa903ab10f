"""`systemctl` in a Debian without systemd, for bare_debian.py: starts services in a network of their own."""

import json
import subprocess
import sys
from pathlib import Path

from units import read_unit, start_unit

UNITS = Path("/etc/systemd/system")
NETWORK = "/run/network"  # the network namespace of all services, so that their ports are free
OTHERS = {
    "postgresql": {"start": ["pg_ctlcluster", "15", "main", "start"]},
    "nginx": {
        "start": ["nginx"],
        "restart": ["sh", "-c", "nginx -s stop; sleep 1; exec nginx"],
        "reload": ["nginx", "-s", "reload"],
    },
}


def main(verb, *names):
    if verb == "here":
        calls = json.loads(Path(__file__).with_name("syscalls.json").read_text())
        sys.exit(start_unit(UNITS, names[0], calls).wait())
    elif verb == "oneshot":
        sys.exit(inside(sys.executable, __file__, "here", *names).wait())
    elif verb != "daemon-reload":
        for name in names:
            act(verb, name.removesuffix(".service"))


def act(verb, name):
    """Do with a service or a timer what systemd would; a timer only has to name a service that is there."""
    if name.startswith("--"):
        return
    if name.endswith(".timer"):
        program = read_unit(UNITS, name.removesuffix(".timer"))["ExecStart"][0].split()[0]
        sys.exit(None if Path(program).exists() else f"{name}: {program} is missing.")
    if name in OTHERS:
        process = inside(*OTHERS[name][verb])
        sys.exit(process.wait())
    with open(f"/var/log/{name}.log", "w") as log:
        inside(sys.executable, __file__, "here", name, stdout=log, stderr=log)


def inside(*command, **options):
    return subprocess.Popen(["nsenter", f"--net={NETWORK}", *command], **options)


if __name__ == "__main__":
    main(*sys.argv[1:])
