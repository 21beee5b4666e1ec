-- Why: with port 0 a trunk's host is a domain, whose servers are found by the DNS (RFC 3263).
-- changes data: no

alter table trunk drop constraint trunk_port_check;
alter table trunk add constraint trunk_port_check check (port between 0 and 65535);
