"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - names nobody, and is never listened on

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def lock_out_address(request: HttpRequest) -> str:
    """For django-axes: a sender without an address is counted too, with all others of that kind."""
    return str(_sender(request) or UNKNOWN)


def network_of(request: HttpRequest) -> str:
    """The sender's address without what tells one person from their neighbours."""
    if (address := _sender(request)) is None:
        return ""
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def _sender(request: HttpRequest) -> Address | None:
    """Behind a proxy as the proxy says: what a sender claims before that is not believed."""
    given = str(request.META.get("REMOTE_ADDR", ""))
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        given = request.headers.get("X-Forwarded-For", given).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(given.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
