"""A mail server on this machine that can be told to fall silent in the middle of a mail."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

REPLIES = {b"EHLO": b"250 here", b"HELO": b"250 here", b"DATA": b"354 go on", b"QUIT": b"221 bye"}


class PostOffice(socketserver.ThreadingTCPServer):
    """`arrived` are the Message-IDs of mails it has answered for; `reached` is set when one has come to its end."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.arrived: list[str] = []
        self.reached = threading.Event()
        self.silent = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?tls=no"


class _Line(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        self._say(b"220 here")
        while word := self.rfile.readline()[:4].upper():
            self._say(REPLIES.get(word, b"250 fine"))
            if word == b"DATA":
                self._take(self._read_mail())
            elif word == b"QUIT":
                return

    def _read_mail(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _take(self, content: bytes) -> None:
        self.server.reached.set()
        if self.server.silent:
            self.rfile.read()  # until the other side is gone
            return
        self.server.arrived.append(str(message_from_bytes(content)["Message-ID"]))
        self._say(b"250 taken")

    def _say(self, reply: bytes) -> None:
        self.wfile.write(reply + b"\r\n")


@contextmanager
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
