"""When each observation was in the marts: ``landing.stays``.

Observations of a report that stand in the same readings come and go together, so a stay is kept once for all of them
(``stay_key`` is the set of readings). Only a figure that people decided about has stays of its own (``stay_key`` is
its observation id).

Belongs here: acceptances, readings, cuts and decisions → spans of time. Does not belong here: those tables
themselves (`landing_status`, `landing_readings`, `landing_figures`).
"""

from __future__ import annotations

import duckdb

#: A stay goes on while spans follow each other without a gap: readings that were accepted, until people said
#: otherwise, and decisions while their report is in the marts.
STAYS = """
    create or replace table landing.stays as
    with members as (
        select report_id, readings, readings as stay_key from landing.report_readings where readings != ''
        union all
        select report_id, readings, observation_id as stay_key from landing.figure_observations where readings != ''
    ),
    numbered as (
        select report_id, stay_key, unnest(string_split(readings, '+'))::integer as number from members
    ),
    spans as (
        select
            numbered.report_id,
            numbered.stay_key,
            acceptances.known_from,
            least(coalesce(acceptances.known_to, 'infinity'), coalesce(cuts.cut_at, 'infinity')) as known_to
        from numbered
        inner join landing.readings using (report_id, number)
        inner join landing.acceptances using (report_id, facts_sha256)
        left join landing.figure_cuts as cuts
            on numbered.report_id = cuts.report_id and numbered.stay_key = cuts.observation_id
        union all
        select
            decisions.report_id,
            decisions.observation_id as stay_key,
            greatest(acceptances.known_from, decisions.recorded_at) as known_from,
            least(coalesce(acceptances.known_to, 'infinity'), coalesce(decisions.ended_at, 'infinity')) as known_to
        from landing.figure_decisions as decisions
        inner join landing.acceptances using (report_id)
        where decisions.observation_id is not null
    ),
    begins as (
        select
            *,
            coalesce(
                known_from > max(known_to) over (
                    partition by report_id, stay_key order by known_from, known_to
                    rows between unbounded preceding and 1 preceding
                ),
                true
            ) as is_begin
        from spans
        where known_from < known_to
    ),
    stays as (
        select
            *,
            sum(is_begin::integer) over (partition by report_id, stay_key order by known_from, known_to) as stay
        from begins
    )
    select
        report_id,
        stay_key,
        stay::integer as stay,
        min(known_from) as known_from,
        nullif(max(known_to), 'infinity'::timestamp) as known_to
    from stays
    group by report_id, stay_key, stay
"""


def load_stays(connection: duckdb.DuckDBPyConnection) -> None:
    """Work out the stays anew; they are few, however many observations share them."""
    connection.execute(STAYS)
