-- Where content comes from, and what is decided of it.

-- A feed is written in the configuration or was made in chat; each can be
-- paused in chat. Of its new entries at most so many a day go their way by
-- themselves: taken of them did on that day (of the programme's zone).
ALTER TABLE feed ADD COLUMN source TEXT NOT NULL DEFAULT 'config'
	CHECK (source IN ('config', 'chat'));
ALTER TABLE feed ADD COLUMN paused INTEGER NOT NULL DEFAULT 0
	CHECK (paused IN (0, 1));
ALTER TABLE feed ADD COLUMN most INTEGER NOT NULL DEFAULT 10
	CHECK (most BETWEEN 1 AND 1000);
ALTER TABLE feed ADD COLUMN day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN taken INTEGER NOT NULL DEFAULT 0
	CHECK (taken >= 0);
DROP INDEX feed_next;
CREATE INDEX feed_next ON feed (next_at) WHERE active = 1 AND paused = 0;
CREATE INDEX item_feed ON item (feed) WHERE feed IS NOT NULL;

-- Feeds that somebody wants to look into before they are added; gone once
-- they were read.
CREATE TABLE feed_test (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- part of an event's key
	url TEXT NOT NULL,
	chat TEXT NOT NULL,               -- who is told
	person TEXT NOT NULL
) STRICT;

-- How an item came in, and what was decided of it. What is in state 'review'
-- waits for that; without a row nobody was asked about it in particular.
CREATE TABLE review (
	item INTEGER PRIMARY KEY REFERENCES item (id),
	source TEXT NOT NULL CHECK (source IN ('feed', 'admin', 'content',
		'suggestion')),
	held INTEGER NOT NULL DEFAULT 0   -- above its feed's most a day: it
		CHECK (held IN (0, 1)),   -- waits whatever the feed's mode
	round INTEGER NOT NULL DEFAULT 0 CHECK (round >= 0), -- asked so often
	snoozed_until INTEGER,            -- asked again then
	decision TEXT CHECK (decision IN ('approved', 'rejected')),
	chat TEXT NOT NULL DEFAULT '',    -- who decided, or snoozed it
	person TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '',    -- to who suggested it
	decided_at INTEGER,
	CHECK ((decision IS NULL) = (decided_at IS NULL)),
	CHECK (decision IS NULL OR snoozed_until IS NULL)
) STRICT;
CREATE INDEX review_snoozed ON review (snoozed_until)
	WHERE snoozed_until IS NOT NULL;
CREATE INDEX review_person ON review (chat, person) WHERE person <> '';

-- Who suggested an item: a member, who hears what becomes of it. Of others
-- nothing is kept.
CREATE TABLE suggestion (
	id INTEGER PRIMARY KEY,
	item INTEGER NOT NULL REFERENCES item (id),
	member INTEGER REFERENCES member (id), -- NULL: no member, or forgotten
	at INTEGER NOT NULL,
	UNIQUE (item, member)
) STRICT;
CREATE INDEX suggestion_member ON suggestion (member)
	WHERE member IS NOT NULL;

-- How much was suggested lately, by keyed hash of who, for a day.
CREATE TABLE suggested (
	account BLOB PRIMARY KEY,
	count INTEGER NOT NULL CHECK (count > 0),
	since INTEGER NOT NULL
) STRICT;
CREATE INDEX suggested_since ON suggested (since);

-- What the content webhook answered, by Idempotency-Key, so that the same key
-- gets the same answer.
CREATE TABLE delivery (
	key TEXT PRIMARY KEY,
	posted BLOB NOT NULL,             -- hash of what was posted
	status INTEGER NOT NULL,
	answer TEXT NOT NULL,             -- JSON
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX delivery_at ON delivery (at);
