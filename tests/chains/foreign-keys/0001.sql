create table p (a int, b int, primary key (a, b), unique (b));
create table c (x int, y int, foreign key (x, y) references p, foreign key (y) references p (b) match full on delete set null);
create table c_x (y int references p (b));
alter table p drop constraint p_pkey cascade;
alter table p add primary key (b, a);
alter table c add foreign key (x, y) references p (b, a);
alter table p drop column a cascade;
