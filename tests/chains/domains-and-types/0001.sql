create domain positive as int not null check (value > 0) check (value < 1000);
create type pair as (a int, b text);
create table t (p positive, q pair);
create type gone as enum ('x');
alter table t add column g gone;
