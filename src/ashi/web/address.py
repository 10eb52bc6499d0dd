"""From which address a request came: for limits only, never for anything that somebody may rely on."""

from ipaddress import ip_address

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address. A forwarded one counts only from a proxy that stands on this machine or beside it.

    The proxy adds the address it saw to the end of the header; what stands before that is anybody's claim.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded if forwarded and _is_near(seen) else seen


def _is_near(address: str) -> bool:
    try:
        return ip_address(address).is_private
    except ValueError:
        return address == ""  # a socket of this machine has no address
