-- What a member has come to, given once and never taken away.
CREATE TABLE badge (
	id INTEGER PRIMARY KEY,           -- in the order of giving
	member INTEGER NOT NULL REFERENCES member (id),
	kind TEXT NOT NULL CHECK (kind IN ('shares', 'readers', 'networks',
		'weeks')),
	needed INTEGER NOT NULL CHECK (needed > 0), -- so many of them
	at INTEGER NOT NULL,
	UNIQUE (member, kind, needed)
) STRICT;

-- When it is looked whether they have come to more; NULL: nothing is new.
ALTER TABLE member ADD COLUMN badges_at INTEGER;
CREATE INDEX member_badges ON member (badges_at)
	WHERE state = 'active' AND badges_at IS NOT NULL;
