alter table people drop column email;
create table accounts (id int primary key);
