-- What things are about, where they go, and when.

CREATE TABLE topic (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL CHECK (name <> ''),
	folded TEXT NOT NULL UNIQUE,      -- the name in no case: text_fold()
	created_at INTEGER NOT NULL
) STRICT;

-- An item without a topic of its own has those of its campaign.
ALTER TABLE item ADD COLUMN topic INTEGER
	REFERENCES topic (id) ON DELETE SET NULL;
CREATE INDEX item_topic ON item (topic) WHERE topic IS NOT NULL;
-- What comes from the feed is about it.
ALTER TABLE feed ADD COLUMN topic INTEGER
	REFERENCES topic (id) ON DELETE SET NULL;
CREATE INDEX feed_topic ON feed (topic) WHERE topic IS NOT NULL;

CREATE TABLE campaign_topic (
	campaign INTEGER NOT NULL REFERENCES campaign (id),
	topic INTEGER NOT NULL REFERENCES topic (id) ON DELETE CASCADE,
	PRIMARY KEY (campaign, topic)
) STRICT;
CREATE INDEX campaign_topic_topic ON campaign_topic (topic);

-- Channels that get everything about a topic, whatever its campaign.
CREATE TABLE channel_topic (
	chat TEXT NOT NULL,
	place TEXT NOT NULL,
	topic INTEGER NOT NULL REFERENCES topic (id) ON DELETE CASCADE,
	PRIMARY KEY (chat, place, topic)
) STRICT;
CREATE INDEX channel_topic_topic ON channel_topic (topic);

-- What a member would rather share; none: everything alike.
CREATE TABLE member_topic (
	member INTEGER NOT NULL REFERENCES member (id),
	topic INTEGER NOT NULL REFERENCES topic (id) ON DELETE CASCADE,
	PRIMARY KEY (member, topic)
) STRICT;
CREATE INDEX member_topic_topic ON member_topic (topic);

-- What goes to a channel, and when it is left alone. Quiet hours are minutes of
-- its local day and may go over midnight.
ALTER TABLE channel ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- '': all
ALTER TABLE channel ADD COLUMN most INTEGER -- a day; NULL: as configured
	CHECK (most BETWEEN 0 AND 100);   -- 0: no limit
ALTER TABLE channel ADD COLUMN quiet_from INTEGER
	CHECK (quiet_from BETWEEN 0 AND 1439);
ALTER TABLE channel ADD COLUMN quiet_to INTEGER
	CHECK (quiet_to BETWEEN 0 AND 1439
		AND (quiet_from IS NULL) = (quiet_to IS NULL)
		AND quiet_from <> quiet_to);
ALTER TABLE channel ADD COLUMN quiet_weekend INTEGER NOT NULL DEFAULT 0
	CHECK (quiet_weekend IN (0, 1));

-- due_at is when an announcement goes out as things are; wanted_at is when it
-- was meant to, and what lies between has its reason in waits.
ALTER TABLE announcement ADD COLUMN wanted_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE announcement ADD COLUMN asked TEXT NOT NULL DEFAULT 'itself'
	CHECK (asked IN ('itself',        -- by itself, after the time to look
		'now', 'time', 'best'));  -- by an admin
ALTER TABLE announcement ADD COLUMN waits TEXT NOT NULL DEFAULT ''
	CHECK (waits IN ('',              -- for nothing but its time
		'quiet', 'limit',         -- the channel's
		'campaign')               -- paused or not begun: has no time
		AND (waits = '' OR state = 'due'));
ALTER TABLE announcement ADD COLUMN forced INTEGER NOT NULL DEFAULT 0
	CHECK (forced IN (0, 1));         -- beyond quiet hours and limit
ALTER TABLE announcement ADD COLUMN posted_at INTEGER; -- NULL: never was
UPDATE announcement SET wanted_at = due_at;
UPDATE announcement SET posted_at = due_at WHERE state = 'posted'
	OR EXISTS (SELECT 1 FROM post WHERE key = 'announce:' || announcement.id);

DROP INDEX announcement_due;
CREATE INDEX announcement_due ON announcement (due_at)
	WHERE state = 'due' AND waits <> 'campaign';
CREATE INDEX announcement_queue ON announcement (chat, place, wanted_at, id)
	WHERE state = 'due';
CREATE INDEX announcement_posted ON announcement (chat, place, posted_at)
	WHERE posted_at IS NOT NULL;
