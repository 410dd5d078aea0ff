"""Commands that look after a warehouse: forget, doctor, migrate, resign; and the check of rules."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from newsift.cli.commands import config_dir
from newsift.errors import ConfigError
from newsift.settings import Settings

EXIT_FINDINGS = 1


def forget(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show what would go, or with `--list` what went; remove it with `--yes`."""
    from newsift.pipeline.forget import forget as remove
    from newsift.pipeline.forget import plan_forget
    from newsift.storage.forget import Selector

    if arguments.list:
        return _list_forgotten(arguments.warehouse, settings)
    selectors = [
        *(Selector("path", value) for value in arguments.path),
        *(Selector("article", value) for value in arguments.article),
        *(Selector("source", value) for value in arguments.source),
    ]
    if not selectors:
        raise ConfigError("forget needs --path, --article, --source or --list")
    plan = plan_forget(arguments.warehouse, settings, selectors)
    if not plan and not plan.unfinished:
        raise ConfigError(
            "nothing in the warehouse matches", remedy="SELECT path, article_id FROM files lists it"
        )
    for path in plan.paths:
        print(f"input    {path}")
    for article_id, title in plan.articles:
        print(f"article  {article_id}  {title or '(no title)'}")
    if not arguments.yes:
        print(f"{len(plan.paths)} inputs and {len(plan.articles)} articles would go; add --yes to do it")
        return 0
    result = remove(arguments.warehouse, settings, selectors, note=arguments.note)
    if plan.unfinished:
        print("an earlier takedown that was stopped half-way is complete now")
    for file in result.wiped:
        print(f"wiped    {file}")
    for file in result.leftovers:
        print(f"look at  {file}: it was set aside, may show what was forgotten, and is yours to delete")
    print(f"{len(plan.paths)} inputs and {len(plan.articles)} articles are gone, from all snapshots too")
    print("files in the inbox, in an archive and copies of newsift.duckdb elsewhere are yours to remove")
    return 0


def _list_forgotten(warehouse: Path, settings: Settings) -> int:
    """Print what went before: when, the id that the article had, how it was asked for, and why."""
    from newsift.pipeline.forget import forgotten

    stones = forgotten(warehouse, settings)
    for article_id, stone in stones:
        when = f"{stone.forgotten_at:%Y-%m-%d %H:%M} UTC"
        print(f"{when}  article {article_id}  by {stone.selector}  {stone.note or ''}".rstrip())
    print(f"{len(stones)} inputs were forgotten; every run skips their bytes")
    return 0


def doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print findings; exit code 1 when one of them is an error."""
    from newsift.storage.doctor import doctor as examine

    findings = examine(arguments.warehouse, settings.storage)
    for finding in findings:
        print(f"{finding.severity:8} {finding.check}: {finding.message}")
        if finding.remedy:
            print(f"         {finding.remedy}")
    errors = sum(finding.severity == "error" for finding in findings)
    print(f"{errors} errors, {len(findings) - errors} warnings")
    return EXIT_FINDINGS if errors else 0


def migrate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Apply pending migrations; with `--check` only name them (exit code 1 when there are any)."""
    from newsift.storage import Store
    from newsift.storage.migrate import check

    state = check(arguments.warehouse, settings.storage)
    for migration in state.pending:
        print(f"pending  {migration.name}")
    if arguments.check or not state.pending:
        print(f"{len(state.applied)} applied, {len(state.pending)} pending")
        return EXIT_FINDINGS if state.pending else 0
    with Store.open(arguments.warehouse, settings.storage) as store:
        store.publish(full=True)
    print(f"{len(state.pending)} applied; the old store is kept beside the new one")
    return 0


def check_rules(arguments: argparse.Namespace, settings: Settings) -> int:
    """Load all rules and run the case of every site rule; exit code 1 when one fails."""
    from newsift.pipeline.rules_check import check_sites

    failures, cases = check_sites(config_dir(arguments), settings)
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{cases} cases, {len(failures)} failed" if cases else "no site rules: config/sites holds none")
    return EXIT_FINDINGS if failures else 0


def resign(arguments: argparse.Namespace, settings: Settings) -> int:
    """Sign every stored article anew under the present signature settings and word rules."""
    from newsift.pipeline.resign import resign as sign_anew

    count = sign_anew(arguments.warehouse, settings, config_dir(arguments))
    print(f"{count} articles signed anew; clusters are as they were")
    return 0
