create table t (
  id int primary key, a int, b int, c int, d int,
  unique (a, b), check (b > 0), check (b < c), check (d > 0)
);
create index by_a on t (a);
create index by_c on t (c) include (a);
create index by_d on t (d) where a > 0;
create index by_sum on t ((a + d));
create table u (a int, b int, foreign key (a, b) references t (a, b));
create view v as select b from t;
