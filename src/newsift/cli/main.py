"""Arguments in, exit code out."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import newsift
from newsift.cli import commands
from newsift.errors import ConfigError, InvariantError, NewsiftError, StoreBusyError
from newsift.settings import load_settings

EXIT_CONFIG = 2
EXIT_BUSY = 4
EXIT_TRANSIENT = 5
EXIT_INVARIANT = 70
EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        settings = load_settings(arguments.config, overrides=_overrides(arguments))
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newsift", description="Clean, deduplicate and load news articles into DuckDB."
    )
    parser.add_argument("--version", action="version", version=f"newsift {newsift.__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="settings file (default: config/newsift.toml)"
    )
    warehouse = argparse.ArgumentParser(add_help=False)
    warehouse.add_argument(
        "--warehouse", type=Path, required=True, metavar="DIR", help="folder of the DuckDB file"
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")

    run = verbs.add_parser("run", parents=[common, warehouse], help="ingest what is new in an inbox")
    run.add_argument(
        "--inbox", required=True, metavar="DIR", help="folder or URL that holds the article files"
    )
    run.add_argument(
        "--workers", type=int, metavar="N", help="processes that read and clean (default: run.workers)"
    )
    run.set_defaults(command=commands.run)

    explain = verbs.add_parser(
        "explain",
        parents=[common, warehouse],
        help="show what was removed from an article and why, and its duplicates",
    )
    explain.add_argument("what", nargs="?", metavar="PATH|ARTICLE_ID", help="inbox path or article id")
    explain.add_argument("--pair", nargs=2, metavar=("A", "B"), help="word-level difference of two articles")
    explain.set_defaults(command=commands.explain)
    return parser


def _overrides(arguments: argparse.Namespace) -> dict[str, dict[str, object]]:
    return {"run": {"workers": getattr(arguments, "workers", None)}}
