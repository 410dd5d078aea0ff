"""Write the outputs that README.md shows, from real runs over examples/inbox: `make docs`.

A block follows its comment: `<!-- run -->`, `<!-- explain PATH -->`, `<!-- file PATH -->`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from newsift.storage.dictionary import data_dictionary

ROOT = Path(__file__).resolve().parent.parent
INBOX = ROOT / "examples" / "inbox"
_BLOCK = re.compile(r"(<!-- (run|explain|file)(?: (\S+))? -->\n)(?:\n?```text\n.*?```\n)?", re.DOTALL)


def refreshed(text: str, warehouse: Path) -> str:
    """`text` with every marked block as the commands print it now."""
    outputs = {"run": _newsift("run", "--inbox", str(INBOX), "--warehouse", str(warehouse))}

    def block(match: re.Match[str]) -> str:
        comment, kind, path = match.groups()
        if kind == "file":
            shown = (INBOX / path).read_text("utf-8")
        elif kind == "explain":
            shown = _newsift("explain", path, "--warehouse", str(warehouse))
        else:
            shown = outputs["run"].replace(str(warehouse), "warehouse")
        return f"{comment}\n```text\n{shown.strip()}\n```\n"

    return _BLOCK.sub(block, text)


def _newsift(*arguments: str) -> str:
    command = [sys.executable, "-m", "newsift.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    """Rewrite README.md and the data dictionary."""
    (ROOT / "docs" / "data-dictionary.md").write_text(data_dictionary(), "utf-8")
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        readme.write_text(refreshed(readme.read_text("utf-8"), Path(folder) / "warehouse"), "utf-8")


if __name__ == "__main__":
    main()
