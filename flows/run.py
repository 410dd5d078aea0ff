"""`make run`: the ingest flow, once, on a folder, watched to its end: `python -m flows.run`.

Starts the project's Prefect server when it is not up, and runs the flow against it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import urllib.parse
from pathlib import Path

from flows import server
from flows.environment import ROOT
from newsift.errors import ConfigError, NewsiftError


def main() -> int:
    """Exit code: the run's, or that of the error which kept the server from coming up."""
    parser = argparse.ArgumentParser(prog="python -m flows.run", description=__doc__)
    parser.add_argument("--inbox", default=str(ROOT / "examples" / "inbox"))
    parser.add_argument("--warehouse", default=str(ROOT / "examples" / "warehouse"))
    given = parser.parse_args()
    if not urllib.parse.urlsplit(given.inbox).scheme and not Path(given.inbox).is_dir():
        print(f"error: there is no inbox {given.inbox}. Name a folder: make run INBOX=...", file=sys.stderr)
        return ConfigError.exit_code
    try:
        found = server.up()
    except NewsiftError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    print(f"Prefect server {'started' if found.started else 'is up'}: {found.url}", flush=True)
    command = [sys.executable, "-m", "flows.ingest", "--inbox", given.inbox, "--warehouse", given.warehouse]
    return subprocess.run(command, env=found.environment(), check=False).returncode  # noqa: S603 - our own command


if __name__ == "__main__":
    sys.exit(main())
