create table p (id serial primary key);
create table c (id int primary key, p_id int references p, self int references c);
create table g (c_id int references c);
create view v as select id from p;
create view w as select id from v;
create materialized view m as select c.id from c;
create index m_id on m (id);
create table parent (a int);
create table child () inherits (parent);
