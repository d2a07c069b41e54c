-- A limit for staff is one of several versions for its currency: it has a name of its own.

ALTER TABLE wallets_adjustmentpolicy
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    DROP CONSTRAINT wallets_adjustmentpolicy_pkey;
ALTER TABLE wallets_adjustmentpolicy
    ALTER COLUMN id DROP DEFAULT,
    ADD CONSTRAINT wallets_adjustmentpolicy_pkey PRIMARY KEY (id);
