-- Why: programs sign in with a key. It has 256 random bits, so a plain SHA-256 of it is enough to find it and useless to a thief.
-- changes data: no

create table api_key (
    id         uuid primary key,
    company    uuid not null references company,
    name       text not null,
    hash       bytea not null unique check (length(hash) = 32),
    scopes     text[] not null,
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);

-- A name may be given again once its key has been revoked; the revoked one stays for the audit.
create unique index api_key_name on api_key (company, name) where revoked_at is null;
