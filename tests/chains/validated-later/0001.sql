create table p (id int primary key);
create table t (id int primary key, p_id int, a int, b int, constraint early check (a > 0) not valid);
