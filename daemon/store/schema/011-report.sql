-- The items of a campaign in the order of their numbers, for tables that are
-- made some rows at a time.
CREATE INDEX item_campaign_id ON item (campaign, id);

-- The newest items of a state, for lists.
CREATE INDEX item_state ON item (state, id);
