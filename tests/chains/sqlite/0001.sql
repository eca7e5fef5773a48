create table t (id integer primary key autoincrement, a text, b int references p);
create table k (a text primary key, b int unique) without rowid;
create index by_b on t (b);
alter table t rename to u;
alter table u add column c int default 3;
alter table u rename column b to d;
