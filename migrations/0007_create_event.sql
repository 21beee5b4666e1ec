-- Why: the journal's facts as they were, for a call's story, reports and recovery. The key is the journal's own, so a fact that
-- is carried twice is one row. Partitioned by day: days that are over their time are dropped whole.
-- changes data: no

create table event (
    day            date not null,       -- of "at", UTC
    node           uuid not null,
    incarnation    uuid not null,
    sequence       bigint not null,
    at             timestamptz not null,
    monotonic      bigint not null,     -- 100 ns of the writing process's clock
    type           integer not null,
    version        integer not null,
    company        uuid not null,
    stream         uuid not null,       -- the call, the binding, the agent
    stream_version bigint not null,
    cause          bigint not null,     -- sequence of the fact that caused it, or 0
    payload        jsonb not null,
    primary key (day, node, incarnation, sequence)
) partition by range (day);

create index event_stream on event (stream, sequence);

-- What could not be carried, byte for byte, and why. Nothing waits for it; someone has to look at it.
create table quarantine (
    node           uuid not null,
    incarnation    uuid not null,
    sequence       bigint not null,
    part           text not null,       -- event: the fact itself; record: the call record in it
    at             timestamptz not null,
    type           integer not null,
    version        integer not null,
    company        uuid not null,
    stream         uuid not null,
    payload        bytea not null,
    reason         text not null,
    quarantined_at timestamptz not null default now(),
    primary key (node, incarnation, sequence, part)
);
