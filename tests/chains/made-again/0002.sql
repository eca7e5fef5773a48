create table t (id int primary key, b text);
create index by_a on t (b);
alter table t add column b int;
alter table t add constraint t_pkey primary key (id, b);
create view v as select 2 as y;
