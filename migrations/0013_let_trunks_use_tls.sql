-- Why: a trunk may go over TLS.
-- changes data: no

alter table trunk drop constraint trunk_transport_check;
alter table trunk add constraint trunk_transport_check check (transport in ('udp', 'tcp', 'tls'));
