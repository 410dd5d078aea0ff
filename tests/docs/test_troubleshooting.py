"""The page on troubles names commands, options and settings that exist."""

from __future__ import annotations

import re

import pytest

from newsift.cli.parser import build_parser


@pytest.fixture(scope="module")
def page(project_root) -> str:
    return (project_root / "docs" / "troubleshooting.md").read_text("utf-8")


def test_every_command_of_the_page_is_one_that_the_parser_takes(page):
    commands = set(re.findall(r"`newsift ([^`]+)`", page))
    assert len(commands) > 8
    for command in commands:
        arguments = command.split()
        if arguments[0] == "run":  # shown with the option alone
            arguments += ["--inbox", "DIR", "--warehouse", "DIR"]
        build_parser().parse_args(arguments)


def test_every_setting_of_the_page_exists(page, settings):
    named = set(re.findall(r"`(inputs|cleaning|dedup|storage|run)\.(\w+)`", page))
    assert named
    for section, key in named:
        assert hasattr(getattr(settings, section), key), f"{section}.{key}"


def test_every_link_of_the_page_leads_to_a_file(page, project_root):
    for link in re.findall(r"\]\(([^)#]+)", page):
        assert (project_root / "docs" / link).exists(), link
