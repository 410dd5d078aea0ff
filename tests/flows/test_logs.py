"""What is told of an error: the text of an expected one, the traceback of a bug."""

import logging
import sys

import pytest

from flows.logs import without_traceback
from newsift.errors import ConfigError, InvariantError


def _logged(error: Exception) -> str:
    try:
        raise error
    except type(error):
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, __file__, 1, "Task run failed with %r", (error,), sys.exc_info()
        )
    assert without_traceback(record)
    return logging.Formatter().format(record)


def test_an_expected_error_is_told_in_its_own_words():
    error = ConfigError("newsift.toml: 'workers' = 0", remedy="Give a number above 0")
    assert _logged(error) == "newsift.toml: 'workers' = 0. Give a number above 0"


@pytest.mark.parametrize("error", [InvariantError("row lost"), KeyError("name")])
def test_a_bug_keeps_its_traceback(error: Exception):
    assert "Traceback" in _logged(error)
