"""Makes the environment that `./ashi` runs in. Standard library only: it runs before anything is installed."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path


class InstallError(Exception):
    """The environment cannot be made; the message says what to do."""


def main(root: Path, wanted: str) -> int:
    (root / ".venv").mkdir(exist_ok=True)
    # The kernel frees this lock when its holder dies, so a killed installation blocks nobody.
    with (root / ".venv" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            install(root, wanted)
        except InstallError as error:
            print(f"ashi: {error}", file=sys.stderr)
            return 1
    return 0


def install(root: Path, wanted: str) -> None:
    if is_installed(root, wanted):
        return  # another start did it while this one waited
    print("Setting up Ashi's Python environment in .venv (first use or changed requirements) ...", file=sys.stderr)
    python = root / ".venv" / "bin" / "python"
    if not (with_uv(root, wanted, python) or with_pip(root, wanted, python)):
        raise InstallError(f"installing {wanted} failed; the lines above say why. Is there a network connection?")
    # requirements-dev.txt holds everything that requirements.txt does.
    for file in {wanted, "requirements.txt"}:
        shutil.copyfile(root / file, stamp(root, file))


def stamp(root: Path, wanted: str) -> Path:
    return root / ".venv" / f"installed-{wanted}"


def is_installed(root: Path, wanted: str) -> bool:
    if not (os.access(root / ".venv" / "bin" / "python", os.X_OK) and stamp(root, wanted).exists()):
        return False
    return stamp(root, wanted).read_bytes() == (root / wanted).read_bytes()


def with_uv(root: Path, wanted: str, python: Path) -> bool:
    """uv is quicker where there is one; where it fails, pip is tried."""
    if not succeeds("uv", "--version"):
        return False
    made = works(python) or succeeds(
        "uv", "venv", "--quiet", "--allow-existing", "--python", sys.executable, root / ".venv"
    )
    command = ["uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python)]
    return made and runs(*command, "--require-hashes", "-r", str(root / wanted))


def with_pip(root: Path, wanted: str, python: Path) -> bool:
    pip = own_pip(python) or borrowed_pip(root / ".venv", python)
    if not pip:
        make_environment(root / ".venv")
        pip = [str(python), "-m", "pip"]
    command = [*pip, "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    return runs(*command, "--require-hashes", "-r", str(root / wanted))


def own_pip(python: Path) -> list[str]:
    pip = [str(python), "-m", "pip"]
    return pip if works(python) and succeeds(*pip, "--version") else []


def borrowed_pip(folder: Path, python: Path) -> list[str]:
    """The pip of the Python that runs this fills an environment that has none, which is seconds quicker than putting
    one there first. One older than 22.3 cannot, and many machines have none."""
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    made = works(python) or succeeds(sys.executable, "-m", "venv", "--without-pip", folder)
    return pip if made and succeeds(*pip, "--version") else []


def make_environment(folder: Path) -> None:
    if not succeeds(sys.executable, "-c", "import venv, ensurepip"):
        raise InstallError("Python's venv module is missing; install it (Debian: apt install python3-venv).")
    if not runs(sys.executable, "-m", "venv", str(folder)):
        raise InstallError(f"{folder} could not be made; the lines above say why.")


def works(python: Path) -> bool:
    return succeeds(python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))")


def succeeds(*command: str | Path) -> bool:
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def runs(*command: str) -> bool:
    """Like `succeeds`, but what the command says is seen, on stderr: stdout belongs to the command that follows."""
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
