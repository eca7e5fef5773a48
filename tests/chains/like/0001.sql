create table t (
  id int generated always as identity primary key, a int not null default 5 check (a > 0), s serial unique,
  g int generated always as (a + 1) stored
);
comment on column t.a is 'the first';
create index on t (a) where a > 3;
create index on t (lower(s::text));
create table plain (like t);
create table with_defaults (like t including defaults including constraints, more text);
create table all_of_it (like t including all);
create table almost (x int, like t including all excluding indexes excluding identity);
