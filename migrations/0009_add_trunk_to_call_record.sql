-- Why: a call by trunk is told from one between extensions, and by which trunk and route it went and with which tag it came is asked of
-- its record. Names are copied, as everything in a record is. Records from before stand as internal calls, which they were.
-- changes data: no

alter table call_record
    add column direction text not null default 'internal',  -- internal, outbound, inbound
    add column trunk     text not null default '',
    add column route     text not null default '',
    add column tag       text not null default '';
