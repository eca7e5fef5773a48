alter domain positive drop not null;
alter domain positive set default 5;
alter domain positive add check (value <> 7) not valid;
alter domain positive add constraint odd check (value % 2 = 1) not valid;
alter domain positive validate constraint odd;
alter domain positive drop constraint positive_check1;
drop type gone cascade;
