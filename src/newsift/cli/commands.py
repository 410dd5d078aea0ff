"""One function a verb: arguments and settings in, exit code out."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from newsift.cli.progress import Progress
from newsift.cli.render import render_tuning
from newsift.errors import ConfigError
from newsift.settings import Settings, default_config_dir

EXIT_ALL_REFUSED = 3


def config_dir(arguments: argparse.Namespace) -> Path:
    """Where the rules are. Rules stand beside the settings file, when that file's folder has any."""
    if arguments.config is not None and (arguments.config.parent / "languages").is_dir():
        return Path(arguments.config).parent
    return default_config_dir()


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from newsift.pipeline.account import account
    from newsift.pipeline.run import ingest

    with Progress() as progress:
        summary = ingest(
            arguments.inbox,
            arguments.warehouse,
            settings,
            config_dir=config_dir(arguments),
            progress=progress.show,
        )
    print(account(summary))
    return EXIT_ALL_REFUSED if summary.status == "all-refused" else 0


def explain(arguments: argparse.Namespace, settings: Settings) -> int:
    from newsift.pipeline.explain import explain_article, explain_pair

    del settings
    colour = sys.stdout.isatty()
    if arguments.pair:
        print(explain_pair(arguments.warehouse, *arguments.pair, colour=colour))
    elif arguments.what:
        print(explain_article(arguments.warehouse, arguments.what, colour=colour))
    else:
        raise ConfigError("explain needs PATH|ID or --pair A B")
    return 0


def notify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Send the event that starts the on-arrival deployment; exit code 5 when no server or worker is up.

    In a process of its own: the library never imports Prefect.
    """
    del settings
    command = [sys.executable, "-m", "flows.notify", "--inbox", arguments.inbox]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own interpreter, no shell


def reprocess(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show what today's rules would change; change it with `--apply`."""
    from newsift.pipeline.account import account
    from newsift.pipeline.reprocess import preview
    from newsift.pipeline.reprocess import reprocess as rebuild

    rules = config_dir(arguments)
    if arguments.apply:
        with Progress() as progress:
            print(account(rebuild(arguments.warehouse, settings, config_dir=rules, progress=progress.show)))
        return 0
    shown = preview(arguments.warehouse, settings, config_dir=rules)
    for change in shown.samples:
        print(f"{change.words_before:6} -> {change.words_after:6} words  {change.path}")
    print(
        f"{shown.changed} of {shown.inputs} inputs would change "
        f"({shown.newly_clean} newly clean, {shown.newly_rejected} newly rejected); add --apply to do it"
    )
    return 0


def tune(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print how well the warehouse's clusters, and other thresholds, agree with labelled pairs."""
    from newsift.pipeline.tune import tune as replay

    report = replay(arguments.warehouse, arguments.labels, settings, config_dir(arguments))
    print(render_tuning(report))
    return 0
