alter table t validate constraint d_there;
