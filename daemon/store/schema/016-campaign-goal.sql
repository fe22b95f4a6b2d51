-- What a campaign is for is its why, as that of an item is.
ALTER TABLE campaign RENAME COLUMN goal TO why;
