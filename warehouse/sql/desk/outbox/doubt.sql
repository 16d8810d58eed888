-- A sender that died left these: taken by the relay or not, nobody knows.
update outbox set state = 'unknown', reply = 'the sender ended while handing it over' where state = 'sending'
