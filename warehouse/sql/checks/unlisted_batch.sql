-- visits were stored of a batch that the ledger does not know
select distinct batch from raw.visit where batch not in (select batch from core.batch) order by batch
