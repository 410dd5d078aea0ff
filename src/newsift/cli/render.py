"""Results as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # its import takes a second that other commands need not wait
    from collections.abc import Sequence

    from newsift.pipeline.tune import Score, TuneReport


_FEW_LABELS = 50  # of each kind; one more or less then changes precision or recall by two points
_WRONG_SHOWN = 20


def render_tuning(report: TuneReport) -> str:
    """How the clusters as they stand agree with the labels, which pairs do not, and other thresholds."""
    same, different = report.same, report.labelled - report.same
    lines = [f"{report.labelled} labelled pairs: {same} of one story, {different} of two"]
    if report.unknown:
        lines.append(f"{report.unknown} more name an article that is not in the warehouse, and are left out")
    if min(same, different) < _FEW_LABELS:
        lines.append(f"these are few: with fewer than {_FEW_LABELS} of each kind the figures prove little")
    for left, right, is_same in report.wrong[:_WRONG_SHOWN]:
        said = "one story, but apart" if is_same else "two stories, but together"
        lines.append(f"wrong     {said}: newsift explain --pair {left} {right}")
    if len(report.wrong) > _WRONG_SHOWN:
        lines.append(f"wrong     ... and {len(report.wrong) - _WRONG_SHOWN} more")
    lines += [
        "",
        "dedup.weak_jaccard  precision  recall      f1",
        _score_row("as clustered", report.clusters),
    ]
    for group in _alike(report.rows):
        first, last = group[0].threshold, group[-1].threshold
        name = f"{first:.2f}" if first == last else f"{first:.2f} to {last:.2f}"
        marks = ["best"] if group[0] in report.best else []
        marks += ["set now"] if any(row.threshold == report.present for row in group) else []
        lines.append(_score_row(name, group[0], ", ".join(marks)))
    return "\n".join(lines)


def _alike(rows: Sequence[Score]) -> list[list[Score]]:
    """Neighbouring rows with equal figures, together."""
    groups: list[list[Score]] = []
    for row in rows:
        if groups and (row.precision, row.recall) == (groups[-1][0].precision, groups[-1][0].recall):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _score_row(name: str, score: Score, mark: str = "") -> str:
    return f"{name:>18}  {score.precision:9.3f}  {score.recall:6.3f}  {score.f1:6.3f}  {mark}".rstrip()
