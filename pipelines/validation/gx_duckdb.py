"""Great Expectations over a DuckDB connection that somebody else holds.

GX closes the connection under a result and would open the file a second time with another configuration, which
DuckDB refuses; so the engine here keeps one connection, a cursor of the caller's.

Belongs here: the execution engine, the data source, a silent context. Does not belong here: suites and verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import duckdb
import duckdb_engine
import great_expectations as gx
import sqlalchemy
from great_expectations.compatibility import pydantic
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine


class HeldConnectionEngine(SqlAlchemyExecutionEngine):
    """Keeps the first connection it is asked for."""

    @contextmanager
    def get_connection(self) -> Iterator[sqlalchemy.Connection]:
        """Yield the one connection and leave it open."""
        if self._connection is None:
            self._connection = self.engine.connect()
        yield self._connection

    def close(self) -> None:
        """Close the kept connection; the base class knows only about its pool."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        super().close()


class HeldDuckDBDatasource(SQLDatasource):
    """A data source over an open DuckDB connection; call `hold` before anything else."""

    type: Literal["held_duck_db"] = "held_duck_db"  # type: ignore[assignment]  # GX narrows a Literal per source

    _held: Any = pydantic.PrivateAttr(None)

    @property
    def schema_(self) -> str:
        """Name the schema that every asset lies in."""
        return "checks"

    def hold(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Use a cursor of ``connection`` from now on."""
        engine = sqlalchemy.create_engine(
            "duckdb://",
            creator=lambda: duckdb_engine.ConnectionWrapper(connection.cursor()),
            poolclass=sqlalchemy.NullPool,
        )
        self._held = HeldConnectionEngine(engine=engine)

    def release(self) -> None:
        """Close the held cursor: an open reading transaction would keep the file from being checkpointed."""
        self._held.close()

    def get_engine(self) -> sqlalchemy.Engine:
        """Return the SQLAlchemy engine over the held connection."""
        engine: sqlalchemy.Engine = self._held.engine
        return engine

    def get_execution_engine(self) -> SqlAlchemyExecutionEngine:
        """Return the execution engine that keeps its connection."""
        engine: SqlAlchemyExecutionEngine = self._held
        return engine


def silent_context() -> EphemeralDataContext:
    """Return a context in memory that sends nothing out."""
    return gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(), analytics_enabled=False
        ),
    )


def held_source(context: EphemeralDataContext, connection: duckdb.DuckDBPyConnection) -> HeldDuckDBDatasource:
    """Add a data source over an open connection to a context."""
    source = HeldDuckDBDatasource(name="build", connection_string="duckdb://")
    source.hold(connection)
    added: HeldDuckDBDatasource = context.data_sources.add_held_duck_db(source)
    added.hold(connection)
    return added
