create table t (
  id int primary key, a int, b int generated always as (a * 2) stored, note text,
  unique (a), check (a > 0 and note <> 'a'), constraint c check (length(note) > a)
);
create index on t (a) where a is not null;
create index on t ((a + id)) include (a);
create table u (t_a int references t (a));
