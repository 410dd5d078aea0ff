"""How a table, a view and a macro are described: once, here, for DDL, Arrow schemas, comments and docs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

PRIVATE_SCHEMA = "pipeline"

_ARROW_TYPES: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "BLOB": pa.binary(),
    "BOOLEAN": pa.bool_(),
    "INTEGER": pa.int32(),
    "UINTEGER": pa.uint32(),
    "BIGINT": pa.int64(),
    "UBIGINT": pa.uint64(),
    "FLOAT": pa.float32(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "VARCHAR[]": pa.list_(pa.string()),
    "UBIGINT[]": pa.list_(pa.uint64()),
    "MAP(VARCHAR, BIGINT)": pa.map_(pa.string(), pa.int64()),
    "MAP(VARCHAR, DOUBLE)": pa.map_(pa.string(), pa.float64()),
}


class Filled(StrEnum):
    """Who gives a column its value."""

    CALLER = "caller"
    WRITER = "writer"  # the batch writer, when the caller leaves it out


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        type: DuckDB type name.
        compression: Forced compression of its segments ("zstd"); None lets DuckDB choose.
        private: It stands in the pipeline's store only, never in the published file.
        filled: Who gives the value when a batch is loaded.
    """

    name: str
    type: str
    comment: str
    nullable: bool = True
    compression: str | None = None
    private: bool = False
    filled: Filled = Filled.CALLER

    def ddl(self) -> str:
        """The column's clause in CREATE TABLE."""
        null = "" if self.nullable else " NOT NULL"
        compression = f" USING COMPRESSION {self.compression}" if self.compression else ""
        return f"{self.name} {self.type}{null}{compression}"

    def arrow_type(self) -> pa.DataType:
        """The Arrow type that loads into this column without a cast."""
        if self.type in _ARROW_TYPES:
            return _ARROW_TYPES[self.type]
        element, _, size = self.type.removesuffix("]").partition("[")
        return pa.list_(_ARROW_TYPES[element], int(size))


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        schema: "main" (people query it in the published file) or "pipeline" (private to the store).
        primary_key: Only the small ledger has one; wide tables are slowed by an index.
    """

    name: str
    comment: str
    columns: tuple[Column, ...]
    schema: str = PRIVATE_SCHEMA
    primary_key: tuple[str, ...] = ()

    @property
    def qualified(self) -> str:
        return f"{self.schema}.{self.name}"

    def published_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.private)

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    def create(self, *, catalog: str = "", published: bool = False) -> str:
        """CREATE TABLE, in the store's form or (without keys and private columns) the published one."""
        columns = self.published_columns() if published else self.columns
        clauses = [column.ddl() for column in columns]
        if self.primary_key and not published:
            clauses.append(f"PRIMARY KEY ({', '.join(self.primary_key)})")
        place = f"{catalog}.{self.qualified}" if catalog else self.qualified
        body = ",\n  ".join(clauses)
        return f"CREATE TABLE {place} (\n  {body}\n)"

    def comments(self, *, published: bool = False) -> list[str]:
        """COMMENT ON statements for the table and its columns."""
        columns = self.published_columns() if published else self.columns
        return [
            f"COMMENT ON TABLE {self.qualified} IS {quote(self.comment)}",
            *(
                f"COMMENT ON COLUMN {self.qualified}.{column.name} IS {quote(column.comment)}"
                for column in columns
            ),
        ]

    def arrow_schema(self) -> pa.Schema:
        """The Arrow schema of what a caller may load, in the table's column order."""
        return pa.schema([pa.field(column.name, column.arrow_type()) for column in self.columns])


@dataclass(frozen=True, slots=True)
class View:
    """One view; its SQL stands in `sql/<name>.sql`. Columns carry type and comment for the dictionary."""

    name: str
    comment: str
    columns: tuple[Column, ...]

    def comments(self) -> list[str]:
        return [
            f"COMMENT ON VIEW {self.name} IS {quote(self.comment)}",
            *(
                f"COMMENT ON COLUMN {self.name}.{column.name} IS {quote(column.comment)}"
                for column in self.columns
            ),
        ]


@dataclass(frozen=True, slots=True)
class Macro:
    """One macro; its SQL stands in `sql/<name>.sql`."""

    name: str
    signature: str
    comment: str
    returns_table: bool

    def comments(self) -> list[str]:
        kind = "MACRO TABLE" if self.returns_table else "MACRO"
        return [f"COMMENT ON {kind} {self.name} IS {quote(self.comment)}"]


def quote(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
