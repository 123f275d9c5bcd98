"""Where a request comes from, as far as it is kept and as far as it is believed."""

from typing import Any

import pytest
from django.test import RequestFactory

from projects.access.addresses import lock_out_address, network_of


@pytest.mark.parametrize(
    ("given", "network", "counted"),
    [
        ("198.51.100.23", "198.51.100.0/24", "198.51.100.23"),
        ("::ffff:198.51.100.23", "198.51.100.0/24", "198.51.100.23"),
        ("2001:db8:1:2::3", "2001:db8:1::/48", "2001:db8:1:2::3"),
        ("fe80::1%eth0", "fe80::/48", "fe80::1"),
        ("", "", "0.0.0.0"),
        ("unix:", "", "0.0.0.0"),
    ],
)
def test_an_address_is_kept_only_so_far(given: str, network: str, counted: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=given)
    assert (network_of(request), lock_out_address(request)) == (network, counted)


def test_behind_a_proxy_the_proxy_is_believed(settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = RequestFactory().get("/", headers={"x-forwarded-for": "made up, 203.0.113.9"}, REMOTE_ADDR="127.0.0.1")
    assert network_of(request) == "203.0.113.0/24"


def test_without_a_proxy_nothing_claimed_is_believed() -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": "203.0.113.9"}, REMOTE_ADDR="198.51.100.23")
    assert lock_out_address(request) == "198.51.100.23"
