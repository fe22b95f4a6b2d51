-- A click does not ask for its link any more: that look-up among millions was
-- an eighth of the work of a redirect, which had just found the link. Instead
-- links stay: none is deleted, no number goes to another, so that what refers
-- to one never points nowhere. store_check() finds hits of no link.
DROP VIEW reach_now;

CREATE TABLE click_new (
	id INTEGER PRIMARY KEY,
	link INTEGER NOT NULL,            -- link.id
	item INTEGER NOT NULL,
	network TEXT NOT NULL,
	at INTEGER NOT NULL,
	class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 3),
	reasons INTEGER NOT NULL,         -- bits, visit.h
	reader INTEGER NOT NULL CHECK (reader IN (0, 1)) -- first of the day
) STRICT;
INSERT INTO click_new (id, link, item, network, at, class, reasons, reader)
	SELECT id, link, item, network, at, class, reasons, reader FROM click;
DROP TABLE click;
ALTER TABLE click_new RENAME TO click;

CREATE VIEW reach_now (day, item, network, class, hits, readers) AS
	SELECT day, item, network, class, hits, readers FROM reach
	UNION ALL
	SELECT at / 86400000, item, network, class, 1, reader FROM click
		WHERE id > (SELECT number FROM mark
			WHERE name = 'clicks_folded');

CREATE TRIGGER link_no_delete BEFORE DELETE ON link
	BEGIN SELECT RAISE (ABORT, 'a link stays'); END;
CREATE TRIGGER link_no_renumber BEFORE UPDATE OF id ON link
	BEGIN SELECT RAISE (ABORT, 'a link stays'); END;
