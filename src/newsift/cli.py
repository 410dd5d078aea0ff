"""The command line: parse, call the pipeline, print, exit code.

Exit codes: 0 done, 2 wrong setting or usage, 3 every new input was refused, 4 another run holds the
warehouse, 5 something outside failed and may pass, 70 a bug or a damaged store. Results go to standard
output, progress and log lines to standard error.
"""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

import newsift
from newsift.errors import ConfigError, InvariantError, NewsiftError, StoreBusyError
from newsift.settings import default_config_dir, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsift.models import RunSummary
    from newsift.settings import Settings

EXIT_CONFIG = 2
EXIT_ALL_REFUSED = 3
EXIT_BUSY = 4
EXIT_TRANSIENT = 5
EXIT_INVARIANT = 70


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
        return 130
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
    run.set_defaults(command=_run)

    explain = verbs.add_parser(
        "explain",
        parents=[common, warehouse],
        help="show what was removed from an article and why, and its duplicates",
    )
    explain.add_argument("what", nargs="?", metavar="PATH|ARTICLE_ID", help="inbox path or article id")
    explain.add_argument("--pair", nargs=2, metavar=("A", "B"), help="word-level difference of two articles")
    explain.set_defaults(command=_explain)
    return parser


def _overrides(arguments: argparse.Namespace) -> dict[str, dict[str, object]]:
    return {"run": {"workers": getattr(arguments, "workers", None)}}


def _config_dir(arguments: argparse.Namespace) -> Path:
    """Rules stand beside the settings file, when that file's folder has any."""
    if arguments.config is not None and (arguments.config.parent / "languages").is_dir():
        return Path(arguments.config).parent
    return default_config_dir()


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    from newsift.pipeline.run import ingest  # noqa: PLC0415 - other commands start faster without it

    with _Progress() as progress:
        summary = ingest(
            arguments.inbox,
            arguments.warehouse,
            settings,
            config_dir=_config_dir(arguments),
            progress=progress.show,
        )
    print(render_summary(summary))
    return EXIT_ALL_REFUSED if summary.status == "all-refused" else 0


def _explain(arguments: argparse.Namespace, settings: Settings) -> int:
    from newsift.pipeline.explain import explain_article, explain_pair  # noqa: PLC0415

    del settings
    colour = sys.stdout.isatty()
    if arguments.pair:
        print(explain_pair(arguments.warehouse, *arguments.pair, colour=colour))
    elif arguments.what:
        print(explain_article(arguments.warehouse, arguments.what, colour=colour))
    else:
        raise ConfigError("explain needs PATH|ARTICLE_ID or --pair A B")
    return 0


def render_summary(summary: RunSummary) -> str:
    """The last lines of a run."""

    def detail(counts: dict[str, int]) -> str:
        return f" ({', '.join(f'{count} {reason}' for reason, count in counts.items())})" if counts else ""

    duplicates = sum(summary.duplicates_by_relation.values())
    seconds = (summary.finished_at - summary.started_at).total_seconds()
    lines = [
        f"files seen    {summary.seen}",
        f"clean         {summary.clean}",
        f"embedded      {summary.embedded}",
        f"rejected      {summary.rejected}{detail(summary.rejected_by_reason)}",
        f"quarantined   {summary.quarantined}{detail(summary.quarantined_by_reason)}",
        f"skipped       {summary.skipped}",
        f"duplicates    {duplicates}{detail(summary.duplicates_by_relation)}",
        f"stories       {summary.stories} in the warehouse, of {summary.articles} articles",
        f"seconds       {seconds:.1f}",
        *(f"warning       {warning}" for warning in summary.warnings),
        f"file          {summary.published_file}",
    ]
    if summary.status == "nothing-new":
        lines.insert(0, "nothing new: every input is known from an earlier run")
    return "\n".join(lines)


class _Progress:
    """A progress bar on a terminal, a line per tenth otherwise; both on standard error."""

    def __init__(self) -> None:
        self._bar: object | None = None
        self._stage = ""
        self._tenth = 0

    def __enter__(self) -> Self:
        return self

    def show(self, stage: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self._draw(stage, done, total)
            return
        if stage != self._stage:
            self._stage, self._tenth = stage, 0
        tenth = done * 10 // max(total, 1)
        if tenth > self._tenth:
            self._tenth = tenth
            print(f"{stage}: {done} of {total}", file=sys.stderr)

    def _draw(self, stage: str, done: int, total: int) -> None:
        from tqdm import tqdm  # noqa: PLC0415 - only for people

        if stage != self._stage or not isinstance(self._bar, tqdm):
            self._close()
            self._stage, self._bar = stage, tqdm(total=total, desc=stage, unit="")
        if isinstance(self._bar, tqdm):
            self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()  # type: ignore[attr-defined]
            self._bar = None

    def __exit__(self, *_: object) -> None:
        self._close()


if __name__ == "__main__":
    sys.exit(main())
