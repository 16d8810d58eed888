create or replace temp table leaving as select source from core.source where organisation = $organisation
