-- Teams: people who are ranked together. Only members are in one here; who
-- else is in its channel or group is nobody's business.
CREATE TABLE team (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL CHECK (name <> ''), -- unique, see team_name
	kind TEXT NOT NULL CHECK (kind IN ('channel', 'group', 'list')),
	chat TEXT NOT NULL DEFAULT '',    -- where the channel or group is
	source TEXT NOT NULL DEFAULT '',  -- its id there
	configured INTEGER NOT NULL CHECK (configured IN (0, 1)), -- in bot.conf
	state TEXT NOT NULL DEFAULT 'active'
		CHECK (state IN ('active', 'removed')),
	created_at INTEGER NOT NULL,
	CHECK ((kind = 'list') = (source = '')),
	CHECK ((chat = '') = (source = '')),
	CHECK (kind <> 'list' OR configured = 1)
) STRICT;
CREATE UNIQUE INDEX team_name ON team (lower(name)) WHERE state = 'active';
CREATE INDEX team_source ON team (chat, source) WHERE state = 'active';

CREATE TABLE team_member (
	team INTEGER NOT NULL REFERENCES team (id),
	member INTEGER NOT NULL REFERENCES member (id),
	PRIMARY KEY (team, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_member_member ON team_member (member, team);

-- Whoever stops taking part is in no team any more.
CREATE TRIGGER team_left AFTER UPDATE OF state ON member
	WHEN new.state IN ('left', 'forgotten')
	BEGIN DELETE FROM team_member WHERE member = new.id; END;

-- The audit is read by who did it, what it was about, and when.
CREATE INDEX audit_person ON audit (chat, person, id);
CREATE INDEX audit_about ON audit (about, id);
CREATE INDEX audit_at ON audit (at);
