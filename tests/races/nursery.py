"""Where bookers come from: `python -m tests.races.nursery DOOR` forks one for everybody who comes to that socket.

Starting Python and Django anew takes a second of a core for each, and a race wants many. Nothing here is connected to
the database: no child may speak on its parent's line.
"""

import json
import os
import signal
import socket
import sys

from django.db import connection

from tests.races import booker


def main(door: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who is dead is gone
    home = os.getppid()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(door)
        listening.listen()
        listening.settimeout(1.0)
        while os.getppid() == home:  # whoever started it may have been killed
            try:
                line, _ = listening.accept()
            except TimeoutError:
                continue
            if os.fork() == 0:
                listening.close()
                _live(line)
            line.close()


def _live(line: socket.socket) -> None:
    """The whole life of a booker: told what kind it is, it says its number, and then it does as it is told."""
    assert connection.connection is None
    line.setblocking(True)
    with line, line.makefile("r") as sys.stdin, line.makefile("w") as sys.stdout:
        words = json.loads(sys.stdin.readline())
        print(json.dumps(os.getpid()), flush=True)
        booker.main(words)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
