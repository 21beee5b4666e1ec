-- Why: people look for calls in one box, by a part of a number, a name or a tag, and by how and which way calls went; the first page of a
-- million records has to come at once. The column holds what is searched, in small letters and without accents, each part between
-- spaces; pg_trgm (of PostgreSQL's own distribution, no superuser needed) finds any three letters of it. Columns that a page is
-- narrowed by have an index in the order of the page.
-- changes data: no

create extension if not exists pg_trgm;

-- What both the column and what is looked for go through. A part counts with its first 128 characters, for numbers come from the network.
create function search_text(part text) returns text
    language sql immutable strict parallel safe
    return lower(translate(left(part, 128),
        'ÁÀÂÃÄÅáàâãäåÉÈÊËéèêëÍÌÎÏíìîïÓÒÔÕÖóòôõöÚÙÛÜúùûüÇçÑñÝýÿ',
        'AAAAAAaaaaaaEEEEeeeeIIIIiiiiOOOOOoooooUUUUuuuuCcNnYyy'));

alter table call_record add column search text not null generated always as (
    ' ' || search_text(from_number) || ' ' || search_text(from_name) || ' ' || search_text(dialled) || ' ' || search_text(to_number)
    || ' ' || search_text(to_name) || ' ' || search_text(tag) || ' ') stored;

create index call_record_search on call_record using gin (search gin_trgm_ops);
create index call_record_result on call_record (company, result, call_id);
create index call_record_direction on call_record (company, direction, call_id);
create index call_record_trunk on call_record (company, trunk, call_id);
