Questions for `cargo xtask engines postgres`: objects that hang together in several ways, and statements that do several things,
since 11, which has keys of partitioned tables and domains over composite types.

#@ schema
create type addr as (street varchar(20), zip int);
create domain zips as int[] check (array_length(value, 1) < 5);
create domain addrs as addr check ((value).zip > 0);
create domain small as numeric(6, 2);
create domain smaller as small check (value < 1000);
create type span as range (subtype = smaller);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create function twice(a int) returns int language sql immutable as $$ select a * 2 $$;
create table region (id int primary key, code varchar(4) not null, parent_id int, constraint region_code unique (code), constraint region_parent foreign key (parent_id) references region (id) deferrable initially deferred);
insert into region select g, 'c' || g, nullif(g - 1, 0) from generate_series(1, 900) g;
create table customer (id bigint generated always as identity primary key, region_code varchar(4) constraint customer_region references region (code) on update cascade, name text not null, home addr, zip zips, fee smaller, period int4range, note text);
insert into customer (region_code, name, home, zip, fee) select 'c' || g, 'n' || g, row('s', g)::addr, array[g], 5 from generate_series(1, 900) g;
create index customer_name on customer (lower(name)) where note is null;
create index customer_zip on customer (((home).zip));
alter table customer add constraint customer_period exclude using gist (period with &&);
create table sale (id bigint not null, day date not null, customer_id bigint, amount numeric(8, 2), status text default 'new', primary key (id, day)) partition by range (day);
create table sale_2020 partition of sale for values from ('2020-01-01') to ('2021-01-01');
create table sale_2021 partition of sale for values from ('2021-01-01') to ('2022-01-01');
insert into sale select g, date '2020-01-01' + g % 700, g, g, 'new' from generate_series(1, 900) g;
create index sale_status on sale (status);
create view customer_list as select c.id, c.name, r.code from customer c join region r on r.code = c.region_code;
create view rich as select * from customer_list where id > 5;
create materialized view by_region as select region_code, count(*) as n from customer group by region_code;
create unique index by_region_code on by_region (region_code);
create materialized view top_region as select region_code from by_region where n > 3;
create table left_side (id int not null, v varchar(5));
create table right_side (id int not null, w int default 3);
create table both_sides (x int) inherits (left_side, right_side);
insert into both_sides select g, 'v', g, g from generate_series(1, 900) g;
create table audit (id serial, who name default current_user, at timestamptz default clock_timestamp(), doc jsonb, tags text[] default '{}');
insert into audit (doc) select '{}' from generate_series(1, 900) g;
create index audit_doc on audit using gin (doc);
create index audit_hash on audit using hash (who);
create index audit_brin on audit using brin (at);
create table counter (k int primary key, n int not null default 0, constraint counter_n check (n >= 0) not valid);
insert into counter select g, g from generate_series(1, 900) g;
create trigger counter_touch before update on counter for each row execute procedure touch();
create trigger sale_touch after insert on sale_2020 for each row execute procedure touch();
create rule counter_rule as on delete to counter do instead nothing;
alter table audit enable row level security;
create policy audit_mine on audit using (who = current_user and exists (select 1 from counter where k = audit.id));
create statistics audit_stat on id, who from audit;
create publication pub_audit for table audit;
create sequence loose_seq;
alter table counter alter n set default nextval('loose_seq');
create extension citext;

#@ web/domain_over_array_column 11-
alter table region add column z zips

#@ web/domain_over_composite_column 11-
alter table region add column z addrs

#@ web/domain_over_domain_column 11-
alter table region add column z smaller

#@ web/domain_without_check_over_numeric 11-
alter table region add column z small default 3

#@ web/range_over_domain_column 11-
alter table region add column z span

#@ web/domain_to_base 11-
alter table customer alter fee type numeric(6, 2)

#@ web/domain_to_parent_domain 11-
alter table customer alter fee type small

#@ web/domain_to_wider_numeric 11-
alter table customer alter fee type numeric(9, 2)

#@ web/array_domain_to_array 11-
alter table customer alter zip type int[]

#@ web/array_domain_to_wider_array 11-
alter table customer alter zip type bigint[]

#@ web/composite_to_domain 11-
alter table customer alter home type addrs

#@ web/drop_composite_attribute 11-
alter type addr drop attribute street

#@ web/add_composite_attribute 11-
alter type addr add attribute country text

#@ web/alter_composite_attribute 11-
alter type addr alter attribute street type varchar(40)

#@ web/alter_composite_attribute_cascade 11-
alter type addr alter attribute street type varchar(40) cascade

#@ web/rename_composite_attribute 11-
alter type addr rename attribute zip to code

#@ web/domain_add_check 11-
alter domain small add check (value >= 0)

#@ web/domain_add_check_not_valid 11-
alter domain smaller add constraint c check (value >= 0) not valid

#@ web/domain_validate 11-
#! setup
alter domain smaller add constraint c check (value >= 0) not valid
#! run
alter domain smaller validate constraint c

#@ web/domain_array_not_null 11-
alter domain zips set not null

#@ web/domain_composite_check 11-
alter domain addrs add check ((value).zip < 100)

#@ web/domain_drop_constraint 11-
alter domain zips drop constraint zips_check

#@ web/domain_default 11-
alter domain small set default 4

#@ web/drop_domain 11-
drop domain small

#@ web/drop_domain_cascade 11-
drop domain zips cascade

#@ web/drop_type_cascade 11-
drop type addr cascade

#@ web/referenced_unique_type 11-
alter table region alter code type varchar(8)

#@ web/referenced_unique_text 11-
alter table region alter code type text

#@ web/referenced_drop_unique 11-
alter table region drop constraint region_code

#@ web/referenced_drop_unique_cascade 11-
alter table region drop constraint region_code cascade

#@ web/self_reference_drop 11-
alter table region drop constraint region_parent

#@ web/self_reference_type 11-
alter table region alter parent_id type bigint

#@ web/self_reference_add 11-
alter table region add constraint again foreign key (parent_id) references region not valid

#@ web/self_reference_add_valid 11-
alter table region add constraint again foreign key (parent_id) references region

#@ web/deferrable 11-
alter table region alter constraint region_parent not deferrable

#@ web/drop_key_of_identity 11-
alter table customer drop constraint customer_pkey

#@ web/identity_set 11-
alter table customer alter id set generated by default

#@ web/identity_restart 11-
alter table customer alter id restart with 5000

#@ web/identity_drop 11-
alter table customer alter id drop identity

#@ web/identity_type 11-
alter table customer alter id type int

#@ web/column_under_partial_expression_index 11-
alter table customer alter note type varchar

#@ web/column_in_expression_index 11-
alter table customer alter name type varchar

#@ web/column_to_citext 11-
alter table customer alter note type citext

#@ web/excluded_column_type 11-
alter table customer alter period type int8range using int8range(lower(period), upper(period))

#@ web/drop_excluded_column 11-
alter table customer drop column period

#@ web/view_column_type 11-
alter table customer alter name type varchar(100)

#@ web/several_at_once 11-
alter table customer add column a int, add column b text default 'b', alter column note set default 'n', drop column zip

#@ web/add_and_drop_same 11-
alter table customer add column a int, drop column if exists nothing, alter column note set statistics 50

#@ web/rewrite_and_check 11-
alter table customer alter fee type numeric(9, 1), add constraint fees check (fee is null or fee > 0)

#@ web/check_and_fk 11-
alter table customer add constraint c1 check (id > 0), add constraint f1 foreign key (id) references counter (k) not valid

#@ web/key_swap 11-
alter table counter drop constraint counter_pkey, add constraint counter_key primary key (k, n)

#@ web/not_null_two 11-
alter table counter alter k set not null, alter n drop not null

#@ web/type_and_default 11-
alter table counter alter n drop default, alter n type bigint, alter n set default 7

#@ web/add_column_and_index_over_it 11-
alter table counter add column x int, add unique (x)

#@ web/add_column_generated_and_check 11-
alter table counter add column x int default 1, add check (x > 0)

#@ web/add_column_with_everything 11-
alter table counter add column x int not null default 4 constraint xk check (x > 3) unique

#@ web/add_column_references_default 11-
alter table counter add column r int default 1 references region (id)

#@ web/add_column_twice_domain 11-
alter table counter add column d1 small, add column d2 smaller

#@ web/validate_not_valid_check 11-
alter table counter validate constraint counter_n

#@ web/validate_and_drop 11-
alter table counter validate constraint counter_n, drop constraint counter_n

#@ web/rename_constraint 11-
alter table counter rename constraint counter_n to other

#@ web/drop_default_sequence 11-
drop sequence loose_seq

#@ web/drop_default_sequence_cascade 11-
drop sequence loose_seq cascade

#@ web/own_sequence 11-
alter sequence loose_seq owned by counter.n

#@ web/sequence_type 11-
alter sequence loose_seq as int

#@ web/sequence_rename 11-
alter sequence loose_seq rename to other_seq

#@ web/serial_drop 11-
alter table audit drop column id

#@ web/partition_add_fk 11-
alter table sale add foreign key (customer_id) references customer (id)

#@ web/partition_add_fk_not_valid 11-
alter table sale add foreign key (customer_id) references customer (id) not valid

#@ web/leaf_add_fk 11-
alter table sale_2020 add foreign key (customer_id) references customer (id)

#@ web/partition_reference 12-
create table item (sale_id bigint, day date, foreign key (sale_id, day) references sale)

#@ web/partition_reference_drop 12-
#! setup
create table item (sale_id bigint, day date, constraint item_sale foreign key (sale_id, day) references sale)
#! run
alter table item drop constraint item_sale

#@ web/partition_reference_detach 12-
#! setup
create table item (sale_id bigint, day date, constraint item_sale foreign key (sale_id, day) references sale)
#! run
alter table sale detach partition sale_2021

#@ web/partition_reference_drop_leaf 12-
#! setup
create table item (sale_id bigint, day date, constraint item_sale foreign key (sale_id, day) references sale)
#! run
drop table sale_2021

#@ web/partition_reference_truncate 12-
#! setup
create table item (sale_id bigint, day date, constraint item_sale foreign key (sale_id, day) references sale)
#! run
truncate sale_2021

#@ web/partition_reference_attach 12-
#! setup
create table item (sale_id bigint, day date, constraint item_sale foreign key (sale_id, day) references sale);
create table sale_2022 (like sale including all)
#! run
alter table sale attach partition sale_2022 for values from ('2022-01-01') to ('2023-01-01')

#@ web/partition_key_type 11-
alter table sale alter day type timestamp

#@ web/partition_column_type 11-
alter table sale alter amount type numeric(10, 2)

#@ web/partition_column_type_scale 11-
alter table sale alter amount type numeric(10, 3)

#@ web/partition_indexed_type 11-
alter table sale alter status type varchar(30)

#@ web/leaf_column_type 11-
alter table sale_2020 alter amount type numeric(10, 2)

#@ web/partition_drop_column 11-
alter table sale drop column amount

#@ web/leaf_drop_column 11-
alter table sale_2020 drop column amount

#@ web/partition_not_null 11-
alter table sale alter amount set not null

#@ web/leaf_not_null 11-
alter table sale_2020 alter amount set not null

#@ web/partition_check 11-
alter table sale add constraint am check (amount > 0)

#@ web/partition_check_not_valid 11-
alter table sale add constraint am check (amount > 0) not valid

#@ web/partition_only_check 11-
alter table only sale add constraint am check (amount > 0)

#@ web/partition_add_column 11-
alter table sale add column x int default 5, add column y timestamptz default clock_timestamp()

#@ web/partition_rename_column 11-
alter table sale rename column amount to total

#@ web/partition_unique 11-
alter table sale add constraint one unique (day, customer_id)

#@ web/partition_unique_wrong 11-
alter table sale add constraint one unique (customer_id)

#@ web/partition_trigger 11-
create trigger tt after insert on sale for each row execute procedure touch()

#@ web/partition_trigger_disable 11-
alter table sale disable trigger all

#@ web/leaf_trigger_drop 11-
drop trigger sale_touch on sale_2020

#@ web/partition_index_drop 11-
drop index sale_status

#@ web/partition_index_only 11-
create index sale_customer on only sale (customer_id)

#@ web/partition_index_leaf 11-
create index sale_2020_customer on sale_2020 (customer_id)

#@ web/partition_index_attach 11-
#! setup
create index sale_customer on only sale (customer_id);
create index sale_2020_customer on sale_2020 (customer_id)
#! run
alter index sale_customer attach partition sale_2020_customer

#@ web/partition_owner 11-
alter table sale owner to current_user

#@ web/partition_schema 11-
#! setup
create schema far
#! run
alter table sale set schema far

#@ web/partition_tablespace 11-
alter table sale set tablespace ts1

#@ web/leaf_tablespace 11-
alter table sale_2021 set tablespace ts1

#@ web/partition_truncate 11-
truncate sale

#@ web/partition_statistics 11-
alter table sale alter amount set statistics 200

#@ web/partition_default 11-
create table sale_rest partition of sale default

#@ web/partition_default_then_new 11-
#! setup
create table sale_rest partition of sale default
#! run
create table sale_2022 partition of sale for values from ('2022-01-01') to ('2023-01-01')

#@ web/partition_overlap 11-
create table sale_x partition of sale for values from ('2021-06-01') to ('2022-06-01')

#@ web/inherit_two_parents_column 11-
alter table left_side add column w int

#@ web/inherit_common_drop 11-
alter table left_side drop column id

#@ web/inherit_common_type 11-
alter table left_side alter id type bigint

#@ web/inherit_child_type 11-
alter table both_sides alter v type varchar(9)

#@ web/inherit_parent_type 11-
alter table left_side alter v type varchar(9)

#@ web/inherit_check_no_inherit 11-
alter table left_side add constraint n check (id > 0) no inherit

#@ web/inherit_check 11-
alter table left_side add constraint n check (id > 0)

#@ web/inherit_only_not_null 11-
alter table only left_side alter v set not null

#@ web/inherit_not_null 11-
alter table left_side alter v set not null

#@ web/inherit_drop_parent 11-
drop table left_side

#@ web/inherit_drop_parent_cascade 11-
drop table left_side cascade

#@ web/inherit_no 11-
alter table both_sides no inherit right_side

#@ web/inherit_rename 11-
alter table left_side rename column id to key

#@ web/inherit_rename_v 11-
alter table left_side rename column v to vv

#@ web/matview_on_matview_drop 11-
drop materialized view by_region

#@ web/matview_on_matview_cascade 11-
drop materialized view by_region cascade

#@ web/matview_column_type 11-
alter table customer alter region_code type varchar(10)

#@ web/matview_refresh 11-
refresh materialized view top_region

#@ web/matview_refresh_no_data 11-
refresh materialized view by_region with no data

#@ web/matview_refresh_concurrently 11-
refresh materialized view concurrently by_region

#@ web/matview_refresh_concurrently_without_key 11-
refresh materialized view concurrently top_region

#@ web/matview_rename_column 11-
alter materialized view by_region rename column n to num

#@ web/matview_option 11-
alter materialized view by_region set (fillfactor = 60)

#@ web/matview_index 11-
create index on by_region (n)

#@ web/view_replace_more 11-
create or replace view customer_list as select c.id, c.name, r.code, c.note from customer c join region r on r.code = c.region_code

#@ web/view_replace_fewer 11-
create or replace view customer_list as select c.id, c.name from customer c

#@ web/view_replace_type 11-
create or replace view customer_list as select c.id::int as id, c.name, r.code from customer c join region r on r.code = c.region_code

#@ web/view_rename 11-
alter view customer_list rename to clients

#@ web/view_drop 11-
drop view customer_list

#@ web/view_drop_both 11-
drop view rich, customer_list

#@ web/view_base_drop 11-
drop table region

#@ web/view_base_drop_cascade 11-
drop table region cascade

#@ web/gin_column_type 11-
alter table audit alter doc type json

#@ web/gin_reindex 11-
reindex index audit_doc

#@ web/brin_column_type 11-
alter table audit alter at type timestamp

#@ web/hash_column_type 11-
alter table audit alter who type text

#@ web/policy_column_drop 11-
alter table audit drop column who

#@ web/policy_column_drop_cascade 11-
alter table audit drop column who cascade

#@ web/policy_table_drop 11-
drop table counter

#@ web/policy_table_drop_cascade 11-
drop table counter cascade

#@ web/policy_alter 11-
alter policy audit_mine on audit using (true)

#@ web/policy_drop 11-
drop policy audit_mine on audit

#@ web/policy_rename 11-
alter policy audit_mine on audit rename to mine

#@ web/row_security_off 11-
alter table audit disable row level security

#@ web/statistics_drop 11-
drop statistics audit_stat

#@ web/statistics_alter 13-
alter statistics audit_stat set statistics 50

#@ web/statistics_column_type 11-
alter table audit alter id type bigint

#@ web/publication_drop_table 11-
alter publication pub_audit drop table audit

#@ web/publication_set 11-
alter publication pub_audit set table counter

#@ web/publication_add_all 11-
alter publication pub_audit add table customer, region

#@ web/publication_drop 11-
drop publication pub_audit

#@ web/publication_all 11-
create publication everything for all tables

#@ web/published_table_drop 11-
drop table audit

#@ web/rule_drop 11-
drop rule counter_rule on counter

#@ web/rule_disable 11-
alter table counter disable rule counter_rule

#@ web/rule_replace 11-
create or replace rule counter_rule as on delete to counter do also update region set code = code

#@ web/rule_rename 11-
alter rule counter_rule on counter rename to r2

#@ web/deleting_under_rule 11-
delete from counter where k > 4

#@ web/trigger_rename 11-
alter trigger counter_touch on counter rename to ct

#@ web/trigger_function_drop 11-
drop function touch()

#@ web/trigger_function_drop_cascade 11-
drop function touch() cascade

#@ web/trigger_replace 14-
create or replace trigger counter_touch after update on counter for each row execute function touch()

#@ web/trigger_enable_replica 11-
alter table counter enable replica trigger counter_touch

#@ web/index_rename 11-
alter index customer_name rename to cn

#@ web/index_set 11-
alter index customer_name set (fillfactor = 50)

#@ web/index_statistics 11-
alter index customer_name alter column 1 set statistics 300

#@ web/index_tablespace 11-
alter index customer_name set tablespace ts1

#@ web/index_drop_key 11-
drop index region_code

#@ web/index_drop_two 11-
drop index customer_name, customer_zip

#@ web/index_drop_concurrently 11-
drop index concurrently customer_name

#@ web/index_expression_concurrently 11-
create index concurrently on customer (twice(id::int))

#@ web/index_hash 11-
create index on region using hash (code)

#@ web/index_include 11-
create unique index on region (id) include (code)

#@ web/reindex_table 11-
reindex table region

#@ web/reindex_customer_concurrently 12-
reindex table concurrently customer

#@ web/cluster 11-
cluster region using region_code

#@ web/cluster_on 11-
alter table region cluster on region_code

#@ web/vacuum_full 11-
vacuum full region

#@ web/truncate_referenced 11-
truncate region

#@ web/truncate_referenced_cascade 11-
truncate region cascade

#@ web/truncate_identity 11-
truncate customer restart identity

#@ web/update_referenced 11-
update region set code = code where id = 5

#@ web/update_key 11-
update region set id = id + 10000

#@ web/delete_referenced 11-
delete from region where id = 900

#@ web/merge 15-
merge into counter c using region r on c.k = r.id when matched then update set n = 5 when not matched then insert values (r.id, 1)

#@ web/insert_conflict 11-
insert into counter values (1, 1) on conflict (k) do update set n = 3

#@ web/insert_select_view 11-
insert into counter select id, 1 from rich where id > 5000

#@ web/update_from 11-
update customer set note = r.code from region r where r.code = customer.region_code

#@ web/with_delete 11-
with gone as (delete from audit returning id) insert into counter select id + 5000, 1 from gone

#@ web/lock_view 11-
lock table rich in share mode

#@ web/lock_many 11-
lock region, customer in exclusive mode nowait

#@ web/comment_many 11-
comment on constraint region_code on region is 'x'

#@ web/grant_column 11-
grant select (id), update (code) on region to public

#@ web/rename_table 11-
alter table customer rename to client

#@ web/rename_column 11-
alter table customer rename column name to full_name

#@ web/set_logged 11-
alter table customer set unlogged

#@ web/set_unlogged_alone 11-
alter table audit set unlogged

#@ web/storage 11-
alter table audit alter doc set storage external

#@ web/column_options 11-
alter table audit alter who set (n_distinct = 5)

#@ web/replica_identity 11-
alter table region replica identity using index region_code

#@ web/reloptions_several 11-
alter table region set (fillfactor = 80, autovacuum_enabled = false), alter code set statistics 20

#@ web/reloptions_reset 11-
alter table region reset (fillfactor)

#@ web/owned_columns_extension 11-
drop extension citext

#@ web/like_all 11-
create table region_copy (like region including all)

#@ web/as_select 11-
create table copied as select * from rich

#@ web/select_into 11-
select * into copied from customer

#@ web/transaction_several 11-
alter table region add column x int;
create index on region (x);
alter table customer add column y int references region (id)

#@ web/transaction_rename_then_use 11-
alter table region rename to area;
alter table area add column x int not null default 1

#@ web/transaction_new_then_fk 11-
create table fresh (id int primary key, r int);
alter table fresh add foreign key (r) references region

#@ web/generated_column 12-
alter table counter add column g int generated always as (n * 2) stored

#@ web/generated_base_type 12-
#! setup
alter table counter add column g int generated always as (n * 2) stored
#! run
alter table counter alter n type bigint

#@ web/generated_base_drop 12-
#! setup
alter table counter add column g int generated always as (n * 2) stored
#! run
alter table counter drop column n

#@ web/generated_drop_expression 13-
#! setup
alter table counter add column g int generated always as (n * 2) stored
#! run
alter table counter alter g drop expression

#@ web/partition_detach 11-
alter table sale detach partition sale_2021

#@ web/partition_reference_drop_leaf_cascade 12-
#! setup
create table item (sale_id bigint, day date, constraint item_sale foreign key (sale_id, day) references sale)
#! run
drop table sale_2021 cascade

#@ web/partition_reference_truncate_cascade 12-
#! setup
create table item (sale_id bigint, day date, constraint item_sale foreign key (sale_id, day) references sale)
#! run
truncate sale_2021 cascade

#@ web/drop_column_and_alter_it 11-
alter table customer drop column note, alter column note set default 'x'

#@ web/drop_constraint_and_alter_it 11-
alter table customer drop constraint customer_region, alter constraint customer_region deferrable

#@ web/drop_and_add_same_constraint 11-
alter table counter drop constraint counter_n, add constraint counter_n check (n > 0)

#@ web/drop_and_add_same_column 11-
alter table customer drop column note, add column note text

#@ web/add_column_and_alter_it 11-
alter table customer add column x int, alter column x set default 5, alter column x set not null

#@ web/rule_action_table_dropped 11-
#! setup
create table target (a int);
create rule r2 as on update to region do also insert into target values (1)
#! run
drop table target

#@ web/rule_action_table_dropped_cascade 11-
#! setup
create table target (a int);
create rule r2 as on update to region do also insert into target values (1)
#! run
drop table target cascade

#@ web/lossy_type_under_unique 11-
alter table customer alter id type int using (id / 2)::int

#@ web/exclude_reindex 11-
reindex table customer

#@ web/exclude_reindex_index 12-
reindex index concurrently customer_period

#@ web/view_column_default 11-
alter view customer_list alter column name set default 'x'

#@ web/matview_owner 11-
alter materialized view by_region owner to current_user

#@ web/sequence_owned_drop 11-
drop sequence audit_id_seq

#@ web/sequence_restart 11-
alter sequence audit_id_seq restart

#@ web/truncate_many 11-
truncate region, customer

#@ web/not_null_named 18-
alter table counter add constraint nnn not null n not valid

#@ web/not_null_inherited_no_inherit 18-
alter table left_side add constraint nnn not null v no inherit

#@ web/check_not_enforced 18-
alter table counter add constraint ne check (n < 5) not enforced

#@ web/virtual_column 18-
alter table counter add column gv int generated always as (n + 1) virtual

#@ web/access_method 15-
alter table counter set access method heap

#@ web/set_expression 17-
#! setup
alter table counter add column g int generated always as (n * 2) stored
#! run
alter table counter alter g set expression as (n * 3)

#@ web/compression 14-
alter table customer alter name set compression pglz

#@ web/index_not_distinct 15-
create unique index on customer (note) nulls not distinct

#@ web/publication_columns 15-
create publication p2 for table customer (id, name) where (id > 5)

#@ web/publication_schema 15-
create publication p3 for tables in schema public
