-- Why: an audit that says who did what must also say from which address and by which function of the system. The rows that are there
-- already were hashed without these, so each row says by which rule its hash was made.
-- changes data: no

alter table audit
    add column format  smallint not null default 1,
    add column address text not null default '',          -- IP address, or "socket" for the command line
    add column through text not null default '',          -- method and address of the API
    add column email   text not null default '';

create index audit_company on audit (company, number desc);
