"""The page on inputs names every reason that the code can give, and no other."""

from __future__ import annotations

import ast
import re

REASON = re.compile(r"[A-Z]+(_[A-Z]+)*")
MAKERS = {"DocumentError", "Rejection", "refuse", "without", "_damaged"}


def reasons_in(source: str) -> set[str]:
    """Reason codes that a module passes to one of the functions that make refusals."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in MAKERS:
            continue
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            found |= {
                part.value
                for part in ast.walk(argument)
                if isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and REASON.fullmatch(part.value)
            }
    return found


def test_every_reason_is_documented_and_every_documented_reason_exists(project_root):
    given = set()
    for folder in ("ingest", "clean", "pipeline"):
        for module in (project_root / "src" / "newsift" / folder).glob("*.py"):
            given |= reasons_in(module.read_text(encoding="utf-8"))
    page = (project_root / "docs" / "inputs.md").read_text(encoding="utf-8")
    table = page.partition("## Reasons")[2]
    documented = {
        reason
        for row in table.splitlines()
        if row.startswith("| `")
        for reason in re.findall(r"`([A-Z_]+)`", row.split("|")[1])
    }
    assert documented == given


def test_every_ending_and_limit_of_the_page_is_a_setting(project_root, settings):
    page = (project_root / "docs" / "inputs.md").read_text(encoding="utf-8")
    endings = page.partition("## Files")[2].partition("## Encodings")[0]
    for suffix in settings.inputs.suffixes:
        assert f"`{suffix}`" in endings
    limits = page.partition("## Limits")[2].partition("## Reasons")[0]
    for row in limits.splitlines():
        if row.startswith("| `"):
            for name in re.findall(r"`(\w+)`", row.split("|")[1]):
                assert hasattr(settings.inputs, name)
