create table t (id int not null, a int);
create unique index t_id on t (id);
create unique index t_a on t (a) include (id);
alter table t add constraint t_key primary key using index t_id;
alter table t add unique using index t_a;
