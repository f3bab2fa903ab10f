"""Runs a command as systemd or a container would: `confined.py LIMITS.json`. For root; the standard library only.

LIMITS.json has the command, its environment (null: as it is), folder, user and group (numbers) and umask, and what it
may do: `writable` (folders; everything else is read-only; null: no change), `syscalls` (names; others fail with EPERM;
null: all), `families` (numbers of socket families), and `deny_wx` (no memory that is written and executed).
"""

import ctypes
import errno
import json
import os
import subprocess
import sys

CLONE_NEWNS = 0x20000
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN = 24, 38, 65, 1  # linux/prctl.h
LAST_CAPABILITY = 40
ALLOW, ERRNO, EQUAL = 0x7FFF0000, 0x00050000, 4  # seccomp.h
libc = ctypes.CDLL(None, use_errno=True)


class Comparison(ctypes.Structure):
    """struct scmp_arg_cmp: an argument of a system call."""

    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    )


def main(path):
    with open(path) as file:
        limits = json.load(file)
    os.umask(limits["umask"])
    os.chdir(limits["folder"])
    if limits["writable"] is not None:
        make_read_only(limits["writable"])
    for capability in range(LAST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    os.setgroups([])
    os.setgid(limits["group"])
    os.setuid(limits["user"])
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    if limits["deny_wx"]:
        check(libc.prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0))
    if limits["syscalls"] is not None:
        filter_system_calls(limits["syscalls"], limits["families"])
    environment = os.environ if limits["environment"] is None else limits["environment"]
    os.execvpe(limits["command"][0], limits["command"], environment)


def check(result):
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def make_read_only(writable):
    """In a mount namespace of its own; what is mounted elsewhere below / stays as it is."""
    check(libc.unshare(CLONE_NEWNS))
    run = lambda *command: subprocess.run(["mount", *command], check=True)  # noqa: E731
    run("--make-rprivate", "/")
    for folder in writable:
        run("--bind", folder, folder)
    run("-o", "remount,bind,ro", "/")


def filter_system_calls(names, families):
    """Let what is not named fail with EPERM, by libseccomp, as systemd does."""
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(ERRNO | errno.EPERM))
    add = seccomp.seccomp_rule_add_array
    for name in names:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number < 0:  # of another architecture
            continue
        if name != "socket":
            add(context, ALLOW, number, 0, None)
            continue
        for family in families:
            add(context, ALLOW, number, 1, ctypes.byref(Comparison(0, EQUAL, family, 0)))
    if seccomp.seccomp_load(context):
        raise OSError("The system calls cannot be filtered.")


if __name__ == "__main__":
    main(sys.argv[1])
