Questions for `cargo xtask engines postgres`, beside the table of facts: combinations that no single fact shows.
`#@ name [versions]` begins a case; `#! setup` and `#! session` come before its own statements, which `#! run` begins.

#@ schema
create schema app;
create schema "Odd Schema";
create table app.users (id bigint primary key, name varchar(40), email text, age int, created timestamptz default now(), constraint users_age check (0 <= age));
insert into app.users select g, 'n' || g, 'e' || g || '@x', g % 90, now() from generate_series(1, 3000) g;
create unique index users_email on app.users (email);
create index users_lower on app.users (lower(email));
create index users_young on app.users (age) where age < 30;
create table app.orders (id bigserial primary key, user_id bigint not null references app.users (id) on delete cascade, note varchar(20), total numeric(10, 2), state text not null default 'new', placed date);
insert into app.orders (user_id, note, total, state, placed) select g, 'o' || g, g, 'new', date '2020-01-01' + g % 100 from generate_series(1, 3000) g;
create index orders_user on app.orders (user_id);
create table app.lines (order_id bigint, n int, qty int, price numeric, primary key (order_id, n), constraint lines_order foreign key (order_id) references app.orders (id));
insert into app.lines select g, 1, g, g from generate_series(1, 3000) g;
create view app.user_names as select id, name from app.users;
create view app.old_users as select id, age from app.users where 60 < age;
create view app.names_of_names as select name from app.user_names;
create materialized view app.totals as select user_id, sum(total) as total from app.orders group by user_id;
create unique index totals_user on app.totals (user_id);
create table "Odd Schema"."My Table" ("Id" int primary key, "Some Col" varchar(10), "select" int);
insert into "Odd Schema"."My Table" select g, 'v', g from generate_series(1, 3000) g;
create index "My Index" on "Odd Schema"."My Table" ("Some Col");
create type mood as enum ('sad', 'ok');
create domain posint as int check (0 < value);
create domain short_name as varchar(10);
create domain plain_text as text;
create type pair as (x int, y int);
create table moods (id int primary key, m mood default 'sad', p posint, s short_name, d plain_text, pr pair, ms mood[]);
insert into moods select g, 'ok', g, 's', 'd', row(g, g)::pair, array['ok'::mood] from generate_series(1, 3000) g;
create index moods_m on moods (m);
create table node (id int primary key, parent int references node (id), label text);
insert into node select g, nullif(g / 2, 0), 'l' from generate_series(1, 3000) g;
create table base (id int not null, v varchar(10), constraint base_v check (v <> ''));
create table kid () inherits (base);
create table grandkid (extra int) inherits (kid);
create table loose (id int not null, v varchar(10), constraint base_v check (v <> ''));
insert into base select g, 'v' from generate_series(1, 1000) g;
insert into kid select g, 'v' from generate_series(1, 1000) g;
insert into grandkid select g, 'v', g from generate_series(1, 1000) g;
insert into loose select g, 'v' from generate_series(1, 1000) g;
create table part (id int not null, at int not null, v varchar(10), w text) partition by range (at);
create table part_a partition of part for values from (0) to (1000);
create table part_b partition of part for values from (1000) to (2000) partition by list (id);
create table part_b1 partition of part_b for values in (1, 2, 3);
create table part_b2 partition of part_b for values in (4, 5, 6);
insert into part select g % 6 + 1, g, 'v', 'w' from generate_series(0, 1999) g;
create table spare (id int not null, at int not null, v varchar(10), w text);
insert into spare select g % 6 + 1, 2000 + g, 'v', 'w' from generate_series(0, 999) g;
create table plist (k text not null, n int) partition by list (k);
create table plist_x partition of plist for values in ('x');
create table plist_rest (k text not null, n int);
insert into plist select 'x', g from generate_series(1, 1000) g;
create table num (id int primary key, i2 smallint, i4 int, i8 bigint, r real, f double precision, n numeric, n52 numeric(5, 2), c5 char(5), v5 varchar(5), v varchar, t text, b bit(8), vb bit varying(8), ts timestamp, tz timestamptz, tm time, tmz timetz, d date, iv interval, j json, jb jsonb, u uuid, by bytea, ip inet, cd cidr, bo boolean, va varchar(5)[], ia int[], ts0 timestamp(0), tm3 time(3), xm xml, tsv tsvector, i4r int4range, nm name, oi oid, mo money, mac macaddr, pt point);
insert into num (id, i2, i4, i8, r, f, n, n52, c5, v5, v, t, b, vb, ts, tz, tm, tmz, d, iv, j, jb, u, by, ip, cd, bo, va, ia, ts0, tm3, tsv, i4r, nm, oi, mo, mac, pt)
select g, g % 100, g, g, g, g, g, g % 100, 'c', 'v', 'v', '1', b'10101010', b'101', timestamp '2020-01-01', timestamptz '2020-01-01 00:00Z', time '10:00', timetz '10:00+00', date '2020-01-01', interval '1 day', '{}', '{}', md5(g::text)::uuid, '\x01', '10.0.0.1', '10.0.0.0/8', true, array['a'], array[g], timestamp '2020-01-01', time '10:00', 'a', int4range(g, g + 1), 'n', g, 1, '08:00:2b:01:02:03', point(1, 2) from generate_series(1, 3000) g;
create table idx (id int primary key, v5 varchar(5), v9 varchar(9), t text, i int, tz timestamptz, r int4range, c5 char(5), n52 numeric(5, 2), j jsonb);
insert into idx select g, 'v', 'v', 't' || g, g, timestamptz '2020-01-01 00:00Z', int4range(g, g + 1), 'c', 1, '{}' from generate_series(1, 3000) g;
create index idx_v5 on idx (v5);
create index idx_v5_expr on idx (upper(v5));
create index idx_v9_pattern on idx (v9 varchar_pattern_ops);
create index idx_t_hash on idx using hash (t);
create index idx_two on idx (i, t);
create index idx_part on idx (id) where 5 < i;
create index idx_tz on idx (tz desc nulls last);
create index idx_c5 on idx (c5);
create index idx_n52 on idx (n52);
create index idx_j on idx using gin (j);
create index idx_brin on idx using brin (i);
create table excl (id int primary key, during int4range, room int, constraint excl_during exclude using gist (during with &&));
insert into excl select g, int4range(g, g + 1), g from generate_series(1, 1000) g;
create table uniq (id int primary key, code int not null, name text, constraint uniq_code unique (code));
insert into uniq select g, g, 'n' || g from generate_series(1, 3000) g;
create unique index uniq_name on uniq (name);
create table refs (id int primary key, code int, other int, v text);
insert into refs select g, g, g, 'v' from generate_series(1, 3000) g;
create table refs_fk (id int primary key, code int constraint refs_fk_code references uniq (code), x int);
insert into refs_fk select g, g, g from generate_series(1, 3000) g;
create table ident (id int generated always as identity primary key, n int);
insert into ident (n) select g from generate_series(1, 1000) g;
create sequence counter;
create table counted (id int primary key default nextval('counter'), n int);
insert into counted (n) select g from generate_series(1, 1000) g;
create table checked (id int primary key, a int, b int, constraint checked_a check (a is not null), constraint checked_b check (0 < b) not valid, constraint checked_both check (a is not null and b is not null));
insert into checked select g, g, g from generate_series(1, 3000) g;
create function volatile_fn() returns int language sql as 'select 1';
create function immutable_fn(x int) returns int language sql immutable as 'select x + 1';
create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
create table audited (id int primary key, v text);
insert into audited select g, 'v' from generate_series(1, 1000) g;
create trigger audited_stamp before insert or update on audited for each row execute procedure stamp();
create trigger audited_v after update of v on audited for each row execute procedure stamp();
create table secured (id int primary key, owner text);
insert into secured select g, 'o' from generate_series(1, 1000) g;
create policy own on secured using (owner = current_user);
create unlogged table scratch (id int primary key, v text);
insert into scratch select g, 'v' from generate_series(1, 1000) g;
create table bare (a int, b text);
insert into bare select g, 'b' from generate_series(1, 3000) g;

#@ alter/two_adds
alter table app.users add column x int, add column y text default 'a';

#@ alter/add_then_drop
alter table app.users add column x int, drop column age;

#@ alter/type_and_not_null
alter table app.orders alter column note type varchar(30), alter column note set not null;

#@ alter/default_and_validate
alter table checked alter column b set default 5, validate constraint checked_b;

#@ alter/validate_and_storage_option
alter table checked validate constraint checked_b, set (fillfactor = 80);

#@ alter/two_validates
alter table checked add constraint c2 check (b < 100000) not valid, validate constraint checked_b;

#@ alter/statistics_and_option
alter table app.users alter column name set statistics 200, set (autovacuum_enabled = false);

#@ alter/rewrite_and_fk
alter table app.orders alter column total type numeric(8, 1), add constraint o_self foreign key (user_id) references app.users (id);

#@ alter/drop_default_and_not_null
alter table app.orders alter column state drop default, alter column state drop not null;

#@ alter/type_with_default
alter table app.orders alter column state type varchar(10), alter column state set default 'old';

#@ alter/several_types_one_scan
alter table num alter column v type text, alter column v5 type varchar(50), alter column t set not null;

#@ alter/add_unique_and_check
alter table bare add constraint bare_a unique (a), add constraint bare_b check (b <> '');

#@ alter/add_pk_over_nullable
alter table bare add primary key (a);

#@ alter/add_pk_and_drop_column
alter table bare drop column b, add primary key (a);

#@ alter/add_check_not_valid_and_column
alter table bare add column c int default 3, add constraint c_positive check (0 < c) not valid;

#@ alter/add_column_used_by_check
alter table bare add column c int default 3, add constraint c_positive check (0 < c);

#@ alter/add_column_unique
alter table bare add column c int unique;

#@ alter/add_column_primary_key_default_volatile
alter table bare add column c bigserial primary key;

#@ alter/add_column_references_default_null
alter table bare add column u bigint references app.users (id);

#@ alter/add_column_references_default_value
alter table bare add column u bigint default 1 references app.users (id);

#@ alter/add_column_references_self
alter table node add column other int references node (id);

#@ alter/add_column_not_null_default
alter table app.users add column active boolean not null default true;

#@ alter/add_column_default_function_sql
alter table app.users add column z int default volatile_fn();

#@ alter/add_column_default_immutable
alter table app.users add column z int default immutable_fn(4);

#@ alter/add_column_default_cast
alter table app.users add column m mood default 'ok'::mood;

#@ alter/add_column_default_expression
alter table app.users add column z timestamptz default now() - interval '1 day';

#@ alter/add_column_clock_timestamp
alter table app.users add column z timestamptz default clock_timestamp();

#@ alter/add_column_timeofday
alter table app.users add column z text default timeofday();

#@ alter/add_column_uuid 13-
alter table app.users add column z uuid default gen_random_uuid();

#@ alter/add_column_uuidv7 18
alter table app.users add column z uuid default uuidv7();

#@ alter/add_column_concat
alter table app.users add column z text default 'a' || 'b';

#@ alter/add_column_arithmetic_volatile
alter table app.users add column z int default (random() * 10)::int;

#@ alter/add_column_statement_timestamp
alter table app.users add column z timestamptz default statement_timestamp();

#@ alter/add_column_current_date
alter table app.users add column z date default current_date;

#@ alter/add_column_localtimestamp
alter table app.users add column z timestamp default localtimestamp;

#@ alter/add_column_to_char
alter table app.users add column z text default to_char(now(), 'YYYY');

#@ alter/add_column_nextval
alter table app.users add column z int default nextval('counter');

#@ alter/add_column_currval_setval
alter table app.users add column z bigint default setval('counter', 5);

#@ alter/add_column_domain
alter table app.users add column z posint;

#@ alter/add_column_domain_default
alter table app.users add column z posint default 4;

#@ alter/add_column_domain_plain
alter table app.users add column z plain_text default 'x';

#@ alter/add_column_enum_array
alter table app.users add column z mood[] default '{}';

#@ alter/add_column_composite
alter table app.users add column z pair;

#@ alter/add_column_composite_default
alter table app.users add column z pair default row(1, 2)::pair;

#@ alter/add_column_generated_uses_other 12-
alter table app.users add column z text generated always as (lower(name)) stored;

#@ alter/add_column_if_not_exists_there
alter table app.users add column if not exists age int;

#@ alter/add_column_if_not_exists_there_default
alter table app.users add column if not exists age int not null default random();

#@ alter/add_column_to_parent
alter table base add column z int default 3;

#@ alter/add_column_to_parent_volatile
alter table base add column z double precision default random();

#@ alter/add_column_to_parent_only
alter table only base add column z int;

#@ alter/add_column_to_kid
alter table kid add column z int not null default 2;

#@ alter/add_column_to_partitioned
alter table part add column z int default 3;

#@ alter/add_column_to_partitioned_volatile
alter table part add column z double precision not null default random();

#@ alter/add_column_to_subpartitioned
alter table part_b add column z int;

#@ alter/add_column_check_partitioned
alter table part add column z int check (0 < z);

#@ alter/add_column_serial_partitioned
alter table part add column z serial;

#@ alter/odd_names_type
alter table "Odd Schema"."My Table" alter column "Some Col" type varchar(20);

#@ alter/odd_names_not_null
alter table "Odd Schema"."My Table" alter "select" set not null;

#@ alter/odd_names_index
create index on "Odd Schema"."My Table" ("select");

#@ alter/odd_names_drop_index
drop index "Odd Schema"."My Index";

#@ alter/odd_names_rename
alter table "Odd Schema"."My Table" rename to "Other Table";

#@ alter/odd_names_drop_column
alter table "Odd Schema"."My Table" drop column "Some Col";

#@ alter/search_path
#! session
set search_path = app, public;
#! run
alter table users alter column name type varchar(60);

#@ alter/search_path_create
#! session
set search_path = app;
#! run
create index on orders (placed);

#@ alter/if_exists_missing
alter table if exists app.nothing add column x int;

#@ alter/missing
alter table app.nothing add column x int;

#@ alter/missing_column
alter table app.users alter column nothing set not null;

#@ alter/drop_missing_column
alter table app.users drop column nothing;

#@ alter/drop_missing_column_if_exists
alter table app.users drop column if exists nothing, add column z int;

#@ alter/existing_column
alter table app.users add column age int;

#@ type/widen_in_view
alter table app.users alter column name type varchar(80);

#@ type/change_in_view_of_view
alter table app.users alter column name type text;

#@ type/unviewed_column
alter table app.users alter column email type varchar(400);

#@ type/indexed_expression
alter table app.users alter column email type citext;

#@ type/drop_column_of_view
alter table app.users drop column name;

#@ type/drop_column_of_view_cascade
alter table app.users drop column name cascade;

#@ type/drop_column_of_matview
alter table app.orders drop column total;

#@ type/drop_column_of_matview_cascade
alter table app.orders drop column total cascade;

#@ type/drop_column_of_index
alter table app.users drop column email;

#@ type/drop_column_partial_index
alter table app.users drop column age cascade;

#@ type/fk_column_widen
alter table app.orders alter column user_id type numeric;

#@ type/referenced_column
alter table app.users alter column id type numeric;

#@ type/referenced_same_type
alter table app.users alter column id type bigint;

#@ type/two_keys
alter table app.orders alter column id type numeric(20, 0);

#@ type/self_reference
alter table node alter column id type bigint;

#@ type/self_reference_child
alter table node alter column parent type bigint;

#@ type/unique_referenced
alter table uniq alter column code type bigint;

#@ type/unique_referencing
alter table refs_fk alter column code type bigint;

#@ type/int2_to_int4
alter table num alter column i2 type int;

#@ type/int4_to_int8
alter table num alter column i4 type bigint;

#@ type/int4_to_numeric
alter table num alter column i4 type numeric;

#@ type/int4_to_text
alter table num alter column i4 type text;

#@ type/int8_to_int4
alter table num alter column i8 type int;

#@ type/real_to_double
alter table num alter column r type double precision;

#@ type/numeric_unbounded
alter table num alter column n52 type numeric;

#@ type/numeric_precision_up
alter table num alter column n52 type numeric(7, 2);

#@ type/numeric_scale_up
alter table num alter column n52 type numeric(7, 3);

#@ type/numeric_bound
alter table num alter column n type numeric(10, 2);

#@ type/numeric_precision_down
alter table num alter column n52 type numeric(4, 2);

#@ type/char_grow
alter table num alter column c5 type char(9);

#@ type/char_to_varchar
alter table num alter column c5 type varchar(9);

#@ type/varchar_shrink
alter table num alter column v5 type varchar(3);

#@ type/varchar_unbound
alter table num alter column v5 type varchar;

#@ type/varchar_bound
alter table num alter column v type varchar(10);

#@ type/varchar_to_char
alter table num alter column v5 type char(5);

#@ type/text_to_varchar
alter table num alter column t type varchar;

#@ type/text_to_varchar_n
alter table num alter column t type varchar(10);

#@ type/text_to_int_using
alter table num alter column t type int using t::int;

#@ type/text_to_int
alter table num alter column t type int;

#@ type/same_with_using
alter table num alter column t type text using t;

#@ type/same_with_using_cast
alter table num alter column t type text using t::text;

#@ type/same_with_using_trim
alter table num alter column t type text using trim(t);

#@ type/varchar_to_text_using_cast
alter table num alter column v5 type text using v5::text;

#@ type/varchar_grow_using_cast
alter table num alter column v5 type varchar(9) using v5::varchar(9);

#@ type/using_other_column
alter table num alter column t type text using v;

#@ type/using_constant
alter table num alter column t type text using 'x';

#@ type/bit_grow
alter table num alter column b type bit(9);

#@ type/varbit_grow
alter table num alter column vb type bit varying(12);

#@ type/varbit_unbound
alter table num alter column vb type bit varying;

#@ type/varbit_shrink
alter table num alter column vb type bit varying(4);

#@ type/timestamp_precision
alter table num alter column ts0 type timestamp(3);

#@ type/timestamp_precision_free
alter table num alter column ts0 type timestamp;

#@ type/timestamp_bound
alter table num alter column ts type timestamp(3);

#@ type/timestamp_bound_six
alter table num alter column ts type timestamp(6);

#@ type/time_grow
alter table num alter column tm3 type time(6);

#@ type/time_free
alter table num alter column tm3 type time;

#@ type/time_to_timetz
alter table num alter column tm type timetz;

#@ type/tz_to_ts
alter table num alter column tz type timestamp;

#@ type/ts_to_tz
alter table num alter column ts type timestamptz;

#@ type/ts_to_tz_elsewhere
#! session
set timezone = 'America/New_York';
#! run
alter table num alter column ts type timestamptz;

#@ type/ts_to_date
alter table num alter column ts type date;

#@ type/date_to_ts
alter table num alter column d type timestamp;

#@ type/interval_bound
alter table num alter column iv type interval(3);

#@ type/interval_fields
alter table num alter column iv type interval day to second;

#@ type/json_to_jsonb
alter table num alter column j type jsonb;

#@ type/jsonb_to_json
alter table num alter column jb type json;

#@ type/json_to_text
alter table num alter column j type text;

#@ type/uuid_to_text
alter table num alter column u type text;

#@ type/text_to_uuid
alter table num alter column t type uuid using u;

#@ type/bytea_to_text
alter table num alter column by type text using encode(by, 'hex');

#@ type/inet_to_cidr
alter table num alter column ip type cidr;

#@ type/cidr_to_inet
alter table num alter column cd type inet;

#@ type/inet_to_text
alter table num alter column ip type text;

#@ type/boolean_to_int
alter table num alter column bo type int using bo::int;

#@ type/varchar_array_grow
alter table num alter column va type varchar(9)[];

#@ type/varchar_array_text
alter table num alter column va type text[];

#@ type/int_array_grow
alter table num alter column ia type bigint[];

#@ type/name_to_text
alter table num alter column nm type text;

#@ type/name_to_varchar
alter table num alter column nm type varchar;

#@ type/text_to_name
alter table num alter column t type name;

#@ type/oid_to_int
alter table num alter column oi type int;

#@ type/int_to_oid
alter table num alter column i4 type oid;

#@ type/oid_to_bigint
alter table num alter column oi type bigint;

#@ type/oid_to_regclass
alter table num alter column oi type regclass;

#@ type/money_to_numeric
alter table num alter column mo type numeric;

#@ type/macaddr_to_8
alter table num alter column mac type macaddr8;

#@ type/xml_to_text
alter table num alter column xm type text;

#@ type/xml_to_varchar
alter table num alter column xm type varchar;

#@ type/text_to_xml
alter table num alter column t type xml using t::xml;

#@ type/tsvector_to_text
alter table num alter column tsv type text;

#@ type/text_collate
alter table num alter column t type text collate "C";

#@ type/text_collate_posix
alter table num alter column t type text collate "POSIX";

#@ type/varchar_collate_grow
alter table num alter column v5 type varchar(9) collate "C";

#@ type/enum_to_text
alter table moods alter column m drop default, alter column m type text;

#@ type/enum_to_text_using
alter table moods alter column m drop default, alter column m type text using m::text;

#@ type/enum_keeps_default
alter table moods alter column m type text;

#@ type/domain_to_base
alter table moods alter column p type int;

#@ type/domain_to_wider
alter table moods alter column p type bigint;

#@ type/domain_text_to_text
alter table moods alter column d type text;

#@ type/domain_text_to_varchar
alter table moods alter column d type varchar;

#@ type/domain_varchar_to_varchar
alter table moods alter column s type varchar(10);

#@ type/domain_varchar_to_longer
alter table moods alter column s type varchar(20);

#@ type/domain_varchar_to_text
alter table moods alter column s type text;

#@ type/base_to_domain
alter table num alter column i4 type posint;

#@ type/base_to_plain_domain
alter table num alter column t type plain_text;

#@ type/varchar_to_short_domain
alter table num alter column v5 type short_name;

#@ type/varchar_to_plain_domain
alter table num alter column v5 type plain_text;

#@ type/indexed_varchar_grow
alter table idx alter column v5 type varchar(9);

#@ type/indexed_varchar_to_text
alter table idx alter column v5 type text;

#@ type/indexed_pattern_ops
alter table idx alter column v9 type varchar(19);

#@ type/indexed_pattern_ops_text
alter table idx alter column v9 type text;

#@ type/indexed_hash
alter table idx alter column t type varchar;

#@ type/indexed_multi_column
alter table idx alter column i type bigint;

#@ type/indexed_tz
alter table idx alter column tz type timestamp;

#@ type/indexed_char_grow
alter table idx alter column c5 type char(9);

#@ type/indexed_numeric
alter table idx alter column n52 type numeric(9, 2);

#@ type/indexed_numeric_unbound
alter table idx alter column n52 type numeric;

#@ type/indexed_gin
alter table idx alter column j type json;

#@ type/indexed_collate
alter table idx alter column v5 type varchar(5) collate "C";

#@ type/indexed_hash_collate
alter table idx alter column t type text collate "C";

#@ type/exclusion_column
alter table excl alter column during type int8range using int8range(lower(during), upper(during));

#@ type/exclusion_other_column
alter table excl alter column room type bigint;

#@ type/checked_column
alter table checked alter column b type bigint;

#@ type/checked_varchar
alter table base alter column v type varchar(20);

#@ type/checked_varchar_text
alter table base alter column v type text;

#@ type/inherited_in_kid
alter table kid alter column v type varchar(20);

#@ type/parent_only
alter table only base alter column v type varchar(20);

#@ type/partitioned_grow
alter table part alter column v type varchar(20);

#@ type/partitioned_rewrite
alter table part alter column w type varchar(20);

#@ type/partitioned_to_text
alter table part alter column v type text;

#@ type/partition_alone
alter table part_a alter column v type varchar(20);

#@ type/sub_partition_key
alter table part alter column id type bigint;

#@ type/partition_key_list
alter table plist alter column k type varchar;

#@ type/identity_bigint
alter table ident alter column id type bigint;

#@ type/serial_bigint
alter table counted alter column id type bigint;

#@ type/generated_source 12-
#! setup
alter table bare add column g int generated always as (a * 2) stored;
#! run
alter table bare alter column a type bigint;

#@ type/trigger_column
alter table audited alter column v type varchar(20);

#@ type/policy_column
alter table secured alter column owner type varchar(20);

#@ type/policy_column_drop
alter table secured drop column owner;

#@ type/policy_column_drop_cascade
alter table secured drop column owner cascade;

#@ type/trigger_column_drop
alter table audited drop column v;

#@ notnull/plain
alter table app.users alter column age set not null;

#@ notnull/already
alter table app.users alter column id set not null;

#@ notnull/proved
alter table checked alter column a set not null;

#@ notnull/not_proved
alter table checked alter column b set not null;

#@ notnull/proved_and_unproved
alter table checked alter column a set not null, alter column b set not null;

#@ notnull/proved_then_dropped_next
alter table checked alter column a set not null;
alter table checked drop constraint checked_a;

#@ notnull/dropped_first
alter table checked drop constraint checked_a, drop constraint checked_both;
alter table checked alter column a set not null;

#@ notnull/validated_same_transaction
alter table bare add constraint bare_a_nn check (a is not null) not valid;
alter table bare validate constraint bare_a_nn;
alter table bare alter column a set not null;
alter table bare drop constraint bare_a_nn;

#@ notnull/proof_not_valid
#! setup
alter table bare add constraint bare_a_nn check (a is not null) not valid
#! run
alter table bare alter column a set not null;

#@ notnull/proof_wider
#! setup
alter table bare add constraint bare_nn check (a is not null and b is not null)
#! run
alter table bare alter column a set not null, alter column b set not null;

#@ notnull/proof_or
#! setup
alter table bare add constraint bare_nn check (a is not null or b is not null)
#! run
alter table bare alter column a set not null;

#@ notnull/proof_not_null_is_null
#! setup
alter table bare add constraint bare_nn check (not (a is null))
#! run
alter table bare alter column a set not null;

#@ notnull/proof_comparison
#! setup
alter table bare add constraint bare_nn check (0 < a)
#! run
alter table bare alter column a set not null;

#@ notnull/proof_add_pk
#! setup
alter table bare add constraint bare_nn check (a is not null)
#! run
alter table bare add primary key (a);

#@ notnull/pk_over_not_null
alter table loose add primary key (id);

#@ notnull/parent
alter table base alter column v set not null;

#@ notnull/parent_only
alter table only base alter column v set not null;

#@ notnull/drop_kid
alter table kid alter column id drop not null;

#@ notnull/drop_parent
alter table base alter column id drop not null;

#@ notnull/partitioned
alter table part alter column w set not null;

#@ notnull/partition
alter table part_b alter column w set not null;

#@ notnull/drop_pk_column
alter table app.users alter column id drop not null;

#@ notnull/named 18
alter table bare add constraint bare_a_there not null a;

#@ notnull/named_not_valid 18
alter table bare add constraint bare_a_there not null a not valid;

#@ notnull/named_validate 18
#! setup
alter table bare add constraint bare_a_there not null a not valid;
#! run
alter table bare validate constraint bare_a_there;

#@ notnull/named_drop 18
#! setup
alter table bare add constraint bare_a_there not null a;
#! run
alter table bare drop constraint bare_a_there;

#@ notnull/with_data_null
#! setup
update bare set a = null where a = 7
#! run
alter table bare alter column a set not null;

#@ constraint/fk_self
alter table node add constraint node_again foreign key (parent) references node (id);

#@ constraint/fk_both_ways
alter table refs add constraint refs_u foreign key (code) references uniq (code), add constraint refs_n foreign key (other) references node (id);

#@ constraint/fk_not_valid
alter table refs add constraint refs_u foreign key (code) references uniq (code) not valid;

#@ constraint/fk_validate
#! setup
alter table refs add constraint refs_u foreign key (code) references uniq (code) not valid
#! run
alter table refs validate constraint refs_u;

#@ constraint/fk_validate_self
#! setup
alter table node add constraint node_again foreign key (parent) references node (id) not valid
#! run
alter table node validate constraint node_again;

#@ constraint/fk_to_unique_index
alter table refs add constraint refs_name foreign key (v) references uniq (name);

#@ constraint/fk_to_unique_index_not_valid
alter table refs add constraint refs_name foreign key (v) references uniq (name) not valid;

#@ constraint/fk_no_unique
alter table refs add constraint refs_bad foreign key (v) references app.users (name);

#@ constraint/fk_types_differ
alter table refs add constraint refs_bad foreign key (v) references uniq (code);

#@ constraint/fk_missing_table
alter table refs add constraint refs_bad foreign key (code) references nowhere (id);

#@ constraint/fk_to_partitioned 12-
#! setup
alter table part add constraint part_key primary key (id, at)
#! run
alter table refs add constraint refs_p foreign key (code, other) references part (id, at) not valid;

#@ constraint/fk_from_partitioned 11-
alter table part add constraint part_u foreign key (id) references node (id);

#@ constraint/fk_from_partitioned_not_valid 11-17
alter table part add constraint part_u foreign key (id) references node (id) not valid;

#@ constraint/fk_from_partitioned_not_valid_18 18
alter table part add constraint part_u foreign key (id) references node (id) not valid;

#@ constraint/fk_drop
alter table refs_fk drop constraint refs_fk_code;

#@ constraint/fk_drop_referenced
alter table uniq drop constraint uniq_code;

#@ constraint/fk_drop_referenced_cascade
alter table uniq drop constraint uniq_code cascade;

#@ constraint/fk_drop_column
alter table refs_fk drop column code;

#@ constraint/fk_rename
alter table refs_fk rename constraint refs_fk_code to refs_fk_new;

#@ constraint/fk_alter_deferrable
alter table refs_fk alter constraint refs_fk_code deferrable initially deferred;

#@ constraint/drop_pk_with_fk
alter table app.users drop constraint users_pkey;

#@ constraint/drop_pk_cascade
alter table app.users drop constraint users_pkey cascade;

#@ constraint/drop_pk_plain
alter table idx drop constraint idx_pkey;

#@ constraint/drop_check
alter table checked drop constraint checked_a;

#@ constraint/drop_missing
alter table checked drop constraint nothing;

#@ constraint/drop_missing_if_exists
alter table checked drop constraint if exists nothing;

#@ constraint/drop_inherited_check
alter table base drop constraint base_v;

#@ constraint/drop_inherited_check_kid
alter table kid drop constraint base_v;

#@ constraint/check_inherited
alter table base add constraint base_id check (0 < id);

#@ constraint/check_no_inherit
alter table base add constraint base_id check (0 < id) no inherit;

#@ constraint/check_only
alter table only base add constraint base_id check (0 < id);

#@ constraint/check_inherited_not_valid
alter table base add constraint base_id check (0 < id) not valid;

#@ constraint/check_inherited_validate
#! setup
alter table base add constraint base_id check (0 < id) not valid
#! run
alter table base validate constraint base_id;

#@ constraint/check_partitioned
alter table part add constraint part_w check (w <> '');

#@ constraint/check_violated
alter table bare add constraint bare_a check (a < 5);

#@ constraint/check_function
alter table bare add constraint bare_f check (immutable_fn(a) is not null);

#@ constraint/check_no_column
alter table bare add constraint bare_true check (true);

#@ constraint/check_not_enforced 18
alter table bare add constraint bare_a check (a < 5) not enforced;

#@ constraint/validate_already
alter table checked validate constraint checked_a;

#@ constraint/validate_missing
alter table checked validate constraint nothing;

#@ constraint/unique_plain
alter table bare add constraint bare_u unique (a, b);

#@ constraint/unique_include 11-
alter table bare add constraint bare_u unique (a) include (b);

#@ constraint/unique_nulls 15-
alter table bare add constraint bare_u unique nulls not distinct (a);

#@ constraint/unique_deferrable
alter table bare add constraint bare_u unique (a) deferrable;

#@ constraint/unique_partitioned 11-
alter table part add constraint part_u unique (id, at);

#@ constraint/unique_partitioned_without_key 11-
alter table part add constraint part_u unique (id);

#@ constraint/unique_violated
alter table bare add constraint bare_u unique (b);

#@ constraint/unique_using_index
#! setup
create unique index bare_ui on bare (a)
#! run
alter table bare add constraint bare_u unique using index bare_ui;

#@ constraint/pk_using_index
#! setup
create unique index bare_ui on bare (a)
#! run
alter table bare add constraint bare_pk primary key using index bare_ui;

#@ constraint/pk_using_index_not_null
#! setup
create unique index loose_ui on loose (id)
#! run
alter table loose add primary key using index loose_ui;

#@ constraint/pk_second
alter table idx add primary key (i);

#@ constraint/pk_swap
alter table uniq drop constraint uniq_pkey, add primary key (code);

#@ constraint/exclude
alter table idx add constraint idx_x exclude using gist (r with &&);

#@ constraint/exclude_partial
alter table idx add constraint idx_x exclude using gist (r with &&) where (5 < i);

#@ constraint/drop_exclude
alter table excl drop constraint excl_during;

#@ constraint/rename_unique
alter table uniq rename constraint uniq_code to uniq_code2;

#@ index/plain
create index on app.orders (placed);

#@ index/unique
create unique index on app.orders (id, user_id);

#@ index/include 11-
create index on app.orders (user_id) include (total);

#@ index/partial_expression
create index on app.orders (lower(note)) where state = 'new';

#@ index/if_not_exists_there
create index if not exists orders_user on app.orders (user_id);

#@ index/there
create index orders_user on app.orders (user_id);

#@ index/missing_column
create index on app.orders (nothing);

#@ index/gin
create index on num using gin (jb);

#@ index/gist_spgist
create index on num using gist (i4r);

#@ index/brin
create index on num using brin (ts);

#@ index/on_partitioned 11-
create index on part (v);

#@ index/on_partitioned_only 11-
create index part_v on only part (v);

#@ index/on_sub_partitioned 11-
create index on part_b (v);

#@ index/attach 11-
#! setup
create index part_v on only part (v);
create index part_a_v on part_a (v)
#! run
alter index part_v attach partition part_a_v;

#@ index/drop_partitioned 11-
#! setup
create index part_v on part (v)
#! run
drop index part_v;

#@ index/drop_of_partition 11-
#! setup
create index part_v on part (v)
#! run
drop index part_a_v_idx;

#@ index/on_parent
create index on base (v);

#@ index/on_matview
create index on app.totals (total);

#@ index/on_view
create index on app.user_names (id);

#@ index/concurrently
create index concurrently orders_placed on app.orders (placed);

#@ index/concurrently_partitioned 11-
create index concurrently on part (v);

#@ index/concurrently_unique
create unique index concurrently users_name on app.users (name);

#@ index/drop
drop index app.orders_user;

#@ index/drop_two
drop index app.orders_user, app.users_lower;

#@ index/drop_of_constraint
drop index uniq_code;

#@ index/drop_missing
drop index nothing;

#@ index/drop_missing_if_exists
drop index if exists nothing;

#@ index/drop_concurrently
drop index concurrently app.orders_user;

#@ index/drop_concurrently_partitioned 11-
#! setup
create index part_v on part (v)
#! run
drop index concurrently part_v;

#@ index/rename
alter index app.orders_user rename to orders_user2;

#@ index/rename_if_exists_missing
alter index if exists app.nothing rename to nothing2;

#@ index/set_option
alter index app.orders_user set (fillfactor = 70);

#@ index/statistics 11-
alter index app.users_lower alter column 1 set statistics 500;

#@ index/reindex_index
reindex index app.orders_user;

#@ index/reindex_table
reindex table app.orders;

#@ index/reindex_concurrently 12-
reindex index concurrently app.orders_user;

#@ index/cluster_on
alter table app.orders cluster on orders_user;

#@ index/cluster
cluster app.orders using orders_user;

#@ index/replica_identity
alter table app.orders replica identity full;

#@ partition/attach 10-
alter table part attach partition spare for values from (2000) to (3000);

#@ partition/attach_checked
#! setup
alter table spare add constraint spare_at check (2000 <= at and at < 3000)
#! run
alter table part attach partition spare for values from (2000) to (3000);

#@ partition/attach_checked_with_default 11-
#! setup
create table part_rest partition of part default;
insert into part values (1, 9000, 'v', 'w');
alter table spare add constraint spare_at check (2000 <= at and at < 3000)
#! run
alter table part attach partition spare for values from (2000) to (3000);

#@ partition/attach_not_matching_check
#! setup
alter table spare add constraint spare_at check (1 <= id)
#! run
alter table part attach partition spare for values from (2000) to (3000);

#@ partition/attach_with_index 11-
#! setup
create index on part (v)
#! run
alter table part attach partition spare for values from (2000) to (3000);

#@ partition/attach_with_ready_index 11-
#! setup
create index on part (v);
create index on spare (v)
#! run
alter table part attach partition spare for values from (2000) to (3000);

#@ partition/attach_with_foreign_key 11-
#! setup
alter table part add constraint part_n foreign key (id) references node (id)
#! run
alter table part attach partition spare for values from (2000) to (3000);

#@ partition/attach_with_pk 11-
#! setup
alter table part add primary key (id, at)
#! run
alter table part attach partition spare for values from (2000) to (3000);

#@ partition/attach_default 11-
alter table part attach partition spare default;

#@ partition/attach_partitioned
#! setup
create table sub (id int not null, at int not null, v varchar(10), w text) partition by list (id);
create table sub1 partition of sub for values in (1, 2, 3, 4, 5, 6);
insert into sub select * from spare
#! run
alter table part attach partition sub for values from (2000) to (3000);

#@ partition/attach_to_sub
#! setup
create table seven (id int not null, at int not null, v varchar(10), w text);
insert into seven select 7, 1000 + g, 'v', 'w' from generate_series(1, 500) g
#! run
alter table part_b attach partition seven for values in (7);

#@ partition/attach_list
alter table plist attach partition plist_rest for values in ('y', 'z');

#@ partition/attach_overlap
alter table part attach partition spare for values from (500) to (3000);

#@ partition/detach
alter table part detach partition part_a;

#@ partition/detach_sub
alter table part detach partition part_b;

#@ partition/detach_from_sub
alter table part_b detach partition part_b1;

#@ partition/detach_with_foreign_key 11-
#! setup
alter table part add constraint part_n foreign key (id) references node (id)
#! run
alter table part detach partition part_a;

#@ partition/detach_concurrently 14-
alter table part detach partition part_a concurrently;

#@ partition/create
create table part_c partition of part for values from (2000) to (3000);

#@ partition/create_with_default 11-
#! setup
create table part_rest partition of part default;
insert into part values (1, 9000, 'v', 'w')
#! run
create table part_c partition of part for values from (2000) to (3000);

#@ partition/create_default 11-
create table part_rest partition of part default;

#@ partition/create_of_sub
create table part_b3 partition of part_b for values in (7, 8);

#@ partition/create_with_foreign_key 11-
#! setup
alter table part add constraint part_n foreign key (id) references node (id)
#! run
create table part_c partition of part for values from (2000) to (3000);

#@ partition/drop
drop table part_a;

#@ partition/drop_sub
drop table part_b;

#@ partition/drop_all
drop table part;

#@ partition/truncate
truncate part_b;

#@ partition/rename_column
alter table part rename column w to ww;

#@ partition/drop_column
alter table part drop column w;

#@ partition/drop_key_column
alter table part drop column at;

#@ partition/add_trigger 11-
create trigger part_stamp after insert on part for each row execute procedure stamp();

#@ partition/comment
comment on table part is 'x';

#@ partition/set_option
alter table part_a set (fillfactor = 50);

#@ partition/owner
alter table part owner to current_user;

#@ table/create_references
create table fresh (id int primary key, u bigint references app.users (id), n int references node (id));

#@ table/create_references_then_index
create table fresh (id int primary key, u bigint references app.users (id));
create index on fresh (u);
alter table fresh add column z int not null default 1;

#@ table/create_then_reference_later
create table fresh (id int primary key, u bigint);
alter table fresh add foreign key (u) references app.users (id);

#@ table/create_and_reference_new
create table fresh (id int primary key);
alter table refs add column f int references fresh (id);

#@ table/create_like
create table fresh (like app.users including all);

#@ table/create_as
create table fresh as select * from app.users;

#@ table/create_inherits
create table fresh (z int) inherits (base);

#@ table/create_if_not_exists
create table if not exists app.users (id int);

#@ table/create_there
create table app.users (id int);

#@ table/drop
drop table bare;

#@ table/drop_referencing
drop table refs_fk;

#@ table/drop_referenced
drop table uniq;

#@ table/drop_referenced_cascade
drop table uniq cascade;

#@ table/drop_viewed
drop table app.users;

#@ table/drop_viewed_cascade
drop table app.users cascade;

#@ table/drop_parent
drop table base;

#@ table/drop_parent_cascade
drop table base cascade;

#@ table/drop_kid
drop table grandkid;

#@ table/drop_two
drop table refs_fk, uniq;

#@ table/drop_with_sequence
drop table app.lines, app.orders cascade;

#@ table/drop_missing
drop table nothing;

#@ table/drop_missing_if_exists
drop table if exists nothing, bare;

#@ table/drop_then_create
drop table bare;
create table bare (a int primary key);
create index on bare (a);

#@ table/rename
alter table app.users rename to people;

#@ table/rename_column
alter table app.users rename column name to full_name;

#@ table/rename_column_inherited
alter table base rename column v to vv;

#@ table/rename_column_kid
alter table kid rename column v to vv;

#@ table/rename_then_alter
alter table bare rename to naked;
alter table naked add column z int default random();

#@ table/rename_taken
alter table app.users rename to orders;

#@ table/set_schema
alter table bare set schema app;

#@ table/set_schema_with_sequence
alter table ident set schema app;

#@ table/inherit
alter table loose inherit base;

#@ table/no_inherit
alter table kid no inherit base;

#@ table/set_unlogged
alter table bare set unlogged;

#@ table/set_logged
alter table scratch set logged;

#@ table/set_logged_already
alter table bare set logged;

#@ table/set_unlogged_referenced
alter table uniq set unlogged;

#@ table/set_access_method 15-
alter table bare set access method heap;

#@ table/option
alter table bare set (autovacuum_vacuum_scale_factor = 0.1);

#@ table/option_user_catalog
alter table bare set (fillfactor = 50, parallel_workers = 2);

#@ table/option_reset
alter table bare reset (fillfactor);

#@ table/option_toast
alter table bare set (toast.autovacuum_enabled = false);

#@ table/enable_rls
alter table app.users enable row level security;

#@ table/disable_trigger
alter table audited disable trigger audited_stamp;

#@ table/disable_trigger_all
alter table refs_fk disable trigger all;

#@ table/truncate_referenced
truncate uniq;

#@ table/truncate_cascade
truncate uniq cascade;

#@ table/truncate_parent
truncate base;

#@ table/truncate_identity
truncate ident restart identity;

#@ table/vacuum_full
vacuum full bare;

#@ table/analyze
analyze bare;

#@ table/lock
lock table app.users in share row exclusive mode;

#@ table/lock_view
lock table app.user_names in access exclusive mode;

#@ table/comment
comment on column app.users.name is 'x';

#@ table/grant
grant select on app.users to public;

#@ table/create_statistics 10-
create statistics users_stat on name, age from app.users;

#@ table/create_rule
create rule bare_rule as on delete to bare do instead nothing;

#@ table/create_policy
create policy p on app.users using (true);

#@ table/drop_policy
drop policy own on secured;

#@ table/create_trigger
create trigger x before update on app.orders for each row execute procedure stamp();

#@ table/create_or_replace_trigger 14-
create or replace trigger audited_stamp before insert on audited for each row execute function stamp();

#@ table/drop_trigger
drop trigger audited_stamp on audited;

#@ table/rename_trigger
alter trigger audited_stamp on audited rename to other;

#@ table/drop_function_cascade
drop function stamp() cascade;

#@ table/drop_function
drop function stamp();

#@ column/default
alter table app.users alter column age set default 4;

#@ column/default_drop
alter table app.orders alter column state drop default;

#@ column/default_inherited
alter table base alter column v set default 'x';

#@ column/storage
alter table app.users alter column email set storage external;

#@ column/storage_parent
alter table base alter column v set storage external;

#@ column/compression 14-
alter table app.users alter column email set compression pglz;

#@ column/options
alter table app.users alter column email set (n_distinct = 5);

#@ column/statistics_parent
alter table base alter column v set statistics 50;

#@ column/add_identity
alter table loose alter column id add generated always as identity;

#@ column/set_identity
alter table ident alter column id set generated by default;

#@ column/restart_identity
alter table ident alter column id restart with 5000;

#@ column/drop_identity
alter table ident alter column id drop identity;

#@ column/drop_identity_missing
alter table bare alter column a drop identity;

#@ column/drop_identity_if_exists
alter table bare alter column a drop identity if exists;

#@ column/drop_expression 13-
#! setup
alter table bare add column g int generated always as (a * 2) stored
#! run
alter table bare alter column g drop expression;

#@ column/drop
alter table app.orders drop column note;

#@ column/drop_serial
alter table app.orders drop column id;

#@ column/drop_serial_cascade
alter table app.orders drop column id cascade;

#@ column/drop_key
alter table app.lines drop column n;

#@ column/drop_inherited
alter table base drop column v;

#@ column/drop_inherited_only
alter table only base drop column v;

#@ column/drop_inherited_kid
alter table kid drop column v;

#@ column/drop_checked
alter table checked drop column b;

#@ column/drop_excluded
alter table excl drop column during;

#@ column/drop_sequence_default
alter table counted drop column id;

#@ column/drop_generated_source 12-
#! setup
alter table bare add column g int generated always as (a * 2) stored
#! run
alter table bare drop column a;

#@ sequence/alter
alter sequence counter increment by 5;

#@ sequence/restart
alter sequence counter restart;

#@ sequence/type
alter sequence counter as bigint;

#@ sequence/owned_by
alter sequence counter owned by counted.id;

#@ sequence/owned_by_none
alter sequence app.orders_id_seq owned by none;

#@ sequence/rename
alter sequence counter rename to counter2;

#@ sequence/drop
drop sequence counter;

#@ sequence/drop_cascade
drop sequence counter cascade;

#@ sequence/drop_owned
drop sequence app.orders_id_seq;

#@ sequence/create_owned
create sequence bare_seq owned by bare.a;

#@ sequence/setval
select setval('counter', 5000);

#@ type_object/enum_add 12-
alter type mood add value 'glad';

#@ type_object/enum_add_before 12-
alter type mood add value if not exists 'glad' before 'ok';

#@ type_object/enum_add_there 12-
alter type mood add value 'ok';

#@ type_object/enum_rename
alter type mood rename value 'sad' to 'down';

#@ type_object/rename
alter type mood rename to mood2;

#@ type_object/drop_used
drop type mood;

#@ type_object/drop_cascade
drop type mood cascade;

#@ type_object/domain_add_check
alter domain posint add constraint small check (value < 100000);

#@ type_object/domain_add_check_not_valid
alter domain posint add constraint small check (value < 100000) not valid;

#@ type_object/domain_not_null
alter domain posint set not null;

#@ type_object/domain_default
alter domain posint set default 4;

#@ type_object/domain_drop_constraint
alter domain posint drop constraint posint_check;

#@ type_object/domain_drop_cascade
drop domain posint cascade;

#@ type_object/domain_violated
alter domain posint add constraint tiny check (value < 5);

#@ type_object/composite_add
alter type pair add attribute z int cascade;

#@ type_object/composite_alter
alter type pair alter attribute x type bigint;

#@ type_object/composite_drop
alter type pair drop attribute y;

#@ view/create
create view fresh_view as select * from app.users join app.orders on user_id = users.id;

#@ view/replace_add_column
create or replace view app.user_names as select id, name, email from app.users;

#@ view/replace_drop_column
create or replace view app.user_names as select id from app.users;

#@ view/drop
drop view app.old_users;

#@ view/drop_used
drop view app.user_names;

#@ view/drop_cascade
drop view app.user_names cascade;

#@ view/rename
alter view app.old_users rename to older_users;

#@ view/set_schema
alter view app.old_users set schema public;

#@ view/refresh
refresh materialized view app.totals;

#@ view/refresh_concurrently
refresh materialized view concurrently app.totals;

#@ view/drop_matview
drop materialized view app.totals;

#@ view/create_matview
create materialized view fresh_view as select * from app.users;

#@ view/create_matview_of_view
create materialized view fresh_view as select * from app.names_of_names;

#@ data/insert
insert into bare values (1, 'x');

#@ data/insert_select
insert into bare select id, name from app.users;

#@ data/insert_fk
insert into app.orders (user_id, note) values (5, 'x');

#@ data/insert_view
insert into app.user_names values (100001, 'x');

#@ data/update_all
update bare set b = 'y';

#@ data/update_key
update app.users set id = id + 100000 where id = 77;

#@ data/update_from
update bare set b = u.name from app.users u where u.id = bare.a;

#@ data/update_parent
update base set v = 'y';

#@ data/update_partitioned
update part set w = 'y';

#@ data/delete_all
delete from app.lines;

#@ data/delete_referenced
delete from app.users where id = 5;

#@ data/delete_using
delete from bare using app.users u where u.id = bare.a;

#@ data/select_for_update
select * from bare where a = 3 for update;

#@ data/with_delete
with gone as (delete from bare where a < 10 returning *) insert into refs select a + 100000, a, a, b from gone;

#@ data/do_block
do $$ begin update bare set b = 'z'; end $$;

#@ data/merge 15-
merge into bare using app.users u on u.id = bare.a when matched then update set b = u.name;

#@ data/copy_to
copy (select 1) to '/dev/null';

#@ transaction/expand_backfill_contract
alter table bare add column c text;
update bare set c = b;
alter table bare alter column c set not null;

#@ transaction/index_then_constraint
create unique index bare_a on bare (a);
alter table bare add constraint bare_pk primary key using index bare_a;

#@ transaction/drop_and_add_fk
alter table refs_fk drop constraint refs_fk_code;
alter table refs_fk add constraint refs_fk_code foreign key (code) references uniq (code) on delete cascade not valid;
alter table refs_fk validate constraint refs_fk_code;

#@ transaction/swap_tables
alter table bare rename to bare_old;
create table bare (a int, b text);
insert into bare select a, b from bare_old;
drop table bare_old;

#@ transaction/savepoint
savepoint a;
alter table bare add column z int;
rollback to savepoint a;
alter table refs add column z int;

#@ transaction/enum_swap
alter table moods alter column m drop default;
create type mood_new as enum ('sad', 'ok', 'glad');
alter table moods alter column m type mood_new using m::text::mood_new;
drop type mood;

#@ transaction/add_partition_by_hand
create table part_c (like part including defaults including constraints);
alter table part_c add constraint part_c_at check (2000 <= at and at < 3000);
alter table part attach partition part_c for values from (2000) to (3000);

#@ transaction/set_local
set local lock_timeout = '1s';
alter table bare add column z int;

#@ transaction/rename_two
alter table bare rename column a to a2;
alter table bare rename column b to a;
alter table bare alter column a type varchar(10);
