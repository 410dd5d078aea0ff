"""What a server and its runs find in their environment."""

from pathlib import Path

import pytest

from flows.environment import client_environment, prefect_home, read_env_file, server_environment
from newsift.errors import ConfigError


def test_a_foreign_profile_or_address_never_reaches_our_server(tmp_path: Path):
    foreign = {
        "PREFECT_API_URL": "https://elsewhere/api",
        "PREFECT_API_KEY": "key",
        "PREFECT_PROFILE": "work",
    }
    env = server_environment(tmp_path, foreign)
    assert not foreign.keys() & env.keys()
    assert env["PREFECT_HOME"] == str(tmp_path)


def test_the_file_gives_the_settings_that_are_necessary_and_the_caller_overrides_them(tmp_path: Path):
    env = server_environment(tmp_path, {"PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "7"})
    assert env["PREFECT_SERVER_EPHEMERAL_ENABLED"] == "false"
    assert int(env["PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE"]) > 1
    assert env["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert env["PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE"] == "7"


def test_a_client_gets_the_server_s_address_and_its_secret(tmp_path: Path):
    env = client_environment(tmp_path, "http://127.0.0.1:1/api", {"PREFECT_SERVER_API_AUTH_STRING": "a:b"})
    assert env["PREFECT_API_URL"] == "http://127.0.0.1:1/api"
    assert env["PREFECT_API_AUTH_STRING"] == "a:b"


def test_no_file_of_the_project_holds_a_secret():
    keys = server_environment(Path("/nowhere"), {})
    assert not [key for key in keys if key.endswith(("AUTH_STRING", "API_KEY", "WEBHOOK"))]


def test_the_home_can_be_moved(tmp_path: Path):
    assert prefect_home({"NEWSIFT_PREFECT_HOME": str(tmp_path)}) == tmp_path
    assert prefect_home({}).parts[-2:] == (".newsift", "prefect")


@pytest.mark.parametrize("line", ["no equals sign", "two words=1", "=1"])
def test_a_wrong_line_is_named(tmp_path: Path, line: str):
    file = tmp_path / "prefect.env"
    file.write_text(f"# fine\nA=1\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"prefect.env:3"):
        read_env_file(file)
