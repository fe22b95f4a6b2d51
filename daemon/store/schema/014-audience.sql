-- For whom a campaign is: none of these, for everybody. A team that is removed
-- stays here, so that what was for it alone is not suddenly for all.
CREATE TABLE campaign_team (
	campaign INTEGER NOT NULL REFERENCES campaign (id),
	team INTEGER NOT NULL REFERENCES team (id),
	PRIMARY KEY (campaign, team)
) STRICT;
CREATE INDEX campaign_team_team ON campaign_team (team);
