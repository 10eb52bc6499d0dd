"""The end of `ashi serve` and `ashi demo`: their process becomes the one that stays, and forgets what it had loaded."""

import os
import sys
from typing import NoReturn, Protocol
from urllib.parse import urlsplit

from ashi.project import environment
from ashi.project.serving.place import Place


class Kept(Protocol):
    """What keeps others out as long as it is open: the lock on a folder, the claim on a port."""

    def fileno(self) -> int: ...


def become_site(place: Place, *, lines: list[str], kept: list[Kept]) -> NoReturn:
    """Never returns: the same process goes on as `serving.site`, which says `lines` once pages can be seen."""
    for one in kept:
        os.set_inheritable(one.fileno(), True)
    given = [place.host, str(place.port), str(environment.workers()), address(place), *lines]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "ashi.project.serving.site", *given])  # noqa: S606


def address(place: Place) -> str:
    """Scheme and host under which the site may be asked."""
    base = urlsplit(environment.value("ASHI_BASE_URL") or place.url)
    host = next(iter(environment.words("ASHI_ALLOWED_HOSTS")), base.netloc).lstrip(".")
    return f"{base.scheme}://{host}"
