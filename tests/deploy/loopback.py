"""Brings the loopback interface of this network namespace up."""

import fcntl
import socket
import struct

SIOCSIFFLAGS, UP = 0x8914, 0x1  # linux/sockios.h, linux/if.h

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
    fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", UP, b""))
