"""Where the site is served on this machine, and whether that place is free."""

import contextlib
import errno
import socket
import sys
from dataclasses import dataclass

from ashi.project.commands import CommandError

REASONS = {
    errno.EADDRINUSE: "port {port} is taken: stop what uses it, or choose another with --port",
    errno.EACCES: "port {port} is for the system's own services: choose one above 1023 with --port",
    errno.EADDRNOTAVAIL: "this machine has no address {host}: choose another with --host",
}


@dataclass(frozen=True)
class Place:
    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}/"

    @property
    def announcement(self) -> str:
        return f"Ashi is ready: {self.url}"

    def claim(self) -> socket.socket | None:
        """Makes sure that nobody else serves here; keep what is returned as long as the site is served.

        granian's workers share their port (SO_REUSEPORT), so a second Ashi would quietly share it with the first.
        """
        with self._bound(socket.SO_REUSEADDR):
            pass
        if not sys.platform.startswith("linux"):
            return None
        with contextlib.suppress(CommandError):
            return self._bound(socket.SO_REUSEPORT)  # does not listen; keeps the next one's claim out
        return None

    def _bound(self, option: int) -> socket.socket:
        claim = socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET)
        claim.setsockopt(socket.SOL_SOCKET, option, 1)
        try:
            claim.bind((self.host, self.port))
        except (OSError, OverflowError) as error:
            claim.close()
            reason = REASONS.get(getattr(error, "errno", None) or 0, "{host}:{port} cannot be used ({error})")
            raise CommandError(reason.format(host=self.host, port=self.port, error=error)) from error
        return claim
