create table t (id int primary key, a int not null, b int constraint must not null, c int, d int, e serial);
create table u (like t);
create table k (x int) inherits (t);
