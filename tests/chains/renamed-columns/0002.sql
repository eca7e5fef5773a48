alter table t rename column a to amount;
alter table u rename t_a to "Other";
