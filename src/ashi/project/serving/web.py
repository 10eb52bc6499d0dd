"""A web worker: `python -m ashi.project.serving.web HOST PORT PARENT`. Only here is granian loaded, and Django."""

import signal
import sys
from typing import Any

from ashi.project.serving.lean import nothing_loaded_is_garbage, passkeys_when_used, without_development_packages
from ashi.project.serving.parent import die_with
from ashi.project.serving.place import Place

THREADS = 1  # Python runs one at a time anyway; a second would keep a connection and its memory


def main(host: str, port: str, parent: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C before granian listens to it: end without a word
    die_with(int(parent))
    without_development_packages()
    server = _granian(Place(host, int(port)))
    # granian has a main process of its own, which starts this part and watches it. Ours does that, for all kinds of
    # workers and with half the memory; so this part is called directly (docs/adr/0002).
    server._init_shared_socket()
    server._spawn_worker(0, server._spawn_wsgi_worker, _application).inner.run()


def _granian(place: Place) -> Any:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces, RuntimeModes
    from granian.log import LogLevels

    return Granian(
        "ashi.project.wsgi:application",
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        runtime_mode=RuntimeModes.mt,
        http=HTTPModes.http1,
        websockets=False,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        log_level=LogLevels.warning,
    )


def _application() -> Any:
    from ashi.project.wsgi import application

    passkeys_when_used()
    nothing_loaded_is_garbage()
    return application


if __name__ == "__main__":
    main(*sys.argv[1:])
