alter table t set schema archive;
alter type mood set schema archive;
alter sequence s set schema archive;
alter view v set schema archive;
create table t (id serial primary key);
alter schema archive rename to old;
