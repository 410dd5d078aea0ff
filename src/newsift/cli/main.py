"""Arguments in, exit code out."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from newsift.cli.parser import build_parser, overrides
from newsift.errors import NewsiftError
from newsift.settings import load_settings

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
        return error.exit_code
    except KeyboardInterrupt:
        print("newsift: stopped; run again to go on", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code
