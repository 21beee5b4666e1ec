-- Why: who changed what and when, so that it can be proven later. Each row holds the hash of the one before it; the head is
-- kept apart, so that the loss of the last rows shows too. Rows are only ever added.
-- changes data: no

create table audit (
    number        bigint primary key check (number > 0),  -- without gaps
    at            timestamptz not null,
    actor         text not null,
    company       text not null,                          -- names are copied: the row outlives what it tells of
    kind          text not null,
    key           text not null,
    action        text not null,
    before        json,                                   -- json, not jsonb: the hash is over the text as it was
    after         json,
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash          bytea not null check (length(hash) = 32)
);

create index audit_record on audit (company, kind, key, number);

create table audit_head (
    only_row boolean primary key default true check (only_row),
    number   bigint not null,
    hash     bytea not null
);

insert into audit_head (number, hash) values (0, decode(repeat('00', 32), 'hex'));

create function rows_stand() returns trigger language plpgsql as $$
begin
    raise exception 'rows of table % are not changed once written', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger audit_stands before update or delete on audit
    for each row execute function rows_stand();
create trigger audit_is_not_emptied before truncate on audit
    for each statement execute function rows_stand();
