-- Why: the way out of a company and the way in: trunks to operators, routes by which numbers go over them, redirects by which called
-- numbers come in. A trunk's password is used as it is towards the operator, so it is encrypted itself, bound to table, column and id.
-- changes data: no

-- Numbers with this area code (DDD) are local; without one, every number with an area code is long distance.
alter table company add column area_code text check (area_code ~ '^[1-9][1-9]$');

create table trunk (
    id               uuid primary key,
    company          uuid not null references company,
    name             text not null,
    enabled          boolean not null,
    host             text not null,
    port             integer not null check (port between 1 and 65535),
    transport        text not null check (transport in ('udp', 'tcp')),
    register         boolean not null,
    register_seconds integer not null check (register_seconds > 0),
    login            text not null,
    password         text,
    from_domain      text not null,
    identify_by      text not null check (identify_by in ('address', 'credentials')),
    addresses        text[] not null,
    max_calls        integer not null check (max_calls >= 0),
    caller_id        text not null,
    nat              boolean not null,
    codecs           text[] not null,
    timeout_seconds  smallint not null check (timeout_seconds > 0),
    check_seconds    smallint not null check (check_seconds >= 0),
    unique (company, name)
);

-- trunks are names: a trunk is known by its name, which never changes, and the order counts.
create table route (
    id             uuid primary key,
    company        uuid not null references company,
    name           text not null,
    active         boolean not null,
    direction      text not null check (direction in ('outbound', 'inbound')),
    pattern        text not null check (pattern <> ''),
    "order"        smallint not null check ("order" > 0),
    check_class    boolean not null,
    class          text,
    record         boolean not null,
    trunks         text[] not null,
    strip          smallint not null check (strip >= 0),
    prefix         text not null,
    suffix         text not null,
    false_ringback boolean not null,
    unique (company, name)
);

create table redirect (
    id               uuid primary key,
    company          uuid not null references company,
    did              text not null,
    name             text not null,
    tag              text not null,
    destination_kind text not null,
    destination      text not null,
    unique (company, did)
);
