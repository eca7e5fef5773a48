alter table t rename to things;
alter table v rename to w;
alter table t_a rename to things_a;
alter table t_id_seq rename to things_id_seq;
alter index t_pkey rename to things_pkey;
alter table u rename constraint u_t_id_fkey to u_thing;
alter materialized view m rename to n;
alter index m_a rename to n_a;
create table t (id int primary key);
