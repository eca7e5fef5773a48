create table t (id int primary key, a int unique, b int check (b > 0), c int references t, check (a < b), check (a > 0 and b > 0));
create table a_table_whose_name_is_rather_long_for_a_name (
  a_column_whose_name_is_rather_long_too_for_one int unique references t,
  z int check (z > 0)
);
create index on t (b);
create index on t (b);
create index on t (b, c) include (a);
create index on t (lower(a::text), (a + b), b) where c is null;
create index on t ((a::text));
create index on t ((upper(a::text)), (upper(b::text)));
create unique index on t (a, b);
alter table t add unique (a), add unique (b) include (c), add check (c <> 3);
alter table t add foreign key (b) references t, add foreign key (b) references t;
create table r (x int, y int, exclude using btree (x with =, y with =), unique (x, y));
create sequence t_b_seq;
create table s (t_pkey int, constraint t_a_fkey check (t_pkey > 0));
create table s_t (a int references t);
alter table t add foreign key (a) references t;
