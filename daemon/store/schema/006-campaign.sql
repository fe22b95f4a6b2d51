-- What a campaign says for itself, and how its budget was changed.
ALTER TABLE campaign ADD COLUMN networks TEXT NOT NULL DEFAULT ''; -- names,
                                      -- a blank between; '': all there are
ALTER TABLE campaign ADD COLUMN captions TEXT NOT NULL DEFAULT 'free'
	CHECK (captions IN ('free',       -- people may write their own words
		'given'));                -- only the texts of its items
ALTER TABLE campaign ADD COLUMN tone TEXT NOT NULL DEFAULT ''; -- a hint
ALTER TABLE campaign ADD COLUMN paused_until INTEGER
	CHECK (paused_until IS NULL OR state = 'paused'); -- NULL: until resumed

-- Rules of its own; NULL: the programme's.
ALTER TABLE campaign ADD COLUMN share_points INTEGER
	CHECK (share_points BETWEEN 0 AND 10000);
ALTER TABLE campaign ADD COLUMN again_points INTEGER
	CHECK (again_points BETWEEN 0 AND 10000);
ALTER TABLE campaign ADD COLUMN readers_needed INTEGER
	CHECK (readers_needed BETWEEN 1 AND 1000);
ALTER TABLE campaign ADD COLUMN cap_day INTEGER -- of it alone; 0: no cap
	CHECK (cap_day BETWEEN 0 AND 1000000);
ALTER TABLE campaign ADD COLUMN cap_item INTEGER
	CHECK (cap_item BETWEEN 0 AND 1000000);
ALTER TABLE campaign ADD COLUMN cap_campaign INTEGER
	CHECK (cap_campaign BETWEEN 0 AND 1000000);

-- What admins were told of the end of its budget since it was last changed.
ALTER TABLE campaign ADD COLUMN budget_told INTEGER NOT NULL DEFAULT 0
	CHECK (budget_told IN (0,         -- nothing
		1,                        -- that a tenth is left
		2));                      -- that nothing is left
ALTER TABLE campaign ADD COLUMN budget_changes INTEGER NOT NULL DEFAULT 0;

CREATE INDEX campaign_state ON campaign (state, id);
CREATE INDEX campaign_unpause ON campaign (paused_until)
	WHERE state = 'paused' AND paused_until IS NOT NULL;
CREATE INDEX award_pending ON award (campaign, points)
	WHERE state = 'pending';
