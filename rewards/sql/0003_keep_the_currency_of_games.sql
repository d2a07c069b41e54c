-- A campaign that gives cards is in the currency of their game; a reference of two columns says so.
ALTER TABLE rewards_campaign ADD CONSTRAINT card_campaign_is_in_the_currency_of_its_game
    FOREIGN KEY (game_id, currency) REFERENCES rewards_scratchcardgame (id, currency);
