create table t (id int primary key, a int, b int);
create view v as select id, a from t;
create or replace view v as select id, a, b from t;
create view w (x) as select v.a from v;
create materialized view m as select b from t with no data;
create index on m (b);
create unique index m_b on m (b);
