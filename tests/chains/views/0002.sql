alter table w rename column x to y;
alter table t drop column b cascade;
drop view w;
create view w as select id from t;
