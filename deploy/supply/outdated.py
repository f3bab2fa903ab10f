"""Which locked packages have a newer release."""

import json
import subprocess
import sys
from pathlib import Path

from packaging.utils import canonicalize_name

from deploy.supply.locks import ROOT, read_lock

COMMAND = (sys.executable, "-m", "pip", "list", "--outdated", "--format", "json", "--disable-pip-version-check")


def newer_releases(locks: list[Path]) -> list[tuple[str, str, str, str]]:
    """Ask the package index, through pip, for releases newer than the locked ones.

    Returns:
        Of each such package its name, the locked and the newest version, and the lock file; installed ones only.

    Raises:
        subprocess.CalledProcessError: pip failed, for instance because no index answers.
    """
    ran = subprocess.run(COMMAND, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 (fixed command)
    newest: dict[str, str] = {canonicalize_name(row["name"]): row["latest_version"] for row in json.loads(ran.stdout)}
    pins = {(pin.name, lock): pin.version for lock in locks for pin in read_lock(lock) if pin.is_for_here}
    return [
        (name, version, newest[name], lock.relative_to(ROOT).as_posix())
        for (name, lock), version in pins.items()
        if name in newest and newest[name] != version
    ]
