alter table t drop column a;
alter table p modify code varchar(30) not null;
alter table p change column code label varchar(40);
alter table p drop index code;
drop index named on p;
alter table t drop foreign key t_ibfk_1;
