-- A person's accounts on several chats are one member.

-- When the account was last used: what is said directly goes to the latest.
ALTER TABLE identity ADD COLUMN acted_at INTEGER NOT NULL DEFAULT 0;
-- A member has one account a chat.
DROP INDEX identity_member;
CREATE UNIQUE INDEX identity_member ON identity (member, chat);

-- A member who became one with another stays as a tombstone that says with
-- whom: addresses that were given to them still work.
ALTER TABLE member ADD COLUMN merged_into INTEGER REFERENCES member (id)
	CHECK (merged_into IS NULL OR state = 'forgotten');
CREATE INDEX member_merged ON member (merged_into)
	WHERE merged_into IS NOT NULL;

-- A share has one link of its own, and further ones that it took over from a
-- share that turned out to be the same.
ALTER TABLE link ADD COLUMN further INTEGER NOT NULL DEFAULT 0
	CHECK (further IN (0, 1));
DROP INDEX link_share;
CREATE UNIQUE INDEX link_own ON link (share)
	WHERE share IS NOT NULL AND further = 0;
CREATE INDEX link_share ON link (share) WHERE share IS NOT NULL;

-- One-time codes that make two accounts one member. Who asked is not readable
-- here: they need not be a member.
CREATE TABLE pairing (
	account BLOB PRIMARY KEY,         -- keyed hash of who asked
	hash BLOB NOT NULL UNIQUE,        -- keyed hash of the code
	box TEXT NOT NULL,                -- who asked, encrypted; '' once used
	member INTEGER REFERENCES member (id), -- NULL: no member yet
	expires_at INTEGER NOT NULL,
	used_at INTEGER
) STRICT;
CREATE INDEX pairing_expiry ON pairing (expires_at);
CREATE INDEX pairing_member ON pairing (member) WHERE member IS NOT NULL;

-- Wrong codes, so that nobody guesses.
CREATE TABLE pairing_try (
	account BLOB PRIMARY KEY,         -- keyed hash of who tried
	tries INTEGER NOT NULL CHECK (tries > 0),
	since INTEGER NOT NULL
) STRICT;
CREATE INDEX pairing_try_since ON pairing_try (since);
