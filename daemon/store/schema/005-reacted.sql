-- On which message, by the platform's id, the member asked for the kit with a
-- reaction, and when: where reactions were not heard of one by one, whose is
-- not there any more took it back.
ALTER TABLE kit ADD COLUMN reacted_to TEXT;
ALTER TABLE kit ADD COLUMN reacted_at INTEGER;
