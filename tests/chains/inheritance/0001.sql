create table parent (id int primary key, a int not null default 1, constraint positive check (a > 0), constraint own check (id > 0) no inherit);
create table child (b int, a int) inherits (parent);
create table grandchild (c int) inherits (child);
create table other (x int);
create table two () inherits (parent, other);
