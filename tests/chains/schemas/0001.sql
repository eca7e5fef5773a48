create schema s;
create type s.e as enum ('a');
create table s.t (id serial primary key, e s.e);
create table t (id int references s.t, e s.e);
create view s.v as select id from s.t;
create view v as select id from s.t;
create sequence s.q;
create schema kept;
create table kept.t (id int);
