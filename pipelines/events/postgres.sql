-- The event log in PostgreSQL: one table that only grows, and the one function that writes to it.
--
-- Positions are given under a transaction-level advisory lock that is held until the commit is visible, so that seq
-- equals commit order (an identity column does not: a tailing reader would miss events). The hash is computed here,
-- over the same netstrings as pipelines/events/chain.py, so that an append is one round trip under the lock.
CREATE SCHEMA IF NOT EXISTS thads_log;

CREATE TABLE IF NOT EXISTS thads_log.events (
    seq bigint PRIMARY KEY,
    stream text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    event_id bytea NOT NULL UNIQUE,
    type text NOT NULL,
    schema_version integer NOT NULL,
    recorded_at bigint NOT NULL,
    valid_from text,
    valid_to text,
    actor text NOT NULL,
    cause text,
    payload text NOT NULL,
    hash bytea NOT NULL,
    UNIQUE (stream, version)
);
COMMENT ON COLUMN thads_log.events.recorded_at IS 'microseconds since 1970-01-01 UTC';
COMMENT ON COLUMN thads_log.events.payload IS 'canonical JSON, exactly as hashed';

CREATE OR REPLACE FUNCTION thads_log.refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'events are only appended, never changed (% refused)', TG_OP;
END
$body$;

CREATE OR REPLACE TRIGGER events_are_never_changed
BEFORE UPDATE OR DELETE OR TRUNCATE ON thads_log.events
FOR EACH STATEMENT EXECUTE FUNCTION thads_log.refuse();

CREATE OR REPLACE FUNCTION thads_log.netstring(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT coalesce(octet_length(value)::text || ':' || value, '-')
$body$;

-- Appends a batch of distinct events. When some are known, nothing is written unless skip_known says so and all of
-- them are known with the same content: the caller gets what is known (is_new = false) and decides.
-- SQLSTATE TH409: a stream is not at the expected version.
CREATE OR REPLACE FUNCTION thads_log.append(
    streams text[],
    event_ids bytea[],
    types text[],
    schema_versions integer[],
    valid_froms text[],
    valid_tos text[],
    actors text[],
    causes text[],
    payloads text[],
    expected_versions bigint[],
    skip_known boolean,
    clock bigint
) RETURNS TABLE (
    is_new boolean,
    event_id bytea,
    seq bigint,
    version bigint,
    recorded_at bigint,
    hash bytea,
    type text,
    schema_version integer,
    valid_from text,
    valid_to text,
    payload text
) LANGUAGE plpgsql SET synchronous_commit = 'on' AS $body$
#variable_conflict use_column
DECLARE
    offered record;
    known_count bigint;
    differing bigint;
    last_seq bigint := 0;
    last_hash bytea := decode(repeat('00', 32), 'hex');
    last_time bigint := 0;
    stream_version bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(6073180463981298756);  -- any number that is this log's own

    SELECT count(*), count(*) FILTER (WHERE
        (e.payload, e.valid_from, e.valid_to) IS DISTINCT FROM (o.payload, o.valid_from, o.valid_to))
    INTO known_count, differing
    FROM unnest(event_ids, payloads, valid_froms, valid_tos) AS o (event_id, payload, valid_from, valid_to)
    JOIN thads_log.events AS e ON e.event_id = o.event_id;

    IF known_count > 0 THEN
        RETURN QUERY
        SELECT false, e.event_id, e.seq, e.version, e.recorded_at, e.hash, e.type, e.schema_version,
               e.valid_from, e.valid_to, e.payload
        FROM thads_log.events AS e WHERE e.event_id = ANY (event_ids);
        IF NOT skip_known OR differing > 0 THEN
            RETURN;
        END IF;
    END IF;

    SELECT e.seq, e.hash, e.recorded_at INTO last_seq, last_hash, last_time
    FROM thads_log.events AS e ORDER BY e.seq DESC LIMIT 1;
    IF NOT FOUND THEN
        last_seq := 0;
        last_hash := decode(repeat('00', 32), 'hex');
        last_time := 0;
    END IF;
    last_time := greatest(
        coalesce(clock, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint), last_time);

    FOR offered IN
        SELECT o.*
        FROM unnest(streams, event_ids, types, schema_versions, valid_froms, valid_tos, actors, causes, payloads,
                    expected_versions) WITH ORDINALITY
             AS o (stream, event_id, type, schema_version, valid_from, valid_to, actor, cause, payload, expected,
                   place)
        WHERE known_count = 0
           OR NOT EXISTS (SELECT 1 FROM thads_log.events AS e WHERE e.event_id = o.event_id)
        ORDER BY o.place
    LOOP
        SELECT coalesce(max(e.version), 0) INTO stream_version
        FROM thads_log.events AS e WHERE e.stream = offered.stream;
        IF offered.expected IS NOT NULL AND offered.expected <> stream_version THEN
            RAISE EXCEPTION 'stale version' USING ERRCODE = 'TH409',
                DETAIL = jsonb_build_array(offered.stream, offered.expected, stream_version)::text;
        END IF;
        last_seq := last_seq + 1;
        stream_version := stream_version + 1;
        last_hash := sha256(last_hash || convert_to(
            thads_log.netstring(last_seq::text)
            || thads_log.netstring(offered.stream)
            || thads_log.netstring(stream_version::text)
            || thads_log.netstring(encode(offered.event_id, 'hex'))
            || thads_log.netstring(offered.type)
            || thads_log.netstring(offered.schema_version::text)
            || thads_log.netstring(last_time::text)
            || thads_log.netstring(offered.valid_from)
            || thads_log.netstring(offered.valid_to)
            || thads_log.netstring(offered.actor)
            || thads_log.netstring(offered.cause)
            || thads_log.netstring(offered.payload), 'UTF8'));
        INSERT INTO thads_log.events AS e VALUES (
            last_seq, offered.stream, stream_version, offered.event_id, offered.type, offered.schema_version,
            last_time, offered.valid_from, offered.valid_to, offered.actor, offered.cause, offered.payload,
            last_hash);
        RETURN QUERY SELECT true, offered.event_id, last_seq, stream_version, last_time, last_hash, offered.type,
            offered.schema_version, offered.valid_from, offered.valid_to, offered.payload;
    END LOOP;
END
$body$;
