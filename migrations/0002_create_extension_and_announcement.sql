-- Why: the dialable numbers of a company. Secrets (HA1 counts as one, RFC 7616 5.7) are encrypted with a key outside the
-- database and bound to table, column and id, so that a row copied elsewhere opens nothing.
-- changes data: no

create table extension (
    id                uuid primary key,
    company           uuid not null references company,
    number            text not null,
    name              text not null,
    md5_ha1           text,
    sha256_ha1        text,
    offer_sha256      boolean not null,
    class_of_service  text[] not null,
    pickup_groups     text[] not null,
    can_pickup        text[] not null,
    record            boolean not null,
    max_registrations smallint not null check (max_registrations > 0),
    max_calls         smallint not null check (max_calls > 0),
    ring_seconds      smallint not null check (ring_seconds > 0),
    unique (company, number)
);

create table announcement (
    id       uuid primary key,
    company  uuid not null references company,
    number   text not null,
    name     text not null,
    prompt   text not null,
    language text not null,
    unique (company, number)
);

-- Phones register at the domain and their hashes hold the realm: once there are phones, both stand.
create function company_identity_stands() returns trigger language plpgsql as $$
begin
    if (new.domain <> old.domain or new.realm <> old.realm) and exists (select from extension where company = old.id) then
        raise exception 'domain and realm of company "%" cannot change: it has extensions', old.name using errcode = 'restrict_violation';
    end if;
    return new;
end $$;

create trigger company_identity_stands before update on company
    for each row execute function company_identity_stands();
