"""`python -m deploy.supply sbom FILE`, `licences` or `outdated`: docs/operations.md, "Packages"."""

import argparse
import sys
from pathlib import Path

from deploy.supply.licences import is_allowed, licence_of
from deploy.supply.locks import ROOT, SERVER_LOCKS, installed, server_pins
from deploy.supply.outdated import newer_releases


def make_sbom(options: argparse.Namespace) -> None:
    """Write the list of packages; without `--lock` of requirements.lock only."""
    from deploy.supply.sbom import write_sbom

    locks = options.lock or [ROOT / "requirements.lock"]
    count = write_sbom(options.file, locks, installed(options.environment))
    print(f"{count} packages are in {options.file}.")


def check_licences(options: argparse.Namespace) -> None:
    """Stop with a line for each package whose licence is unknown or not allowed."""
    packages = installed(options.environment)
    faults = []
    for pin in server_pins(packages):
        licence = licence_of(pin, packages)
        if not is_allowed(licence):
            faults.append(f"{pin.name} {pin.version}: {licence or 'unknown licence'}")
    sys.exit("\n".join(faults) or 0)


def show_outdated(options: argparse.Namespace) -> None:
    """Print a line for each locked package with a newer release."""
    rows = newer_releases(list(SERVER_LOCKS))
    for name, version, newest, lock in rows:
        print(f"{name:<24} {version:<14} {newest:<14} {lock}")
    print(f"{len(rows)} packages have a newer release; `make lock` takes what pyproject.toml allows.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="deploy.supply", description=__doc__)
    parser.add_argument("--environment", type=Path, help="a virtual environment with the packages, if not this one")
    commands = parser.add_subparsers(required=True)
    sbom = commands.add_parser("sbom", help="write the list of packages (CycloneDX)")
    sbom.add_argument("file", type=Path)
    sbom.add_argument("--lock", type=Path, action="append", help="a lock file; may be repeated")
    sbom.set_defaults(run=make_sbom)
    commands.add_parser("licences", help="check the licences").set_defaults(run=check_licences)
    commands.add_parser("outdated", help="show newer releases").set_defaults(run=show_outdated)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
