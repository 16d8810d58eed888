-- The organisation itself, with what its sources listed and how they did.
delete from core.item where source in (select source from leaving);
delete from core.source_state where source in (select source from leaving);
delete from raw.visit where source in (select source from leaving);
delete from core.organisation where organisation in (select organisation from core.source where source in (select source from leaving));
delete from core.source where source in (select source from leaving);
drop table leaving;
