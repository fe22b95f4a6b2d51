-- What a campaign is for is its why, as that of an item is; its goal is what
-- follows.
ALTER TABLE campaign RENAME COLUMN goal TO why;

-- A goal of everybody's: so many readers, and what happens then.
ALTER TABLE campaign ADD COLUMN goal INTEGER -- distinct readers; NULL: none
	CHECK (goal > 0);
ALTER TABLE campaign ADD COLUMN promise TEXT NOT NULL DEFAULT ''; -- in words
ALTER TABLE campaign ADD COLUMN goal_at INTEGER NOT NULL DEFAULT 0; -- looked
                                          -- at again from then on
ALTER TABLE campaign ADD COLUMN reached INTEGER NOT NULL DEFAULT 0; -- the
                                          -- highest goal that was said to be
ALTER TABLE campaign ADD COLUMN reached_at INTEGER; -- when that was

-- Who read its items through people, a maintained total of reach and of the
-- clicks that are not in it yet.
ALTER TABLE campaign ADD COLUMN readers INTEGER NOT NULL DEFAULT 0
	CHECK (readers >= 0);
UPDATE campaign SET readers = coalesce((SELECT sum(r.readers)
	FROM reach_now r JOIN item i ON i.id = r.item
	WHERE i.campaign = campaign.id AND r.network <> ''), 0);
