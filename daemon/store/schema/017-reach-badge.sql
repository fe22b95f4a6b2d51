-- Who read a campaign's items through people stands apart from it: what is
-- known of links is forgotten whenever a campaign changes (link_watch), and
-- this changes with every reader. A maintained total of reach and of the
-- clicks that are not in it yet; no row: nobody.
CREATE TABLE campaign_reach (
	campaign INTEGER PRIMARY KEY REFERENCES campaign (id),
	readers INTEGER NOT NULL CHECK (readers > 0)
) STRICT;
INSERT INTO campaign_reach (campaign, readers)
	SELECT id, readers FROM campaign WHERE readers > 0;
ALTER TABLE campaign DROP COLUMN readers;

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
