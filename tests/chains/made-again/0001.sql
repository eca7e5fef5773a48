create table t (id serial primary key, a int);
create index by_a on t (a);
create table u (t_id int references t);
create view v as select 1 as x;
