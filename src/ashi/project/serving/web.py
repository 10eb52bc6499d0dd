"""The process that stays: granian's main process, which starts web workers and the message worker and keeps them."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from ashi.project.serving import messages, readiness
from ashi.project.serving.lean import without_development_packages
from ashi.project.serving.parent import die_with
from ashi.project.serving.place import Place

THREADS = 4  # a worker's; each keeps a connection to the database
READY_WITHIN = 120.0  # seconds
STEADY = 30.0  # seconds; a server that lived so long is started again without a longer pause


@dataclass
class Site:
    """A site that is being served, as the threads of its main process see it."""

    place: Place
    workers: int
    announce: Callable[[], None]  # called once, when pages can be seen
    stop: threading.Event = field(default_factory=threading.Event)
    ready: threading.Event = field(default_factory=threading.Event)
    failure: str = ""

    def fail(self, why: str) -> None:
        self.failure = self.failure or why
        self.stop.set()


def serve(site: Site) -> int:
    """Serves until a signal says stop; returns the exit status."""
    beside = threading.Thread(target=_beside, args=(site,))
    beside.start()
    try:
        _keep_serving(site)
    finally:
        site.stop.set()
        beside.join()
    if site.failure:
        print(f"ashi: {site.failure}", file=sys.stderr)
    return 1 if site.failure else 0


def _beside(site: Site) -> None:
    if readiness.wait(site.place, READY_WITHIN, site.stop):
        site.ready.set()
        site.announce()
        messages.keep_running(site.stop)
    elif not site.stop.is_set():
        site.fail("/status/ does not answer 200; run ./ashi doctor.")
        os.kill(os.getpid(), signal.SIGTERM)


def _keep_serving(site: Site) -> None:
    """granian starts a dead worker again, but gives up when one dies twice within seconds; a clinic does not."""
    load = partial(_application, os.getpid())
    hangup = signal.getsignal(signal.SIGHUP)
    pause = 0.5
    while not site.stop.is_set():
        born = time.monotonic()
        server = _granian(site)
        server.on_startup(partial(_on_signals, site, server, hangup))
        try:
            server.serve(target_loader=load, wrap_loader=False)
        except SystemExit:
            if not site.ready.is_set():
                site.fail("the web workers do not start; the lines above say why.")
        pause = 0.5 if time.monotonic() - born > STEADY else min(pause * 2, 10)
        site.stop.wait(pause)


def _granian(site: Site) -> Any:
    return Granian(
        "ashi.project.wsgi:application",
        address=site.place.host,
        port=site.place.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=site.workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )


def _on_signals(site: Site, server: Any, hangup: Any) -> None:
    def halt(*_: object) -> None:
        site.stop.set()
        server.signal_handler_interrupt()

    signal.signal(signal.SIGINT, halt)
    signal.signal(signal.SIGTERM, halt)
    # A closed terminal stops everything too, unless nohup said beforehand that it must not.
    signal.signal(signal.SIGHUP, signal.SIG_IGN if hangup is signal.SIG_IGN else halt)


def _application(parent: int) -> Any:
    """Runs in each web worker: only there is Django loaded."""
    die_with(parent)
    without_development_packages()
    from ashi.project.wsgi import application

    return application
