"""When a process that died is started again: at once after a long life, later and later after short ones."""

import pytest

from ashi.project.serving.child import FIRST_PAUSE, LONGEST_PAUSE, SETTLED, Child


@pytest.fixture
def short_lived() -> Child:
    return Child("test process", ["timeit", "--help"])  # ends by itself


def live_and_die(child: Child, *, born: float, died: float) -> None:
    child.tend(born)
    assert child.process is not None
    child.process.wait()
    child.tend(died)
    assert child.process is None


def test_after_a_long_life_it_is_started_again_at_once(short_lived: Child) -> None:
    live_and_die(short_lived, born=100, died=100 + SETTLED + 1)
    short_lived.tend(100 + SETTLED + 1)
    assert short_lived.process is not None
    short_lived.process.wait()


def test_each_early_death_doubles_the_pause_up_to_the_longest(short_lived: Child) -> None:
    pauses = []
    now = 0.0
    for _ in range(9):
        live_and_die(short_lived, born=now, died=now + 1)
        pauses.append(short_lived.pause)
        now = short_lived.due
    assert pauses[:4] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4, FIRST_PAUSE * 8]
    assert pauses[-1] == LONGEST_PAUSE


def test_before_its_pause_is_over_it_is_not_started(short_lived: Child) -> None:
    live_and_die(short_lived, born=0, died=1)
    short_lived.tend(short_lived.due - 0.01)
    assert short_lived.process is None


def test_a_long_life_wipes_out_the_early_deaths_before_it(short_lived: Child) -> None:
    live_and_die(short_lived, born=0, died=1)
    assert short_lived.young_deaths == 1
    live_and_die(short_lived, born=10, died=11 + SETTLED)
    assert (short_lived.young_deaths, short_lived.pause) == (0, 0)


def test_a_process_that_does_not_listen_is_killed() -> None:
    deaf = Child(
        "test process", ["timeit", "-s", "import signal, time; signal.signal(15, signal.SIG_IGN)", "time.sleep(60)"]
    )
    deaf.tend(0)
    deaf.wait_or_kill(0.5)
    assert deaf.process is not None
    assert deaf.process.returncode == -9
