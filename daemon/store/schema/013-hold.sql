-- Shares that somebody looks at before their points settle: why, what the
-- member says to it, and what was decided.
CREATE TABLE hold (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- in keys: never used twice
	share INTEGER NOT NULL REFERENCES share (id),
	reason TEXT NOT NULL CHECK (reason IN ('burst', 'doubtful', 'above',
		'many')),
	part INTEGER NOT NULL CHECK (part > 0), -- numbers, as suspicion.h has
	whole INTEGER NOT NULL CHECK (whole >= 0), -- them for each reason
	span INTEGER NOT NULL CHECK (span >= 0), -- ms
	opened_at INTEGER NOT NULL,
	until_at INTEGER NOT NULL         -- undecided then: released
		CHECK (until_at > opened_at),
	told_at INTEGER,                  -- when admins heard that it waits
	answer TEXT NOT NULL DEFAULT '',  -- the member's own words
	answered_at INTEGER,
	decision TEXT CHECK (decision IN ('released', 'withdrawn',
		'dropped')),              -- nothing was left to decide
	points INTEGER NOT NULL DEFAULT 0 -- that it was decided about
		CHECK (points >= 0),
	chat TEXT NOT NULL DEFAULT '',    -- who decided; '': nobody did
	person TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '',    -- to the member
	decided_at INTEGER,
	CHECK ((decision IS NULL) = (decided_at IS NULL)),
	CHECK ((answer = '') = (answered_at IS NULL)),
	CHECK (decision IS NOT NULL
		OR (chat = '' AND person = '' AND note = '' AND points = 0))
) STRICT;
CREATE UNIQUE INDEX hold_open ON hold (share) WHERE decided_at IS NULL;
CREATE INDEX hold_share ON hold (share, id);
CREATE INDEX hold_until ON hold (until_at, id) WHERE decided_at IS NULL;
CREATE INDEX hold_untold ON hold (id)
	WHERE told_at IS NULL AND decided_at IS NULL;
CREATE INDEX hold_told ON hold (told_at) WHERE told_at IS NOT NULL;
CREATE INDEX hold_person ON hold (chat, person) WHERE person <> '';

-- When the readers of a link came.
CREATE INDEX click_reader ON click (link, at) WHERE reader = 1;
