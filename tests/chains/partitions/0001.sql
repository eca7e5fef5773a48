create table ref (id int primary key);
create table pt (id int, k int, r int references ref, primary key (id, k), unique (k, id), check (r > 0)) partition by range (k);
create index on pt (r);
create table p1 partition of pt for values from (0) to (10);
create table p2 partition of pt for values from (10) to (20) partition by list (id);
create table p2a partition of p2 for values in (1, 2);
create table pd partition of pt default;
