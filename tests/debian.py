"""What the tests need and no package index has: Debian's packages."""

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Install Debian packages where that is allowed: as root, with apt-get. The caller sees whether it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
