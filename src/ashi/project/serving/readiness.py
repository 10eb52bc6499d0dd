"""Is the site there? Asked over the wire, as its visitors do."""

import socket
from urllib.parse import urlsplit

from ashi.project import environment
from ashi.project.serving.place import Place


def answers(place: Place) -> bool:
    # A handful of bytes by hand: an HTTP library would stay in the long-lived process for good.
    try:
        with socket.create_connection(place.from_here, timeout=2) as line:
            line.sendall(_question(place).encode())
            return b" 200 " in line.recv(64)
    except OSError:
        return False


def _question(place: Place) -> str:
    base = urlsplit(environment.value("ASHI_BASE_URL") or place.url)
    host = next(iter(environment.words("ASHI_ALLOWED_HOSTS")), base.netloc).lstrip(".")
    return f"GET /status/ HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: {base.scheme}\r\nConnection: close\r\n\r\n"
