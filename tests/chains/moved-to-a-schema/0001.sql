create schema archive;
create table t (id serial primary key, a int unique);
create table u (t_id int references t);
create type mood as enum ('good');
alter table t add column m mood;
create sequence s;
create view v as select id from t;
