"""The page on spans names every label and every reason code that cleaning can give, and no other."""

from __future__ import annotations

import ast
import re

import pytest

from newsift.clean.symbols import Sym
from newsift.models import Label

REASON = re.compile(r"[A-Z]{2,}[A-Z_]*[A-Z]")
NO_REASONS = {"NFKD", "EMPTY"}  # a form of Unicode; an input without a line has no span


@pytest.fixture(scope="module")
def page(project_root) -> str:
    return (project_root / "docs" / "reasons.md").read_text("utf-8")


def first_cells(text: str) -> set[str]:
    """What stands in backquotes in the first column of the tables of a text."""
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}


def test_every_label_is_described(page):
    assert first_cells(page.partition("## Labels")[2].partition("## Kept")[0]) == set(Label)


def test_every_reason_of_a_span_is_described_and_every_described_one_exists(page, project_root):
    given = {
        node.value
        for module in (project_root / "src" / "newsift" / "clean").glob("*.py")
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and REASON.fullmatch(node.value)
    } - NO_REASONS
    described = first_cells(page.partition("## Kept")[2])
    assert described - given <= {f"BODY_{sym.name}" for sym in Sym}
    assert given <= described
