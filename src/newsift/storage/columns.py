"""Columns that several tables have."""

from __future__ import annotations

from newsift.storage.table import Column, Filled

BATCH_NO = Column(
    "batch_no", "UINTEGER", "Commit that wrote the row; what an incremental snapshot goes by.",
    nullable=False, private=True, filled=Filled.WRITER,
)  # fmt: skip


def run_id(what: str) -> Column:
    """The column that names a run, said as "The run that <what>"."""
    return Column(
        "run_id", "VARCHAR", f"The run that {what}; see runs.", nullable=False, filled=Filled.WRITER
    )
