"""`ashi serve`: a real clinic. Refuses to start where a patient could come to harm by it."""

import argparse
from ipaddress import ip_address
from urllib.parse import urlsplit

from ashi.project import environment
from ashi.project.commands import CommandError
from ashi.project.serving.apart import apart
from ashi.project.serving.become import become_site
from ashi.project.serving.place import Place

SHORTEST_KEY = 32  # characters


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: TLS stands in front)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")


def run(given: argparse.Namespace) -> int:
    if problems := unsafe_settings():
        raise CommandError("not started: " + "; ".join(problems))
    place = Place(given.host, given.port)
    claim = place.claim()
    apart(_prepare)
    become_site(place, lines=[place.announcement], kept=[claim] if claim else [])


def unsafe_settings() -> list[str]:
    """What has to be set before a real clinic may be served; empty when all is well."""
    value = environment.value
    found = {
        f"set ASHI_SECRET_KEY to a random text of at least {SHORTEST_KEY} characters": (
            len(value("ASHI_SECRET_KEY")) < SHORTEST_KEY
        ),
        "set ASHI_ALLOWED_HOSTS to the site's own name": environment.words("ASHI_ALLOWED_HOSTS") in ([], ["*"]),
        "set ASHI_BASE_URL to the site's https:// address": not _is_safe_address(value("ASHI_BASE_URL")),
        "unset ASHI_DEMO: it shows everybody's messages": environment.flag("ASHI_DEMO"),
    }
    return [what for what, is_wrong in found.items() if is_wrong]


def _is_safe_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname or ""))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _prepare() -> None:
    """Runs apart."""
    from ashi.project.serving import prepare

    prepare.refuse_if_unsound()
    prepare.collect_static_files()
