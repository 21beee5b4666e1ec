-- Why: each node carries its journal into this database. Its row says which process may do so and how far it has come, and is
-- changed in the same transaction as the rows that are carried: exactly once, whatever fails in between.
-- changes data: no

create table node (
    id                 uuid primary key,
    name               text not null,
    incarnation        uuid not null,                     -- the process that may move the cursor
    epoch              bigint not null check (epoch > 0), -- grows with each registration
    cursor             bigint not null default 0,         -- sequence of the last fact carried
    cursor_incarnation uuid,                              -- of the process that wrote that fact
    lease_until        timestamptz not null,
    version            text not null,
    started_at         timestamptz not null
);
