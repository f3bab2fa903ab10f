"""What the tests need and no package index has: Debian's packages."""

import os
import shutil
import subprocess


def install(*packages: str) -> None:
    """Install Debian packages where that is allowed: as root, with apt-get. The caller sees whether it worked.

    The list of packages is only fetched where it is missing or too old.
    """
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", *packages]
    if subprocess.run(command, env=environment, capture_output=True, check=False).returncode:
        subprocess.run(["apt-get", "update", "-qq"], env=environment, stdout=subprocess.DEVNULL, check=False)
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
