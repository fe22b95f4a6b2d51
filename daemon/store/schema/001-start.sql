-- The store of advocated. Times are milliseconds since 1970 UTC, days are
-- days since 1970 UTC. Standard enough for SQLite 3.40 and PostgreSQL 15,
-- save for STRICT and the triggers at the end.

-- What the daemon must remember about itself.
CREATE TABLE meta (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

-- How far the store's own upkeep has come.
CREATE TABLE mark (
	name TEXT PRIMARY KEY CHECK (name IN (
		'clicks_folded',          -- id of the last click in reach
		'rolled_to')),            -- first day after last7 and last30
	number INTEGER NOT NULL
) STRICT;
INSERT INTO mark (name, number) VALUES
	('clicks_folded', 0), ('rolled_to', 0);

-- People ------------------------------------------------------------------

-- Someone who said yes. After "forget" the row stays as a tombstone without
-- anything personal, so that the ledger stays whole.
CREATE TABLE member (
	id INTEGER PRIMARY KEY,
	state TEXT NOT NULL
		CHECK (state IN ('active', 'paused', 'left', 'forgotten')),
	name TEXT,                        -- as shown in chat
	language TEXT,                    -- BCP 47
	zone TEXT,                        -- IANA
	mastodon TEXT,                    -- their server, asked once
	hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
	paused_until INTEGER,             -- NULL: until they resume
	joined_at INTEGER NOT NULL,
	CHECK ((state = 'forgotten') = (name IS NULL)),
	CHECK (state <> 'forgotten' OR (mastodon IS NULL AND zone IS NULL
		AND language IS NULL AND paused_until IS NULL))
) STRICT;
CREATE INDEX member_active ON member (id) WHERE state = 'active';
CREATE INDEX member_pause ON member (paused_until)
	WHERE state = 'paused' AND paused_until IS NOT NULL;

-- Which account on which chat is which member.
CREATE TABLE identity (
	chat TEXT NOT NULL,
	person TEXT NOT NULL,             -- the platform's id
	member INTEGER NOT NULL REFERENCES member (id),
	PRIMARY KEY (chat, person)
) STRICT;
CREATE INDEX identity_member ON identity (member);

-- What was consented to and when; 'withdrawn' when they left.
CREATE TABLE consent (
	id INTEGER PRIMARY KEY,
	member INTEGER NOT NULL REFERENCES member (id),
	answer TEXT NOT NULL CHECK (answer IN ('given', 'withdrawn')),
	version INTEGER NOT NULL,
	language TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_member ON consent (member);

-- When they paused, so that a holiday does not break a row of weeks.
CREATE TABLE pause (
	id INTEGER PRIMARY KEY,
	member INTEGER NOT NULL REFERENCES member (id),
	started_at INTEGER NOT NULL,
	ended_at INTEGER                  -- NULL: not over
) STRICT;
CREATE INDEX pause_member ON pause (member, started_at);

-- Someone who was asked and is not a member: only a keyed hash of who.
CREATE TABLE stranger (
	hash BLOB PRIMARY KEY,
	answer TEXT NOT NULL CHECK (answer IN ('asked', 'no')),
	at INTEGER NOT NULL
) STRICT;

-- Content -----------------------------------------------------------------

CREATE TABLE campaign (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,               -- unique, see campaign_name
	goal TEXT NOT NULL DEFAULT '',    -- in words
	state TEXT NOT NULL
		CHECK (state IN ('draft', 'running', 'paused', 'closed')),
	disclosure TEXT NOT NULL DEFAULT '', -- '': the company's
	starts_at INTEGER,
	ends_at INTEGER,
	created_at INTEGER NOT NULL,
	given INTEGER NOT NULL DEFAULT 0  -- maintained total of its awards'
		CHECK (given >= 0)        -- points, less what was given back
) STRICT;
CREATE UNIQUE INDEX campaign_name ON campaign (lower(name));
CREATE INDEX campaign_start ON campaign (starts_at)
	WHERE state = 'draft' AND starts_at IS NOT NULL;
CREATE INDEX campaign_finish ON campaign (ends_at)
	WHERE state IN ('running', 'paused') AND ends_at IS NOT NULL;

CREATE TABLE campaign_channel (
	campaign INTEGER NOT NULL REFERENCES campaign (id),
	chat TEXT NOT NULL,
	place TEXT NOT NULL,
	PRIMARY KEY (campaign, chat, place)
) STRICT;

CREATE TABLE feed (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	url TEXT NOT NULL,
	campaign INTEGER NOT NULL REFERENCES campaign (id),
	mode TEXT NOT NULL CHECK (mode IN ('auto', 'review')),
	interval INTEGER NOT NULL CHECK (interval >= 1000), -- ms
	active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
	seeded INTEGER NOT NULL DEFAULT 0 CHECK (seeded IN (0, 1)), -- read once
	etag TEXT,
	modified TEXT,
	next_at INTEGER NOT NULL,
	read_at INTEGER,
	failures INTEGER NOT NULL DEFAULT 0,
	trouble TEXT                      -- the last failure in words
) STRICT;
CREATE INDEX feed_next ON feed (next_at) WHERE active = 1;

CREATE TABLE item (
	id INTEGER PRIMARY KEY,
	campaign INTEGER NOT NULL REFERENCES campaign (id),
	feed INTEGER REFERENCES feed (id), -- NULL: added by an admin
	url TEXT NOT NULL,
	canonical TEXT NOT NULL UNIQUE,   -- prevents duplicates
	state TEXT NOT NULL CHECK (state IN ('reading', 'review', 'ready',
		'announced', 'retracted', 'expired', 'rejected')),
	title TEXT NOT NULL DEFAULT '',
	summary TEXT NOT NULL DEFAULT '',
	why TEXT NOT NULL DEFAULT '',     -- why share
	image TEXT NOT NULL DEFAULT '',
	site TEXT NOT NULL DEFAULT '',
	language TEXT NOT NULL DEFAULT '',
	minutes INTEGER NOT NULL DEFAULT 0,
	chat TEXT NOT NULL DEFAULT '',    -- who added it, to be told
	person TEXT NOT NULL DEFAULT '',
	read_at INTEGER,                  -- next try of reading the page
	tries INTEGER NOT NULL DEFAULT 0,
	expires_at INTEGER,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX item_campaign ON item (campaign, state);
CREATE INDEX item_person ON item (chat, person) WHERE person <> '';
CREATE INDEX item_reading ON item (state, read_at);
CREATE INDEX item_expiry ON item (state, expires_at);

-- Texts to share an item with; network '' and language '' fit all.
CREATE TABLE caption (
	id INTEGER PRIMARY KEY,
	item INTEGER NOT NULL REFERENCES item (id),
	network TEXT NOT NULL DEFAULT '',
	language TEXT NOT NULL DEFAULT '',
	text TEXT NOT NULL
) STRICT;
CREATE INDEX caption_item ON caption (item);

-- An item in a channel.
CREATE TABLE announcement (
	id INTEGER PRIMARY KEY,
	item INTEGER NOT NULL REFERENCES item (id),
	chat TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('due', 'posted', 'over', 'failed')),
	due_at INTEGER NOT NULL,
	UNIQUE (item, chat, place)
) STRICT;
CREATE INDEX announcement_due ON announcement (due_at) WHERE state = 'due';
CREATE INDEX announcement_said ON announcement (due_at, item)
	WHERE state IN ('posted', 'over');
CREATE INDEX announcement_place ON announcement (chat, place, due_at);

-- Channels we are in, as far as known.
CREATE TABLE channel (
	chat TEXT NOT NULL,
	place TEXT NOT NULL,
	name TEXT NOT NULL DEFAULT '',
	zone TEXT NOT NULL DEFAULT '',    -- '': the company's
	state TEXT NOT NULL CHECK (state IN ('joined', 'left', 'archived')),
	digest_at INTEGER,                -- when its next digest is due
	PRIMARY KEY (chat, place)
) STRICT;
CREATE INDEX channel_digest ON channel (digest_at) WHERE state = 'joined';

-- Sharing -----------------------------------------------------------------

-- What a member was given to share an item.
CREATE TABLE kit (
	member INTEGER NOT NULL REFERENCES member (id),
	item INTEGER NOT NULL REFERENCES item (id),
	variant INTEGER NOT NULL DEFAULT 0, -- which caption
	text TEXT,                        -- their own words, NULL: the variant
	opened_at INTEGER NOT NULL,
	later_at INTEGER,                 -- to be shown again
	declined INTEGER NOT NULL DEFAULT 0 CHECK (declined IN (0, 1)),
	PRIMARY KEY (member, item)
) STRICT;
CREATE INDEX kit_later ON kit (later_at) WHERE later_at IS NOT NULL;
CREATE INDEX kit_opened ON kit (opened_at, item);
CREATE INDEX kit_item ON kit (item, opened_at);

-- Member x item x network.
CREATE TABLE share (
	id INTEGER PRIMARY KEY,
	member INTEGER NOT NULL REFERENCES member (id),
	item INTEGER NOT NULL REFERENCES item (id),
	network TEXT NOT NULL,
	evidence INTEGER NOT NULL DEFAULT 0 CHECK (evidence BETWEEN 0 AND 4),
	text TEXT NOT NULL DEFAULT '',    -- what was proposed
	opened_at INTEGER NOT NULL,
	declared_at INTEGER,
	read_at INTEGER,                  -- when it reached level 4
	withdrawn_at INTEGER,             -- "I changed my mind"
	readers INTEGER NOT NULL DEFAULT 0, -- distinct people from outside
	UNIQUE (member, item, network),
	CHECK ((evidence = 4) = (read_at IS NOT NULL)),
	CHECK (evidence <> 1 OR declared_at IS NOT NULL)
) STRICT;
CREATE INDEX share_item ON share (item, opened_at);
CREATE INDEX share_opened ON share (opened_at, item);
CREATE INDEX share_member ON share (member, opened_at);

-- Single-use /s/ links that were used.
CREATE TABLE ticket (
	nonce INTEGER PRIMARY KEY,
	used_at INTEGER NOT NULL
) STRICT;

-- A short link. The id is the number that its code spells (40 random bits).
-- member and network are its share's, so that a redirect needs no further
-- look-up; a forgotten member's link counts for the item alone.
CREATE TABLE link (
	id INTEGER PRIMARY KEY,
	item INTEGER NOT NULL REFERENCES item (id),
	share INTEGER REFERENCES share (id), -- NULL: the company page's own
	member INTEGER REFERENCES member (id), -- NULL: nobody's, or forgotten
	network TEXT NOT NULL DEFAULT '',
	created_at INTEGER NOT NULL,
	CHECK ((share IS NULL) = (network = '')),
	CHECK (share IS NOT NULL OR member IS NULL)
) STRICT;
CREATE UNIQUE INDEX link_share ON link (share) WHERE share IS NOT NULL;
CREATE UNIQUE INDEX link_company ON link (item) WHERE share IS NULL;

-- Every hit on a link, without anything about the visitor; item and network
-- are its link's, so that folding reads nothing else.
CREATE TABLE click (
	id INTEGER PRIMARY KEY,
	link INTEGER NOT NULL REFERENCES link (id),
	item INTEGER NOT NULL,
	network TEXT NOT NULL,
	at INTEGER NOT NULL,
	class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 3),
	reasons INTEGER NOT NULL,         -- bits, visit.h
	reader INTEGER NOT NULL CHECK (reader IN (0, 1)) -- first of the day
) STRICT;

-- Hits by day, item, network ('': the company page's link) and class:
-- maintained totals of the clicks up to mark 'clicks_folded' and of click_day.
CREATE TABLE reach (
	day INTEGER NOT NULL,
	item INTEGER NOT NULL REFERENCES item (id),
	network TEXT NOT NULL,
	class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 3),
	hits INTEGER NOT NULL CHECK (hits >= 0),
	readers INTEGER NOT NULL CHECK (readers >= 0 AND readers <= hits),
	PRIMARY KEY (day, item, network, class)
) STRICT, WITHOUT ROWID;
CREATE INDEX reach_item ON reach (item, day);

-- reach with the clicks that are not folded yet: the truth of this moment.
CREATE VIEW reach_now (day, item, network, class, hits, readers) AS
	SELECT day, item, network, class, hits, readers FROM reach
	UNION ALL
	SELECT at / 86400000, item, network, class, 1, reader FROM click
		WHERE id > (SELECT number FROM mark
			WHERE name = 'clicks_folded');

-- What is left of old clicks: hits of a link by day and class.
CREATE TABLE click_day (
	link INTEGER NOT NULL REFERENCES link (id),
	day INTEGER NOT NULL,
	class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 3),
	hits INTEGER NOT NULL CHECK (hits >= 0),
	readers INTEGER NOT NULL CHECK (readers >= 0 AND readers <= hits),
	PRIMARY KEY (link, day, class)
) STRICT, WITHOUT ROWID;

-- Points ------------------------------------------------------------------

CREATE TABLE account (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('programme', 'budget', 'pending',
		'settled', 'redeemed')),
	owner INTEGER NOT NULL DEFAULT 0, -- campaign or member; 0: programme
	balance INTEGER NOT NULL DEFAULT 0, -- maintained total of its postings
	UNIQUE (kind, owner),
	CHECK ((kind = 'programme') = (owner = 0)),
	CHECK (kind = 'programme' OR balance >= 0)
) STRICT;

-- A double entry: points move from one account to another, so its two
-- postings sum to zero by shape. Nothing is ever changed or deleted.
CREATE TABLE entry (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	cause TEXT NOT NULL UNIQUE,       -- makes giving idempotent
	source INTEGER NOT NULL REFERENCES account (id),
	target INTEGER NOT NULL REFERENCES account (id),
	points INTEGER NOT NULL CHECK (points > 0),
	CHECK (source <> target)
) STRICT;
CREATE INDEX entry_source ON entry (source);
CREATE INDEX entry_target ON entry (target);

CREATE VIEW posting (entry, account, points) AS
	SELECT id, source, -points FROM entry
	UNION ALL
	SELECT id, target, points FROM entry;

-- An award: why points were given, or why not.
CREATE TABLE award (
	id INTEGER PRIMARY KEY,
	share INTEGER NOT NULL REFERENCES share (id),
	kind TEXT NOT NULL CHECK (kind IN ('share', 'readers')),
	step INTEGER NOT NULL,            -- readers needed; 0 for the share
	member INTEGER NOT NULL REFERENCES member (id),
	item INTEGER NOT NULL REFERENCES item (id),
	campaign INTEGER NOT NULL REFERENCES campaign (id),
	points INTEGER NOT NULL CHECK (points >= 0), -- given
	wanted INTEGER NOT NULL CHECK (wanted >= points), -- by the rules
	stopped TEXT CHECK (stopped IN ('day', 'item', 'member', 'campaign', 'budget')),
	state TEXT NOT NULL CHECK (state IN ('pending', 'settled', 'expired',
		'withdrawn', 'stopped')),
	created_at INTEGER NOT NULL,
	day INTEGER NOT NULL,
	settles_at INTEGER,               -- NULL: waits for evidence
	expires_at INTEGER NOT NULL,
	UNIQUE (share, kind, step),
	CHECK ((points < wanted) = (stopped IS NOT NULL)),
	CHECK ((state = 'stopped') = (points = 0))
) STRICT;
CREATE INDEX award_settles ON award (settles_at)
	WHERE state = 'pending' AND settles_at IS NOT NULL;
CREATE INDEX award_lapses ON award (expires_at)
	WHERE state = 'pending' AND settles_at IS NULL;
CREATE INDEX award_member ON award (member, item);
CREATE INDEX award_created ON award (created_at);
CREATE INDEX award_item ON award (item, created_at);

-- Points earned by day, member and campaign: maintained totals of award.
CREATE TABLE tally (
	day INTEGER NOT NULL,
	member INTEGER NOT NULL REFERENCES member (id),
	campaign INTEGER NOT NULL REFERENCES campaign (id),
	points INTEGER NOT NULL CHECK (points >= 0),
	PRIMARY KEY (day, member, campaign)
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_member ON tally (member, day, campaign, points);

-- The boards: maintained totals of tally by span, in the order of their
-- ranking, so that the best ten are the first ten of an index. start is the
-- first day of a week, month or quarter, else 0; campaign 0 is all of them;
-- shown follows the member's choice and state.
CREATE TABLE standing (
	span TEXT NOT NULL CHECK (span IN ('week', 'month', 'quarter', 'all',
		'last7', 'last30')),
	start INTEGER NOT NULL,
	campaign INTEGER NOT NULL,
	member INTEGER NOT NULL REFERENCES member (id),
	shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
	points INTEGER NOT NULL CHECK (points >= 0),
	PRIMARY KEY (span, start, campaign, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_order ON standing
	(span, start, campaign, shown, points DESC, member);
CREATE INDEX standing_member ON standing (member);

-- The post ----------------------------------------------------------------

-- Events that were accepted: a second delivery does nothing.
CREATE TABLE inbox (
	chat TEXT NOT NULL,
	key TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (chat, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_at ON inbox (at);

-- Events that could not be handled, with their frame, and things that could
-- not be said; for replay and repair.
CREATE TABLE buried (
	id INTEGER PRIMARY KEY,
	chat TEXT NOT NULL,
	key TEXT NOT NULL,
	what TEXT NOT NULL CHECK (what IN ('event', 'say')),
	body TEXT NOT NULL,
	why TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;

-- What is still unsaid. Order is kept per conversation: only its head, the
-- oldest row, may go.
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice
	chat TEXT NOT NULL,
	conversation TEXT NOT NULL,       -- place or person
	key TEXT NOT NULL UNIQUE,
	member INTEGER REFERENCES member (id), -- whom it is about, for forget
	act TEXT NOT NULL,                -- chat_act_name()
	body TEXT NOT NULL,               -- JSON: place person message replace card ...
	answer TEXT,                      -- sealed answer address
	tries INTEGER NOT NULL DEFAULT 0,
	head INTEGER NOT NULL CHECK (head IN (0, 1)),
	sending INTEGER NOT NULL DEFAULT 0 CHECK (sending IN (0, 1)), -- on its way
	doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)), -- may have arrived
	due_at INTEGER NOT NULL,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_order ON outbox (chat, conversation, id);
CREATE INDEX outbox_due ON outbox (due_at) WHERE head = 1 AND sending = 0;
CREATE INDEX outbox_sending ON outbox (id) WHERE sending = 1;
CREATE INDEX outbox_member ON outbox (member) WHERE member IS NOT NULL;

-- What was said: our name for it -> where it stands, to change it later.
CREATE TABLE post (
	key TEXT NOT NULL,
	chat TEXT NOT NULL,
	place TEXT NOT NULL,
	message TEXT NOT NULL,            -- the platform's id
	member INTEGER REFERENCES member (id),
	at INTEGER NOT NULL,
	PRIMARY KEY (key)
) STRICT;
CREATE INDEX post_message ON post (chat, place, message);
CREATE INDEX post_member ON post (member) WHERE member IS NOT NULL;

-- Everything an admin did.
CREATE TABLE audit (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	chat TEXT NOT NULL,
	person TEXT NOT NULL,
	did TEXT NOT NULL,                -- 'item.retract'
	about TEXT NOT NULL,              -- '17'
	before TEXT NOT NULL DEFAULT '',
	after TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
	BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
	BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
	BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
	BEGIN SELECT RAISE (ABORT, 'the audit is append-only'); END;

-- The next of the conversation becomes its head.
CREATE TRIGGER outbox_next AFTER DELETE ON outbox WHEN old.head = 1
	BEGIN UPDATE outbox SET head = 1 WHERE id = (SELECT min(id) FROM outbox
		WHERE chat = old.chat AND conversation = old.conversation);
	END;
