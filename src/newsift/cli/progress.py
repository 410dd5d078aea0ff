"""How far a run has come, on standard error."""

from __future__ import annotations

import sys
from typing import Self


class Progress:
    """A progress bar on a terminal, a line per tenth otherwise; both on standard error."""

    def __init__(self) -> None:
        self._bar: object | None = None
        self._stage = ""
        self._tenth = 0

    def __enter__(self) -> Self:
        return self

    def show(self, stage: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self._draw(stage, done, total)
            return
        if stage != self._stage:
            self._stage, self._tenth = stage, 0
        tenth = done * 10 // max(total, 1)
        if tenth > self._tenth:
            self._tenth = tenth
            print(f"{stage}: {done} of {total}", file=sys.stderr)

    def _draw(self, stage: str, done: int, total: int) -> None:
        from tqdm import tqdm

        if stage != self._stage or not isinstance(self._bar, tqdm):
            self._close()
            self._stage, self._bar = stage, tqdm(total=total, desc=stage, unit="")
        if isinstance(self._bar, tqdm):
            self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()  # type: ignore[attr-defined]
            self._bar = None

    def __exit__(self, *_: object) -> None:
        self._close()
