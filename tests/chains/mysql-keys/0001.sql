create table p (id int not null auto_increment primary key, code varchar(20), unique key (code), key (code), key named (id, code(5)));
create table t (id int primary key, p_id int, a int, foreign key (p_id) references p (id), check (a > 0), unique (a, p_id));
alter table t add unique (a), add index (a);
