"""A background process is known by the lock it holds: never doubled, never mistaken, gone when it is gone."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from flows.daemon import Daemon
from newsift.errors import TransientError

SLEEPER = [sys.executable, "-c", "import time; print('ready', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal as s, time; s.signal(s.SIGTERM, s.SIG_IGN); print('ready', flush=True); time.sleep(60)",
]


@pytest.fixture
def daemon(tmp_path: Path):
    made = Daemon("sleeper", tmp_path)
    yield made
    made.stop(0.1)


def _started(daemon: Daemon, command: list[str] = SLEEPER) -> int:
    assert daemon.start(command, os.environ, {"port": "1"})
    daemon.await_ready(lambda: "ready" in daemon.log_tail(), 20, "The sleeper")
    return int(daemon.state()["pid"])


def test_a_started_process_runs_in_a_session_of_its_own_with_no_terminal(daemon: Daemon):
    pid = _started(daemon)
    assert os.getsid(pid) == pid != os.getsid(0)
    assert str(Path(f"/proc/{pid}/fd/0").readlink()) == "/dev/null"
    assert str(Path(f"/proc/{pid}/fd/1").readlink()) == str(daemon.log_file)
    assert daemon.state()["port"] == "1"


def test_a_second_start_is_refused_while_the_first_runs(daemon: Daemon):
    pid = _started(daemon)
    assert not daemon.start(SLEEPER, os.environ, {"port": "2"})
    assert daemon.state() == {"pid": str(pid), "port": "1"}


def test_a_killed_process_is_not_running_whatever_its_state_file_says(daemon: Daemon):
    pid = _started(daemon)
    os.kill(pid, signal.SIGKILL)
    assert daemon.await_end(5)
    assert daemon.state() == {}
    assert not daemon.stop(1)
    assert _started(daemon) != pid


def test_a_process_that_ignores_sigterm_is_killed_after_its_time(daemon: Daemon):
    _started(daemon, STUBBORN)
    before = time.monotonic()
    assert daemon.stop(0.5)
    assert time.monotonic() - before < 5
    assert not daemon.running()


def test_a_process_that_dies_while_starting_is_reported_with_its_last_words(daemon: Daemon):
    daemon.start([sys.executable, "-c", "raise SystemExit('no such port')"], os.environ, {})
    with pytest.raises(TransientError, match=r"The sleeper ended while starting[^$]*no such port"):
        daemon.await_ready(lambda: False, 20, "The sleeper")


def test_a_process_that_is_never_ready_is_reported(daemon: Daemon):
    _started(daemon)
    with pytest.raises(TransientError, match="was not ready within 0 s"):
        daemon.await_ready(lambda: False, 0.3, "The sleeper")


def test_what_a_process_said_at_its_start_is_found_however_much_it_logged_since(daemon: Daemon):
    chatty = [
        sys.executable,
        "-c",
        "import time; print('ready'); print('work\\n' * 5000, flush=True); time.sleep(60)",
    ]
    assert daemon.start(chatty, os.environ, {})
    daemon.await_ready(lambda: "work" in daemon.log_tail(), 20, "The chatty one")
    assert "ready" not in daemon.log_tail(200)
    assert "ready" in daemon.log_head()
