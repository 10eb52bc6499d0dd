"""`./ashi` on a machine where nothing has been set up. What it installs here is nothing: that part needs a network."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTING_UP = "Setting up Ashi's Python environment"
Launch = Callable[..., subprocess.CompletedProcess[str]]


# Stands for a Debian Python without pip, and perhaps without its venv module.
# It has to be the one that install.py calls itself by.
HALF_A_PYTHON = """#!/bin/sh
case "$*" in {lacking}) exit 1 ;; esac
[ "$1" = -I ] || exec "{python}" "$@"
shift
run="import runpy, sys; sys.executable = '$0'; del sys.argv[0]; runpy.run_path(sys.argv[0], run_name='__main__')"
exec "{python}" -I -c "$run" "$@"
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return _clone(tmp_path / "a clone")  # with a space, as people have them


@pytest.fixture
def launch(clone: Path, programs: Path) -> Launch:
    def run(*words: str, program: Path = clone / "ashi") -> subprocess.CompletedProcess[str]:
        return _run(clone, programs, program, *words)

    return run


@pytest.fixture(scope="session")
def started_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("started")
    root = _clone(folder / "a clone")
    assert _run(root, _programs(folder / "bin"), root / "ashi", "demo").returncode == 0
    return root


@pytest.fixture
def clone_in_use(clone: Path, started_once: Path) -> Path:
    shutil.copytree(started_once / ".venv", clone / ".venv", symlinks=True)
    return clone


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    return _programs(tmp_path / "bin")


def _clone(root: Path) -> Path:
    """A tree with the real launcher and a command line that only says what it was given."""
    project = root / "src" / "ashi" / "project"
    (project / "commands").mkdir(parents=True)
    shutil.copy(ROOT / "ashi", root)
    shutil.copy(ROOT / "src/ashi/project/install.py", project)
    (project / "commands" / "__main__.py").write_text("import sys; print('ran', sys.argv[1:])\n")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (root / name).write_text("# nothing\n")
    return root


def _programs(folder: Path) -> Path:
    """The only folder on PATH: what every system has, and this Python. No uv."""
    folder.mkdir()
    for name in ("sh", "dirname", "readlink", "cmp"):
        (folder / name).symlink_to(str(shutil.which(name)))
    (folder / "python3").symlink_to(sys.executable)
    return folder


def _environment(home: Path, programs: Path) -> dict[str, str]:
    return {"PATH": str(programs), "HOME": str(home)}


def _run(home: Path, programs: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = _environment(home, programs)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_the_first_start_sets_up_and_the_second_only_runs(launch: Launch) -> None:
    first, second = launch("demo", "--port", "1"), launch("demo")
    assert (first.returncode, first.stdout) == (0, "ran ['demo', '--port', '1']\n")
    assert SETTING_UP in first.stderr
    assert (second.stdout, second.stderr) == ("ran ['demo']\n", "")


def test_two_starts_at_once_set_up_once(clone: Path, programs: Path) -> None:
    environment = _environment(clone, programs)
    pipe = subprocess.PIPE
    both = [subprocess.Popen([clone / "ashi"], env=environment, stdout=pipe, stderr=pipe, text=True) for _ in "ab"]
    said = [each.communicate(timeout=120) for each in both]
    assert [out for out, _ in said] == ["ran []\n"] * 2
    assert sum(SETTING_UP in err for _, err in said) == 1


def test_changed_requirements_are_installed(launch: Launch, clone_in_use: Path) -> None:
    (clone_in_use / "requirements.txt").write_text("# nothing else\n")
    assert SETTING_UP in launch("demo").stderr
    assert launch("demo").stderr == ""


def test_what_the_tests_need_is_installed_for_the_tests_only(launch: Launch, clone_in_use: Path) -> None:
    assert SETTING_UP in launch("test").stderr
    assert [launch(command).stderr for command in ("test", "demo", "check")] == ["", "", ""]


def test_a_package_without_its_hash_is_refused(launch: Launch, clone_in_use: Path) -> None:
    (clone_in_use / "requirements.txt").write_text("django==5.2\n")
    done = launch("demo")
    assert done.returncode == 1
    assert "hash" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("ashi: installing requirements.txt failed")
    assert "ran" not in done.stdout


def test_an_environment_whose_python_is_gone_is_made_again(launch: Launch, clone_in_use: Path) -> None:
    (clone_in_use / ".venv" / "bin" / "python").unlink()
    again = launch("demo")
    assert (again.returncode, again.stdout) == (0, "ran ['demo']\n")


def test_it_can_be_called_by_a_link_from_anywhere(launch: Launch, clone_in_use: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(f"{clone_in_use.name}/ashi")
    assert launch("doctor", program=tmp_path / "link").stdout == "ran ['doctor']\n"


def test_a_machine_without_python_is_told_so_in_one_line(launch: Launch, programs: Path) -> None:
    (programs / "python3").unlink()
    done = launch("demo")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_a_python_that_is_too_old_is_passed_over(launch: Launch, programs: Path) -> None:
    too_old = programs / "python3.13"
    too_old.write_text("#!/bin/sh\nexit 1\n")
    too_old.chmod(0o755)
    assert launch("demo").returncode == 0


def test_a_python_without_venv_is_told_what_to_install(launch: Launch, programs: Path) -> None:
    _half_a_python(programs, lacking='"-m pip"* | *ensurepip*')
    done = launch("demo")
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr.splitlines()[-1]


def test_a_pip_is_borrowed_where_there_is_one_and_put_in_where_there_is_none(
    launch: Launch, clone: Path, programs: Path
) -> None:
    borrowed = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False)
    if borrowed.returncode == 0:
        assert launch("demo").returncode == 0
        assert not (clone / ".venv" / "bin" / "pip").exists()
        shutil.rmtree(clone / ".venv")
    _half_a_python(programs, lacking='"-m pip"*')
    assert launch("demo").returncode == 0
    assert (clone / ".venv" / "bin" / "pip").exists()


def _half_a_python(programs: Path, *, lacking: str) -> None:
    (programs / "python3").unlink()
    (programs / "python3").write_text(HALF_A_PYTHON.format(python=sys.executable, lacking=lacking))
    (programs / "python3").chmod(0o755)


def test_the_launcher_is_executable_and_speaks_plain_sh() -> None:
    launcher = ROOT / "ashi"
    assert os.access(launcher, os.X_OK)
    assert launcher.read_text().startswith("#!/bin/sh\n")
    assert subprocess.run(["sh", "-n", launcher], check=False).returncode == 0
