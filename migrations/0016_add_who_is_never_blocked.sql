-- Why: addresses and extensions that wrong passwords never block (SEC-03, SEC-05).
-- changes data: no

alter table company add column safe_addresses text[] not null default '{}';
alter table company add column never_blocked text[] not null default '{}';
