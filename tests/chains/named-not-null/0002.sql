alter table t alter column a drop not null;
alter table t alter column c set not null;
alter table t add constraint d_there not null d not valid;
alter table t add column f int not null default 0;
alter table t rename constraint must to shall;
alter table u drop constraint t_a_not_null;
alter table u alter column b set not null;
