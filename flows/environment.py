"""The environment in which Prefect's server, its worker and every run of this project live.

Three layers, later wins: `config/prefect.env`, the caller's environment without what would divert us to
another server, and the addresses of the server that we run.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from newsift.errors import ConfigError
from newsift.settings import default_config_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = Path(__file__).resolve().parent
# The project folder, which relative paths start from and `.newsift` is in: this checkout, or, with an
# installed wheel, the folder in which the command is typed.
ROOT = _HERE.parent if (_HERE.parent / "prefect.yaml").is_file() else Path.cwd()
# A profile or address of somebody's other server must never receive our runs, and our runs never its keys.
DIVERTING = frozenset(
    {
        "PREFECT_API_KEY",
        "PREFECT_API_URL",
        "PREFECT_HOME",
        "PREFECT_PROFILE",
        "PREFECT_PROFILES_PATH",
        "PREFECT_SERVER_API_PORT",
        "PREFECT_UI_URL",
    }
)


def deployments_file() -> Path:
    """The project's own `prefect.yaml`, or the one that the wheel brings."""
    own = ROOT / "prefect.yaml"
    return own if own.is_file() else _HERE / "prefect.yaml"


def prefect_home(environ: Mapping[str, str] | None = None) -> Path:
    """Where the server keeps its database, logs and state: `$NEWSIFT_PREFECT_HOME` or `.newsift/prefect`."""
    named = (os.environ if environ is None else environ).get("NEWSIFT_PREFECT_HOME")
    return Path(named).resolve() if named else ROOT / ".newsift" / "prefect"


def read_env_file(file: Path) -> dict[str, str]:
    """The KEY=VALUE lines of `file`.

    Raises:
        ConfigError: The file is missing, or a line is neither a comment nor KEY=VALUE.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from None
    values: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        key, mark, value = text.partition("=")
        if not mark or not key.strip().isidentifier():
            raise ConfigError(f"{file}:{number}: '{text}' is not KEY=VALUE", remedy="Mend the line")
        values[key.strip()] = value.strip()
    return values


def server_environment(home: Path, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of the server process; what every client also has, but for the server's address."""
    given = os.environ if environ is None else environ
    kept = {name: value for name, value in given.items() if name not in DIVERTING}
    return (
        read_env_file(default_config_dir() / "prefect.env")
        | kept
        | {
            "PREFECT_HOME": str(home),
            "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
            "NEWSIFT_PREFECT_HOME": str(home),
        }
    )


def client_environment(home: Path, api_url: str, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of anything that talks to the server at `api_url` (a worker, a run, the CLI)."""
    env = server_environment(home, environ)
    secret = env.get("PREFECT_SERVER_API_AUTH_STRING")
    if secret:
        env.setdefault("PREFECT_API_AUTH_STRING", secret)
    return env | {"PREFECT_API_URL": api_url}
