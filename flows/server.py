"""Starts, finds and stops this project's own Prefect server: `python -m flows.server up|down|status|env`.

The server is a detached background process with its database under `.newsift/prefect`, on loopback, on port
4200 or, when another program has that one, on a free port; the address is in the state file. Two checkouts
never share a server: a server is ours only when it says that its home is ours.
"""

from __future__ import annotations

import argparse
import base64
import json
import shlex
import socket
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.daemon import Daemon
from flows.environment import client_environment, prefect_home, server_environment
from newsift.errors import ConfigError, NewsiftError, TransientError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_PORT = 4200
# A fresh database takes 20 s on two idle cores, and several times that on busy ones.
START_SECONDS = 150.0
STOP_SECONDS = 20.0
START_ATTEMPTS = 3  # each on another port, should one be taken between our look and the server's start


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    url: str  # "http://127.0.0.1:4200"
    home: Path
    started: bool = False  # by this call

    @property
    def api_url(self) -> str:
        return f"{self.url}/api"

    def environment(self) -> dict[str, str]:
        """What a run, a worker or the `prefect` command needs in its environment to use this server."""
        return client_environment(self.home, self.api_url)

    def run_page(self, flow_run_id: str) -> str:
        """Address of a run's page in the UI."""
        return f"{self.url}/v2/runs/flow-run/{flow_run_id}"


def up(home: Path | None = None) -> Server:
    """The running server, started if need be; returns when it answers.

    Raises:
        TransientError: It did not come up; the message holds the end of its log.
        ConfigError: `config/prefect.env` is wrong.
    """
    place = home or prefect_home()
    daemon = _daemon(place)
    env = server_environment(place)
    failure: TransientError | None = None
    for _ in range(START_ATTEMPTS):
        started = _start(daemon, env)
        try:
            daemon.await_ready(
                lambda: _answers(place, daemon.state(), env), START_SECONDS, "The Prefect server"
            )
        except TransientError as error:
            if daemon.running():
                raise
            failure = error
            continue
        return Server(url=daemon.state()["url"], home=place, started=started)
    raise failure or TransientError("The Prefect server did not start")


def find(home: Path | None = None) -> Server | None:
    """The running server, or None."""
    place = home or prefect_home()
    state = _daemon(place).state()
    if not _answers(place, state, server_environment(place)):
        return None
    return Server(url=state["url"], home=place)


def down(home: Path | None = None) -> bool:
    """Stop the server; False when none was running."""
    return _daemon(home or prefect_home()).stop(STOP_SECONDS)


def _daemon(home: Path) -> Daemon:
    return Daemon("server", home)


def _start(daemon: Daemon, env: Mapping[str, str]) -> bool:
    if daemon.running():
        return False
    host = env.get("PREFECT_SERVER_API_HOST", "127.0.0.1")
    port = _free_port(host)
    url = f"http://{host}:{port}"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    # The browser (UI) and the server's own services must be sent to this very port.
    addresses = {"PREFECT_API_URL": f"{url}/api", "PREFECT_UI_API_URL": f"{url}/api"}
    return daemon.start(command, {**env, **addresses}, {"url": url})


def _free_port(host: str) -> int:
    """4200 when nobody listens there, a port of the system's choice otherwise."""
    for port in (DEFAULT_PORT, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ConfigError(f"no port can be opened on {host}", remedy="Check PREFECT_SERVER_API_HOST")


def _answers(home: Path, state: Mapping[str, str], env: Mapping[str, str]) -> bool:
    """Whether the server of `state` is healthy and is the one whose home is `home`."""
    if "url" not in state:
        return False
    try:
        if _get(f"{state['url']}/api/health", env) is not True:
            return False
        settings = _get(f"{state['url']}/api/admin/settings", env)
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError):
        return False
    return isinstance(settings, dict) and Path(str(settings.get("home"))).resolve() == home.resolve()


def _get(url: str, env: Mapping[str, str]) -> object:
    request = urllib.request.Request(url)  # noqa: S310 - http to our own server
    secret = env.get("PREFECT_SERVER_API_AUTH_STRING")
    if secret:
        request.add_header("Authorization", "Basic " + base64.b64encode(secret.encode()).decode())
    with _DIRECT.open(request, timeout=5) as response:
        answer: object = json.load(response)
    return answer


# A proxy named in the environment must not stand between us and loopback.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main() -> int:
    """The command line; exit code 0, 1 when `status` finds nothing, else that of the error."""
    parser = argparse.ArgumentParser(prog="python -m flows.server", description=__doc__)
    parser.add_argument("action", choices=["up", "down", "status", "env"])
    action = parser.parse_args().action
    try:
        return _act(action)
    except NewsiftError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code


def _act(action: str) -> int:
    if action == "up":
        server = up()
        print(f"Prefect server {'started' if server.started else 'is up'}: {server.url}")
    elif action == "down":
        print("Prefect server stopped" if down() else "no Prefect server was running")
    else:
        found = find()
        if found is None:
            print("no Prefect server is running; start it with `make up`", file=sys.stderr)
            return 1
        if action == "status":
            print(f"Prefect server is up: {found.url} (data in {found.home})")
        else:  # for `eval "$(python -m flows.server env)"`
            wanted = {
                k: v for k, v in found.environment().items() if k.startswith(("PREFECT_", "NEWSIFT_PREFECT"))
            }
            for name, value in sorted(wanted.items()):
                print(f"export {name}={shlex.quote(value)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
