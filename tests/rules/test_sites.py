"""Site rules: what a file may hold, where a mistake stands, and that every case is really run."""

import re
import shutil
import tomllib

import duckdb
import pytest

from newsift.errors import ConfigError
from newsift.pipeline.rules_check import check_sites
from newsift.pipeline.run import ingest
from newsift.rules.sites import load_site, load_sites
from newsift.settings import Settings, default_config_dir

PAGE = """<html><head><title>Ferry pier goes north</title></head><body><h1>Ferry pier goes north</h1>
<div class="text"><p>The harbour council met on Tuesday to settle where the new ferry pier will be built.</p>
<p>Three sites were on the table, and the northern one won after a debate of nearly four hours.</p>
<p>Get our app for more harbour news every single morning of the week, free, always.</p>
<div class="quay-box"><p>The old quay was built ninety years ago and has not been mended.</p></div>
<p>Work is to begin in the spring, provided that the survey finds no wrecks in the channel.</p></div>
</body></html>"""
TEMPLATE = {"html.template", "context.template"}  # read closely, or too far from the story for it
RULES = """
site = "harbour.example.org"
source = "Harbour Times"
drop_lines = ["GET our app for more harbour news every single morning of the week: free, always"]

[html]
drop = ["quay-box"]

[[case]]
name = "app advert"
title = "Ferry pier goes north"
source = "Harbour Times"
contains = ["Work is to begin in the spring"]
excludes = ["Get our app", "The old quay"]
input = '''%s'''
"""


@pytest.fixture
def config(tmp_path):
    folder = tmp_path / "config"
    (folder / "sites").mkdir(parents=True)
    for name in ("languages", "engine.toml", "scoring.toml"):
        (folder / name).symlink_to(default_config_dir() / name)
    return folder


def write(config, text, name="harbour.example.org"):
    file = config / "sites" / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_case_passes_only_because_of_its_rules(config):
    write(config, RULES % PAGE)
    assert check_sites(config, Settings()) == ((), 1)
    without = RULES.replace('drop = ["quay-box"]', "").replace("GET our app", "Another line")
    write(config, without % PAGE)
    failures, cases = check_sites(config, Settings())
    assert cases == 1
    assert any("The old quay" in failure for failure in failures)
    assert any("Get our app" in failure for failure in failures)


def test_a_failure_names_file_line_case_expectation_and_outcome(config):
    file = write(config, (RULES % PAGE).replace('title = "Ferry pier goes north"', 'title = "Another title"'))
    failures, _ = check_sites(config, Settings())
    assert failures == (
        f"{file}, line 9, case 'app advert': expected the title 'Another title', got 'Ferry pier goes north'",
    )


def test_only_blocks_inside_the_named_story_are_kept(config):
    rules = RULES.replace('drop = ["quay-box"]', 'story = ["quay-box"]').replace(
        'contains = ["Work is to begin in the spring"]', 'contains = ["The old quay"]'
    )
    write(
        config, rules.replace('excludes = ["Get our app", "The old quay"]', 'excludes = ["Work is"]') % PAGE
    )
    assert check_sites(config, Settings()) == ((), 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("drop_lines", "drop_line", 4, "unknown key 'drop_line'"),
        ('drop = ["quay-box"]', 'drop = [".quay-box"]', 7, "'.quay-box' is no name of a tag, id or class"),
        ("excludes", "exclude", 14, "unknown key 'case.0.exclude'"),
        ('site = "harbour', 'site = "other', 2, "but the file is harbour.example.org.toml"),
    ],
)
def test_a_mistake_names_file_line_and_key(config, old, new, line, what):
    file = write(config, (RULES % PAGE).replace(old, new, 1))
    with pytest.raises(ConfigError) as refused:
        load_site(file)
    assert f"{file}, line {line}" in str(refused.value)
    assert what in str(refused.value)


def test_a_file_without_a_case_is_refused(config):
    file = write(config, (RULES % PAGE).partition("[[case]]")[0])
    with pytest.raises(ConfigError, match="case"):
        load_site(file)


def test_no_folder_means_no_rules(tmp_path):
    assert load_sites(tmp_path / "sites") == {}


def test_the_rules_that_ship_pass_their_own_cases():
    failures, _ = check_sites(default_config_dir(), Settings())
    assert failures == ()


@pytest.fixture
def documented():
    """The file that the folder's README shows."""
    text = (default_config_dir() / "sites" / "README.md").read_text("utf-8")
    return re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1]


def test_the_documented_file_passes_its_case_and_fails_it_without_its_rules(config, documented):
    write(config, documented)
    assert check_sites(config, Settings()) == ((), 1)
    bare = re.sub(r"^(?:drop|drop_lines) = .*$", "", documented, flags=re.MULTILINE)
    write(config, re.sub(r"^source = .*$", "", bare, count=1, flags=re.MULTILINE))
    failures, _ = check_sites(config, Settings())
    needed = ("The tide table", "The old quay", "source")
    assert [part for part in needed if not any(part in failure for failure in failures)] == []


def test_the_documented_rule_works_in_a_run_and_says_so_in_the_warehouse(tmp_path, documented):
    config = shutil.copytree(default_config_dir(), tmp_path / "config")
    write(config, documented)
    page = tomllib.loads(documented)["case"][0]["input"]
    file = tmp_path / "inbox" / "harbour.example.org" / "pier.html"
    file.parent.mkdir(parents=True)
    file.write_text(page, encoding="utf-8")
    ingest(tmp_path / "inbox", tmp_path / "warehouse", Settings(), config_dir=config)
    with duckdb.connect(tmp_path / "warehouse" / "newsift.duckdb", read_only=True) as warehouse:
        ((title, source, body),) = warehouse.sql("SELECT title, source, body FROM articles").fetchall()
        removed = dict(warehouse.sql("SELECT text, rule_id FROM blocks WHERE NOT kept").fetchall())
    assert (title, source) == ("Ferry pier goes north", "Harbour Times")
    assert len(body.split("\n")) == 3
    assert removed["The old quay was built ninety years ago and has not been mended since then."] == (
        "site.harbour.example.org.drop"
    )
    assert removed["The tide table hangs at the harbour master's door, as always."] in TEMPLATE
    assert (
        removed["This paper is printed on recycled nets and read in forty-two harbours of the coast."]
        == "site.harbour.example.org.story"
    )
