drop table p cascade;
drop table c, g cascade;
drop table if exists nothing;
drop table parent cascade;
