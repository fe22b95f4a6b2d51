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
