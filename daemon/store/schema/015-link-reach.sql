-- Hits of a link by day and class, for what is reported of some members: a
-- maintained total of the clicks up to mark 'clicks_sorted' and of click_day.
DROP VIEW reach_now;

CREATE TABLE mark_new (
	name TEXT PRIMARY KEY CHECK (name IN (
		'clicks_folded',          -- id of the last click in reach
		'clicks_sorted',          -- id of the last click in link_reach
		'rolled_to')),            -- first day after last7 and last30
	number INTEGER NOT NULL
) STRICT;
INSERT INTO mark_new (name, number) SELECT name, number FROM mark;
DROP TABLE mark;
ALTER TABLE mark_new RENAME TO mark;
INSERT INTO mark (name, number) VALUES ('clicks_sorted', 0);

CREATE VIEW reach_now (day, item, network, class, hits, readers) AS
	SELECT day, item, network, class, hits, readers FROM reach
	UNION ALL
	SELECT at / 86400000, item, network, class, 1, reader FROM click
		WHERE id > (SELECT number FROM mark
			WHERE name = 'clicks_folded');

CREATE TABLE link_reach (
	link INTEGER NOT NULL REFERENCES link (id),
	day INTEGER NOT NULL,
	class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 3),
	hits INTEGER NOT NULL CHECK (hits > 0),
	PRIMARY KEY (link, day, class)
) STRICT, WITHOUT ROWID;
INSERT INTO link_reach (link, day, class, hits)
	SELECT link, day, class, hits FROM click_day WHERE hits > 0;
