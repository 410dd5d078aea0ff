"""newsift: clean, deduplicated news records in DuckDB, on a schedule."""

__version__ = "0.1.0"
