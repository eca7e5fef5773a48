create table t (id int primary key);
alter table t add column b text;
create type e as enum ('a');
alter type e add value 'b';
