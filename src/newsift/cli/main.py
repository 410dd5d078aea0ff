"""Arguments in, exit code out."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from newsift.cli.parser import build_parser, overrides
from newsift.errors import ConfigError, InvariantError, NewsiftError, StoreBusyError
from newsift.settings import load_settings

EXIT_CONFIG = 2
EXIT_BUSY = 4
EXIT_TRANSIENT = 5
EXIT_INVARIANT = 70
EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        settings = load_settings(arguments.config, overrides=overrides(arguments))
        logging.basicConfig(
            level=settings.run.log_level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s"
        )
        code: int = arguments.command(arguments, settings)
    except NewsiftError as error:
        print(f"newsift: {error}", file=sys.stderr)
        return _exit_code(error)
    except KeyboardInterrupt:
        print("newsift: stopped; run again to go on", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code


def _exit_code(error: NewsiftError) -> int:
    match error:
        case ConfigError():
            return EXIT_CONFIG
        case StoreBusyError():
            return EXIT_BUSY
        case InvariantError():
            return EXIT_INVARIANT
        case _:
            return EXIT_TRANSIENT
