alter table t validate constraint a_not_null;
alter table t validate constraint to_p;
alter table t alter column a set not null;
alter table t drop constraint a_not_null;
alter table t alter constraint to_p deferrable initially deferred;
