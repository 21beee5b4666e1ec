-- Why: everything on the system belongs to a company, so that numbers, phones and records of one do not exist for another.
-- changes data: no

create table company (
    id           uuid primary key,                        -- UUIDv7, never reused
    name         text not null unique,
    domain       text not null unique check (domain = lower(domain)),
    realm        text not null check (realm <> ''),       -- opaque; every stored password hash holds it
    time_zone    text,                                    -- IANA name; null: the system's
    offer_sha256 boolean not null default false,
    created_at   timestamptz not null default now()
);

-- One row for each change of the site. The newest is the version in force; a listener that missed a notification finds it here.
create table site_version (
    version    bigint primary key check (version > 0),
    changed_at timestamptz not null default now(),
    actor      text not null,
    changes    integer not null
);
