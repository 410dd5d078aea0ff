"""The warehouse: private store, ledger, published snapshot. The only package that imports DuckDB."""

from newsift.storage.batch import BatchWriter
from newsift.storage.connection import StoreBrokenError
from newsift.storage.known import KnownContent, Totals
from newsift.storage.private_schema import arrow_schema
from newsift.storage.recovery import RecoveryReport
from newsift.storage.rows import BatchRows
from newsift.storage.store import Store

__all__ = [
    "BatchRows",
    "BatchWriter",
    "KnownContent",
    "RecoveryReport",
    "Store",
    "StoreBrokenError",
    "Totals",
    "arrow_schema",
]
