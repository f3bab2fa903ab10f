"""The programs of a cluster: from Debian, but for Patroni, which is a Python package (deploy/cluster.lock)."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests import debian

POSTGRESQL = Path("/usr/lib/postgresql")
NO_SERVER = Path("/etc/postgresql-common/createcluster.d/no-server.conf")
POLICY = Path("/usr/sbin/policy-rc.d")


def postgresql() -> Path:
    """Return the folder of the programs of the newest PostgreSQL; raises SystemExit where there is none."""
    folders = [path.parent for path in POSTGRESQL.glob("*/bin/postgres")]
    if not folders:
        sys.exit("PostgreSQL is missing: install it, for instance with apt-get install postgresql.")
    return max(folders, key=lambda folder: int(folder.parent.name))


def missing() -> list[str]:
    """Return the Debian packages that are missing."""
    packages = {"etcd-server": shutil.which("etcd"), "haproxy": _haproxy(), "nginx-light": shutil.which("nginx")}
    packages["postgresql"] = next(POSTGRESQL.glob("*/bin/postgres"), None)
    return [name for name, path in packages.items() if not path]


def haproxy() -> str:
    """Return the path of HAProxy, which is not on the PATH of ordinary users."""
    return _haproxy() or "haproxy"


def _haproxy() -> str | None:
    return shutil.which("haproxy", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


@contextmanager
def _without_services() -> Iterator[None]:
    """Let Debian start no service of what is installed, as its policy-rc.d(8) says."""
    is_ours = not POLICY.exists()
    if is_ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if is_ours:
            POLICY.unlink()


def install() -> None:
    """Install what is missing, where that is allowed, without starting any of it; raises SystemExit if that fails."""
    if (packages := missing()) and os.geteuid() == 0:
        with _without_services():
            if "postgresql" in packages:
                debian.install("postgresql-common")
                NO_SERVER.parent.mkdir(parents=True, exist_ok=True)
                NO_SERVER.write_text("create_main_cluster = false\n")
            debian.install(*packages)
    if packages := missing():
        sys.exit(f"A cluster needs Debian's packages {' '.join(packages)}: install them with apt-get.")
    if not find_spec("patroni"):
        sys.exit("Patroni is missing: install deploy/cluster.lock with pip.")


if __name__ == "__main__":
    install()
