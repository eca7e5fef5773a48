create table t (id serial primary key, a int);
create index t_a on t (a);
create table u (t_id int references t);
create view v as select t.a from t;
create materialized view m as select * from v;
create unique index m_a on m (a);
