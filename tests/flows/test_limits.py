"""A run that hangs ends, in whatever it hangs."""

import signal
import subprocess
import sys
import time

import pytest
from service_world import ROOT

from flows.limits import time_limit
from newsift.errors import TransientError
from newsift.settings import Settings, load_settings

HUNG_IN_C = """
import signal, sys, time
from flows.limits import time_limit
from newsift.settings import load_settings
settings = load_settings(overrides={"flow": {"timeout_hours": 1 / 3600}})
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])  # as a library that does not come back
with time_limit(settings, grace=1):
    time.sleep(600)
"""


def limited_to(seconds: float) -> Settings:
    return load_settings(environ={}, overrides={"flow": {"timeout_hours": seconds / 3600}})


def _wait() -> None:
    for _ in range(10_000):
        time.sleep(0.01)


def test_a_block_that_takes_too_long_is_stopped_and_the_message_says_what_to_do():
    told = r"still at work after .* hours \(flow\.timeout_hours\)"
    with pytest.raises(TransientError, match=told), time_limit(limited_to(0.5)):
        _wait()


def test_a_block_in_time_is_left_alone_and_so_is_what_follows():
    before = signal.getitimer(signal.ITIMER_REAL)[0]
    with time_limit(limited_to(3600)):
        pass
    after = signal.getitimer(signal.ITIMER_REAL)[0]
    assert (before == 0) == (after == 0), "no alarm is left over"


def test_another_time_out_inside_the_block_stays_what_it_is():
    with pytest.raises(TimeoutError, match="of a connection"), time_limit(limited_to(3600)):
        raise TimeoutError("of a connection")


def test_a_call_that_nothing_interrupts_ends_with_its_process_which_says_where_it_was():
    done = subprocess.run(
        [sys.executable, "-c", HUNG_IN_C], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "Timeout (0:00:02)!" in done.stderr
    assert 'File "<string>", line 8 in <module>' in done.stderr
