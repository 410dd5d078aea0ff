"""Which commands there are and what they take."""

from __future__ import annotations

import argparse
from pathlib import Path

import newsift
from newsift.cli import commands, upkeep


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; `command` of its result is the function to call."""
    parser = argparse.ArgumentParser(
        prog="newsift", description="Clean, deduplicate and load news articles into DuckDB."
    )
    parser.add_argument("--version", action="version", version=f"newsift {newsift.__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="settings file (default: config/newsift.toml)"
    )
    warehouse = argparse.ArgumentParser(add_help=False, parents=[common])
    warehouse.add_argument(
        "--warehouse", type=Path, required=True, metavar="DIR", help="folder of the DuckDB file"
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")

    def verb(name: str, text: str, parent: argparse.ArgumentParser = warehouse) -> argparse.ArgumentParser:
        return verbs.add_parser(
            name, parents=[parent], help=text, description=f"{text[0].upper()}{text[1:]}."
        )

    run = verb("run", "ingest what is new in an inbox")
    run.add_argument(
        "--inbox", required=True, metavar="DIR", help="folder or URL that holds the article files"
    )
    run.add_argument(
        "--label", metavar="NAME", help="name of this inbox, where several fill one warehouse (inputs.label)"
    )
    run.add_argument("--workers", type=int, metavar="N", help="processes that clean (default: run.workers)")
    run.set_defaults(command=commands.run)

    explain = verb("explain", "show what was removed from an input and why, and what its article repeats")
    explain.add_argument(
        "what", nargs="?", metavar="PATH|ID", help="inbox path, or the first digits of an article id"
    )
    explain.add_argument("--pair", nargs=2, metavar=("A", "B"), help="word-level difference of two articles")
    explain.set_defaults(command=commands.explain)

    tune = verb("tune", "compare the stories with pairs that you labelled, and with other thresholds")
    tune.add_argument(
        "--labels",
        type=Path,
        required=True,
        metavar="FILE",
        help='JSON Lines of {"a": ..., "b": ..., "same": true}',
    )
    tune.set_defaults(command=commands.tune)

    reprocess = verb("reprocess", "clean history again under today's rules, from what the store kept")
    reprocess.add_argument(
        "--apply", action="store_true", help="do it; without this, only show what would change"
    )
    reprocess.add_argument(
        "--workers", type=int, metavar="N", help="processes that clean (default: run.workers)"
    )
    reprocess.set_defaults(command=commands.reprocess)

    resign = verb(
        "resign", "sign stored articles anew after [dedup] signature settings or word rules changed"
    )
    resign.set_defaults(command=upkeep.resign)

    forget = verb("forget", "remove an article everywhere, for good")
    forget.add_argument(
        "--path", action="append", default=[], metavar="PATH", help="input at this inbox path"
    )
    forget.add_argument("--article", action="append", default=[], metavar="ID", help="input of this article")
    forget.add_argument(
        "--source", action="append", default=[], metavar="NAME", help="everything of this outlet"
    )
    forget.add_argument("--list", action="store_true", help="only list what was forgotten before")
    forget.add_argument("--note", default="", metavar="TEXT", help="why; kept with the tombstone")
    forget.add_argument("--yes", action="store_true", help="do it; without this, only show what would go")
    forget.set_defaults(command=upkeep.forget)

    doctor = verb("doctor", "check every invariant of a warehouse")
    doctor.set_defaults(command=upkeep.doctor)

    migrate = verb("migrate", "bring the store to this version's schema")
    migrate.add_argument("--check", action="store_true", help="only show which migrations are pending")
    migrate.set_defaults(command=upkeep.migrate)

    notify = verb("notify", "tell the Prefect server that new files are in the inbox", common)
    notify.add_argument("--inbox", default="", metavar="DIR", help="which inbox, for the event feed")
    notify.set_defaults(command=commands.notify)

    rules = verbs.add_parser("rules", help="work with the rules in config/")
    actions = rules.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser("check", parents=[common], help="run the test case of every site rule")
    check.set_defaults(command=upkeep.check_rules)
    return parser


def overrides(arguments: argparse.Namespace) -> dict[str, dict[str, object]]:
    """Settings that flags override."""
    return {
        "inputs": {"label": getattr(arguments, "label", None)},
        "run": {"workers": getattr(arguments, "workers", None)},
    }
