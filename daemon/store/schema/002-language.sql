-- What is changed later is written in the language it was said in.
ALTER TABLE post ADD COLUMN language TEXT NOT NULL DEFAULT '';

-- A language that the member chose stays, whatever their chat is set to.
ALTER TABLE member ADD COLUMN language_chosen INTEGER NOT NULL DEFAULT 0
	CHECK (language_chosen IN (0, 1));
