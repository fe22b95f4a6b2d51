-- What points buy.

-- The catalogue. What somebody redeemed once is retired instead of deleted.
CREATE TABLE reward (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- old buttons name no other
	name TEXT NOT NULL CHECK (name <> ''), -- unique, see reward_name
	words TEXT NOT NULL DEFAULT '',
	kind TEXT NOT NULL CHECK (kind IN ('goods', 'day_off', 'code',
		'donation')),
	cost INTEGER NOT NULL CHECK (cost BETWEEN 1 AND 10000000), -- points
	stock INTEGER CHECK (stock >= 0), -- in all, NULL: no limit; of kind
	                                  -- 'code' how many codes there are
	taken INTEGER NOT NULL DEFAULT 0  -- maintained total of its redemptions
		CHECK (taken >= 0),       -- that were not turned down
	starts_at INTEGER,
	ends_at INTEGER,
	picture TEXT NOT NULL DEFAULT ''
		CHECK (picture = '' OR substr(picture, 1, 8) = 'https://'),
	value INTEGER CHECK (value > 0),  -- for payroll, in minor units
	currency TEXT CHECK (length(currency) = 3),
	approval INTEGER NOT NULL DEFAULT 1 CHECK (approval IN (0, 1)),
	offered INTEGER NOT NULL DEFAULT 1 CHECK (offered IN (0, 1)),
	retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
	created_at INTEGER NOT NULL,
	CHECK (stock IS NULL OR taken <= stock),
	CHECK (kind <> 'code' OR stock IS NOT NULL),
	CHECK ((value IS NULL) = (currency IS NULL)),
	CHECK (retired = 0 OR offered = 0)
) STRICT;
CREATE UNIQUE INDEX reward_name ON reward (lower(name)) WHERE retired = 0;
CREATE INDEX reward_offered ON reward (cost, id) WHERE offered = 1;

-- Somebody wants one, or got it. Cost, value and kind are as they were then.
CREATE TABLE redemption (
	id INTEGER PRIMARY KEY,           -- its number for people
	member INTEGER NOT NULL REFERENCES member (id),
	reward INTEGER NOT NULL REFERENCES reward (id),
	ask INTEGER NOT NULL UNIQUE,      -- the question that was answered with
	                                  -- yes: however often, it counts once
	kind TEXT NOT NULL CHECK (kind IN ('goods', 'day_off', 'code',
		'donation')),
	cost INTEGER NOT NULL CHECK (cost > 0),
	value INTEGER CHECK (value > 0),
	currency TEXT CHECK (length(currency) = 3),
	state TEXT NOT NULL CHECK (state IN ('requested', 'approved',
		'delivered', 'rejected', 'cancelled')),
	requested_at INTEGER NOT NULL,
	decided_at INTEGER,               -- approved, rejected or cancelled
	delivered_at INTEGER,
	chat TEXT NOT NULL DEFAULT '',    -- who took the last step of those
	person TEXT NOT NULL DEFAULT '',  -- who run it; '': by itself
	note TEXT NOT NULL DEFAULT '',    -- to who wanted it
	UNIQUE (id, reward),
	CHECK ((value IS NULL) = (currency IS NULL)),
	CHECK ((state = 'requested') = (decided_at IS NULL)),
	CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
) STRICT;
CREATE INDEX redemption_open ON redemption (id)
	WHERE state IN ('requested', 'approved');
CREATE INDEX redemption_member ON redemption (member, id);
CREATE INDEX redemption_reward ON redemption (reward, state);
CREATE INDEX redemption_decided ON redemption (decided_at, id)
	WHERE state IN ('approved', 'delivered');
CREATE INDEX redemption_person ON redemption (chat, person)
	WHERE person <> '';

-- Codes of gift cards, each for one redemption. Nothing of them can be read
-- here.
CREATE TABLE reward_code (
	id INTEGER PRIMARY KEY,
	reward INTEGER NOT NULL REFERENCES reward (id),
	hash BLOB NOT NULL UNIQUE,        -- keyed, so that none comes twice
	box TEXT NOT NULL,                -- encrypted; '' once its member was
	                                  -- forgotten
	redemption INTEGER UNIQUE,        -- who it was set aside for or given
	CHECK (box <> '' OR redemption IS NOT NULL),
	FOREIGN KEY (redemption, reward) REFERENCES redemption (id, reward)
) STRICT;
CREATE INDEX reward_code_free ON reward_code (reward, id)
	WHERE redemption IS NULL;
CREATE INDEX reward_code_reward ON reward_code (reward);
