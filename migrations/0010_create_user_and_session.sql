-- Why: people sign in. A user belongs to a company and has roles; a role is a named set of permissions. The built-in roles are in the
-- program, so that they cannot be lost. A session and a one-time link are 256 random bits, of which only the SHA-256 is kept.
-- changes data: no

create table app_role (
    company     uuid not null references company,
    name        text not null check (name <> ''),
    permissions text[] not null,
    primary key (company, name)
);

create table app_user (
    id           uuid primary key,
    company      uuid not null references company,
    login        text not null check (login <> '' and login = lower(login)),
    name         text not null,
    email        text not null,
    language     text not null,
    roles        text[] not null,                         -- names: built-in ones and those of app_role
    enabled      boolean not null,
    password     text,                                    -- algorithm$iterations$salt$hash; null until the person has set one
    created_at   timestamptz not null default now(),
    signed_in_at timestamptz,
    unique (company, login)
);

create table app_session (
    hash       bytea primary key check (length(hash) = 32),
    id         uuid not null unique,                      -- what its owner knows it by in a list
    app_user   uuid not null references app_user on delete cascade,
    company    uuid not null references company,
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    address    text not null,
    client     text not null                              -- the browser, as it names itself
);

create index app_session_user on app_session (app_user);

-- A used link is deleted. Without a user it is the link that makes the first administrator.
create table one_time_link (
    hash       bytea primary key check (length(hash) = 32),
    app_user   uuid references app_user on delete cascade,
    expires_at timestamptz not null
);
