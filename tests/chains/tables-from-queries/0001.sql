create table t (id int, a text);
create table u as select id, a from t;
create table v (x, y) as select id, a from t with no data;
select id into w from t;
alter table u add primary key (id);
create temporary table scratch (id int primary key);
create unlogged table fast (id int);
alter table fast set logged;
alter table t set unlogged;
