-- Announced to be read, and never to be shared: for us alone.
ALTER TABLE item ADD COLUMN internal INTEGER NOT NULL DEFAULT 0
	CHECK (internal IN (0, 1));

-- The reason (why) is one that we proposed, and nobody has taken it yet.
ALTER TABLE item ADD COLUMN proposed INTEGER NOT NULL DEFAULT 0
	CHECK (proposed IN (0, 1));

-- "Featured this week": one of three places, so that there are never more.
-- Whoever is over, internal or past its day has lost its place, also while it
-- still stands here.
ALTER TABLE item ADD COLUMN pin INTEGER CHECK (pin BETWEEN 1 AND 3);
ALTER TABLE item ADD COLUMN pinned_until INTEGER;
CREATE UNIQUE INDEX item_pin ON item (pin) WHERE pin IS NOT NULL;

-- What an item's page said of itself, whatever is written over it.
CREATE TABLE item_page (
	item INTEGER PRIMARY KEY REFERENCES item (id),
	title TEXT NOT NULL,
	summary TEXT NOT NULL,
	image TEXT NOT NULL
) STRICT;
INSERT INTO item_page (item, title, summary, image)
	SELECT id, title, summary, image FROM item
	WHERE state NOT IN ('reading', 'rejected');
