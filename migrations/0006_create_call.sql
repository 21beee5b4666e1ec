-- Why: finished calls, their legs and their records. All three are partitioned by month of the call's id, which is time-ordered
-- (UUIDv7), so that years of records stay quick and old months go away whole. Names and numbers are copied: a record does not
-- change when an extension does. Months are made by the program, ahead of time and whenever a row needs one.
-- changes data: no

create table call (
    id              uuid primary key,
    company         uuid not null,
    node            uuid not null,
    linked_id       uuid not null,      -- the first of the calls that grew out of each other; its own id when alone
    protocol_number text,               -- what the caller was told, when he was told one
    started_at      timestamptz not null,
    answered_at     timestamptz,
    ended_at        timestamptz not null
) partition by range (id);

create table leg (
    call_id          uuid not null,
    number           smallint not null, -- from 1, the originating leg
    leg_id           uuid not null,
    company          uuid not null,
    side             text not null,
    party            text not null,
    sip_call_id      text not null,
    remote_address   text not null,
    user_agent       text not null,
    codec            text not null,
    started_at       timestamptz not null,
    ringing_at       timestamptz,
    answered_at      timestamptz,
    ended_at         timestamptz not null,
    sip_status       integer not null,
    packets_received bigint not null,
    packets_sent     bigint not null,
    packets_lost     bigint not null,
    jitter_ms        double precision not null,
    primary key (call_id, leg_id)
) partition by range (call_id);

create table call_record (
    call_id      uuid not null,
    segment      smallint not null,
    company      uuid not null,
    from_number  text not null,
    from_name    text not null,
    dialled      text not null,
    to_number    text not null,
    to_name      text not null,
    class        text not null,
    started_at   timestamptz not null,
    ringing_at   timestamptz,
    answered_at  timestamptz,
    ended_at     timestamptz not null,
    talk_ms      bigint not null,
    total_ms     bigint not null,
    result       text not null,
    ended_by     text not null,
    sip_status   integer not null,
    q850_cause   integer not null,
    reason       text,
    plan_reasons text[] not null,
    primary key (call_id, segment)
) partition by range (call_id);

-- Newest first within a company; by each of the three numbers. A number comes from the network and may be as long as a message,
-- an index row may not: its first 64 characters find it.
create index call_record_company on call_record (company, call_id);
create index call_record_from on call_record (company, left(from_number, 64), call_id);
create index call_record_dialled on call_record (company, left(dialled, 64), call_id);
create index call_record_to on call_record (company, left(to_number, 64), call_id);

create trigger call_record_stands before update on call_record
    for each row execute function rows_stand();
