#!/bin/sh
# Install the catalogue's packages and collect its static files, on a server and in the container image alike:
#   deploy/install.sh VENV STATIC_FOLDER [meaning] [telemetry]
# Exactly the locked, hashed packages, as wheels: no compiler is needed. With "meaning" also search by meaning, where
# there are wheels for the machine; with "telemetry" also traces. Run it again for an upgrade: it changes only what differs.
set -eu
venv=$1 static=$2
shift 2
for group in "$@"; do
    case $group in
        "" | meaning | telemetry) ;;
        *) echo "No group of packages: $group. Choose from meaning and telemetry." >&2; exit 64 ;;
    esac
done
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
python="$venv/bin/python"
# The same input gives the same files: compiled modules and archives carry no time of their making.
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-1577836800}" PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_NO_COMPILE=1 PIP_ROOT_USER_ACTION=ignore

install_lock() {
    "$python" -m pip install --quiet --require-hashes --only-binary :all: -r "$root/$1"
}

"$python" -m pip --version >/dev/null 2>&1 || python3 -m venv "$venv"
install_lock requirements.lock
for group in "$@"; do
    case $group in
        meaning) install_lock deploy/meaning.lock || echo "No wheels for this machine: search goes by words only." >&2 ;;
        telemetry) install_lock deploy/telemetry.lock ;;
    esac
done
# By hash and not by time: the same files each time, and never those of another release.
for folder in "$venv/lib" "$root/catalogue" "$root/initiatives"; do
    "$python" -m compileall -q --invalidation-mode checked-hash -j 0 "$folder"
done
# No value given here is kept: the settings only have to be complete. No database is asked.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
env -i PATH="$PATH" PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 VAR="$work" STATIC_FOLDER="$static" \
    SECRET_KEY=only-to-collect-static-files-and-never-to-sign-anything-with \
    DATABASE_URL=postgresql://nobody@127.0.0.1:1/none ALLOWED_HOSTS=build.invalid MEANING=false \
    "$python" "$root/manage.py" collectstatic --noinput --verbosity 0
