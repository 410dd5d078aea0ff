"""The whole service of this checkout: `python -m flows.service up|down|status`.

up: server, what the flows rely on, all deployments, a worker. down: backwards, after the runs at work.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import urllib.parse

from flows import server
from flows.daemon import Daemon
from flows.environment import ROOT, prefect_home
from newsift.errors import NewsiftError, TransientError

WORKER_SECONDS = 180.0
WORKER_STOP_SECONDS = 30.0


def up() -> server.Server:
    """Bring everything up; a second call only brings it up to date.

    Raises:
        TransientError: Something did not come up; the message holds the end of its log.
        ConfigError: `config/prefect.env` is wrong.
    """
    found = server.up()
    env = found.environment()
    _make_folder(env["NEWSIFT_INBOX"])
    _module("flows.provision", env)
    worker = worker_daemon()
    worker.start([sys.executable, "-m", "flows.worker"], env, {"server": found.url})
    worker.await_ready(lambda: "started!" in worker.log_head(), WORKER_SECONDS, "The worker")
    return found


def down(drain_seconds: float) -> None:
    """Let the runs at work finish, then stop worker and server."""
    worker, found = worker_daemon(), server.find()
    if worker.running() and found is not None:
        _module("flows.worker", found.environment(), "drain", f"--seconds={drain_seconds}", may_fail=True)
    worker.stop(WORKER_STOP_SECONDS)
    if found is not None:
        _module("flows.worker", found.environment(), "sweep", may_fail=True)
    server.down()


def worker_daemon() -> Daemon:
    """The background worker of this checkout."""
    return Daemon("worker", prefect_home())


def _module(name: str, env: dict[str, str], *arguments: str, may_fail: bool = False) -> str:
    """Run a module that imports Prefect in its own process (Prefect reads its settings at import)."""
    done = subprocess.run(  # noqa: S603 - our own modules
        [sys.executable, "-m", name, *arguments],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and not may_fail:
        raise TransientError(f"{name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _make_folder(inbox: str) -> None:
    """A fresh checkout has no inbox yet; an empty one is better than a schedule of failures."""
    if not urllib.parse.urlsplit(inbox).scheme:
        (ROOT / inbox).mkdir(parents=True, exist_ok=True)


def _place(named: str) -> str:
    """The full path of a folder of `config/prefect.env`; a URL as it is."""
    return named if urllib.parse.urlsplit(named).scheme else str(ROOT / named)


def _status() -> int:
    found, worker = server.find(), worker_daemon()
    working = worker.running()
    print(f"server     {found.url if found else 'not running: make up'}")
    print(f"worker     {'running' if working else 'not running: make up'}")
    if found is None:
        return 1
    env = found.environment()
    print(f"runs       {found.url}/v2/runs")
    print(f"artifacts  {found.url}/v2/artifacts")
    print(f"logs       {found.home}/server.log, worker.log")
    print(f"inbox      {_place(env['NEWSIFT_INBOX'])}")
    print(f"warehouse  {_place(env['NEWSIFT_WAREHOUSE'])}")
    print(_module("flows.status", env), end="")
    return 0 if working else 1


def main() -> int:
    """Exit code 0; 1 when `status` finds something down, else that of the error."""
    parser = argparse.ArgumentParser(prog="python -m flows.service", description=__doc__)
    parser.add_argument("action", choices=["up", "down", "status"])
    parser.add_argument(
        "--drain-seconds", type=float, default=600.0, help="how long down waits for runs at work"
    )
    given = parser.parse_args()
    try:
        if given.action == "up":
            found = up()
            print(f"up: {found.url}  (runs {found.url}/v2/runs, artifacts {found.url}/v2/artifacts)")
            return 0
        if given.action == "down":
            down(given.drain_seconds)
            print("down")
            return 0
        return _status()
    except NewsiftError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
