-- The ledger: a batch is here exactly when its rows are.
select batch from core.batch
