-- Why: who guesses passwords has to wait, also after a restart. A row is a login together with the network that it was tried from, or a
-- network alone; which one, only its hash tells: a login that is not there may be a password typed in the wrong field. Over after an hour.
-- changes data: no

create table sign_in_failure (
    id          uuid primary key,                         -- the first half of a SHA-256
    failures    integer not null,
    last_at     timestamptz not null,
    waits_until timestamptz not null                      -- the next attempt is refused until then
);
