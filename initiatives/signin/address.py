"""The network address of a client, as far as limits need it."""

import ipaddress

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

UNKNOWN = "unknown"  # behind a Unix socket, or a header that is no address


def client_address(request: HttpRequest) -> str:
    """The address of the client; of the last hop of X-Forwarded-For when BEHIND_PROXY.

    The hops before it are what the client says of itself. An IPv4 address is written as such, an IPv6 address as its
    network of 64 bits, all of which one subscriber has.
    """
    text = get_client_ip(request)
    if text is None:
        return UNKNOWN
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((int(address) >> 64 << 64, 64)))
    return text
