-- What all want to reach together: so many readers, and what happens then.
ALTER TABLE campaign ADD COLUMN milestone INTEGER -- distinct readers; NULL:
	CHECK (milestone > 0);            -- none
ALTER TABLE campaign ADD COLUMN promise TEXT NOT NULL DEFAULT ''; -- in words
ALTER TABLE campaign ADD COLUMN milestone_at INTEGER NOT NULL DEFAULT 0;
                                          -- looked at again from then on
ALTER TABLE campaign ADD COLUMN reached INTEGER NOT NULL DEFAULT 0; -- the
                                          -- highest that was said to be
ALTER TABLE campaign ADD COLUMN reached_at INTEGER; -- when that was

-- Who read a campaign's items through people stands apart from it: what is
-- known of links is forgotten whenever a campaign changes (link_watch), and
-- this changes with every reader. A maintained total of reach and of the
-- clicks that are not in it yet; no row: nobody.
CREATE TABLE campaign_reach (
	campaign INTEGER PRIMARY KEY REFERENCES campaign (id),
	readers INTEGER NOT NULL CHECK (readers > 0)
) STRICT;
INSERT INTO campaign_reach (campaign, readers)
	SELECT i.campaign, sum(r.readers)
	FROM reach_now r JOIN item i ON i.id = r.item
	WHERE r.network <> '' AND i.campaign IS NOT NULL
	GROUP BY i.campaign HAVING sum(r.readers) > 0;
