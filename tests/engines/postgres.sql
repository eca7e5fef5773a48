Questions for `cargo xtask engines postgres`, beside the table of facts: what servers are asked and the effects engine must know.

#@ schema
create table t (id int primary key, a int);
insert into t select g, g from generate_series(1, 3000) g;

#@ column/plain
alter table t add column x int
