"""The browser of the journeys: the Chromium of this machine, never one that is downloaded on the side."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

SHELL = "chromium-headless-shell"  # no windows, tabs and menus that nobody sees: a fraction of the browser's work
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def path() -> str:
    """Where the browser is; root on Debian gets it installed.

    Raises FileNotFoundError with what to install.
    """
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for package, instead in ((SHELL, (SHELL,)), ("chromium", NAMES)):  # an older Debian has no shell by itself
            if not _find(instead):
                _install(package, instead)
    if found := _find(NAMES):
        return found
    raise FileNotFoundError("no Chromium: install it (Debian: apt install chromium) and run the tests again")


def arguments() -> list[str]:
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
    # Whatever a page asks of another host fails at once instead of leaving this machine.
    here_only = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
    return [*quiet, *here_only, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def _find(names: Sequence[str]) -> str | None:
    for name in names:
        if found := shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/bin:/usr/local/bin:/snap/bin"):
            return found
    return ON_A_MAC if Path(ON_A_MAC).exists() else None


def _install(package: str, instead: Sequence[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with open("/tmp/ashi-chromium.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # both engines' tests may get here at once
        if _find(instead):
            return
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", package]):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
