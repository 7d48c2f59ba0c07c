"""What the newest reading of a report noticed without stopping: ``landing.report_notes``.

The notes stand in the events already, so the table follows from ``landing.events`` and needs no state of its own.
A reading that was refused has no notes: its reason is the report's problem.

Belongs here: notes → rows. Does not belong here: their sentences (`forms.notes`), how much they matter
(``expectations/notes.csv``).
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from pipelines.warehouse.landing_slices import with_names

TABLE = """
    create table if not exists landing.report_notes (
        report_id varchar,
        seq bigint,
        number bigint,
        code varchar,
        place varchar,
        expected varchar,
        found varchar,
        what_vi varchar,
        what_en varchar,
        next_vi varchar,
        next_en varchar
    )
"""

#: ``seq`` is the event that tells of the notes, ``number`` their order in it.
_LOAD = """
    insert into landing.report_notes
    with readings as (
        select stream[8:] as report_id, max(seq) as seq, arg_max(payload, seq) as payload
        from landing.events
        where
            type in ('ReportParsed', 'ReportRejected')
            and stream in (select 'report/' || report_id from named)
        group by stream
    ),
    noted as (
        select report_id, seq, cast(payload -> '$.notes' as json[]) as notes from readings
    ),
    numbered as (
        select report_id, seq, unnest(range(1, len(notes) + 1)) as number, unnest(notes) as note
        from noted
        where len(notes) > 0
    )
    select
        report_id,
        seq,
        number,
        coalesce(note ->> '$.code', ''),
        coalesce(note ->> '$.where', ''),
        coalesce(note ->> '$.expected', ''),
        coalesce(note ->> '$.found', ''),
        coalesce(note ->> '$.what.vi', ''),
        coalesce(note ->> '$.what.en', ''),
        coalesce(note ->> '$.next_step.vi', ''),
        coalesce(note ->> '$.next_step.en', '')
    from numbered
"""


def load_notes(connection: duckdb.DuckDBPyConnection, reports: Collection[str]) -> None:
    """Replace the notes of reports that changed.

    Args:
        connection: open on a file whose ``landing.events`` stands at W.
        reports: ids of the reports that may be otherwise than before.
    """
    connection.execute(TABLE)
    with_names(connection, "report_id", reports)
    connection.execute("delete from landing.report_notes where report_id in (select report_id from named)")
    connection.execute(_LOAD)
    connection.unregister("named")
