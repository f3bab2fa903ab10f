"""Reads units of systemd and runs them without it, under the same limits. The standard library only: it also runs in a
bare Debian (bare_debian.py)."""

import grp
import json
import os
import pwd
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}
CONFINED = Path(__file__).with_name("confined.py")


def read_unit(folder, name):
    """The settings of a service with those of its drop-ins, in order: a list of values for each key.

    Args:
        folder: with the units, such as deploy/systemd.
        name: of the service, such as catalogue-web.
    """
    files = [folder / f"{name}.service", *sorted((folder / "catalogue-.service.d").glob("*.conf"))]
    settings = {}
    for line in "\n".join(file.read_text() for file in files).splitlines():
        key, is_setting, value = line.partition("=")
        if is_setting and not line.startswith(("#", "[")):
            settings.setdefault(key, []).append(value)
    return settings


def commands(settings):
    return [shlex.split(line) for line in settings["ExecStart"]]


def system_calls(settings):
    """The names of the system calls that SystemCallFilter= leaves, as `systemd-analyze` lists its sets."""
    allowed, denied = _members("@default"), set()  # systemd itself adds these
    for value in settings["SystemCallFilter"]:
        chosen = denied if value.startswith("~") else allowed
        for name in value.removeprefix("~").split():
            chosen |= _members(name)
    return sorted(allowed - denied)


def _members(name):
    if not name.startswith("@"):
        return {name}
    listed = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True)
    lines = (line.strip() for line in listed.stdout.splitlines()[1:])
    return set().union(*(_members(line) for line in lines if line and not line.startswith("#")))


def limits(settings, syscalls, command, *, user=None, environment=None, writable=None, folder=None):
    """What confined.py reads, of a unit; the named ones can be given when they are not those of the unit."""
    user = user or settings["User"][0]
    return {
        "command": command,
        "environment": environment,
        "folder": folder or settings["WorkingDirectory"][0],
        "user": user if isinstance(user, int) else pwd.getpwnam(user).pw_uid,
        "group": user if isinstance(user, int) else grp.getgrnam(settings["Group"][0]).gr_gid,
        "umask": int(settings["UMask"][0], 8),
        "writable": writable or [*settings["ReadWritePaths"], "/tmp"],
        "syscalls": syscalls,
        "families": [FAMILIES[name] for name in settings["RestrictAddressFamilies"][0].split()],
        "deny_wx": settings.get("MemoryDenyWriteExecute") == ["true"],
    }


def start(given, folder=None, **options):
    """Start a command under its limits; returns the process."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", dir=folder, delete=False) as file:
        json.dump(given, file)
    return subprocess.Popen([sys.executable, CONFINED, file.name], **options)


def read_environment(path):
    """The variables of an EnvironmentFile= without quotes."""
    lines = (line.strip() for line in Path(path).read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def start_unit(folder, name, syscalls):
    """Start a service as systemd would on this machine, one command after another; returns the last process."""
    settings = read_unit(folder, name)
    environment = {"PATH": os.environ["PATH"], **read_environment(settings["EnvironmentFile"][0])}
    environment |= dict(value.split("=", 1) for value in settings["Environment"])
    *before, last = (limits(settings, syscalls, command, environment=environment) for command in commands(settings))
    for given in before:
        if start(given).wait():
            raise SystemExit(f"{name}: {given['command']} failed.")
    return start(last)
