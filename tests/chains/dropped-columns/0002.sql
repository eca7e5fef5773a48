alter table t drop column a cascade;
alter table t drop column b cascade;
alter table t drop column if exists missing;
