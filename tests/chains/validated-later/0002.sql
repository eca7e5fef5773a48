alter table t add constraint a_not_null check (a is not null) not valid;
alter table t add constraint b_not_null check (b is not null) not valid;
alter table t add constraint to_p foreign key (p_id) references p not valid;
alter table t add constraint to_p2 foreign key (p_id) references p (id) not valid;
