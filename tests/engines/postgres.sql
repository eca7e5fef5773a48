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

#@ heirs/multiple_parents_add
#! setup
create table pa (a int, b int); create table pb (b int, c int); create table pc () inherits (pa, pb); insert into pa select 1, g from generate_series(1, 500) g; insert into pc select 1, g, 3 from generate_series(1, 500) g;
#! run
alter table pa add column z int default random();

#@ heirs/multiple_parents_drop
#! setup
create table pa (a int, b int); create table pb (b int, c int); create table pc () inherits (pa, pb); insert into pc select 1, g, 3 from generate_series(1, 500) g;
#! run
alter table pa drop column b;

#@ heirs/merge_add_column
alter table kid add column z int;
alter table base add column z int;

#@ heirs/check_validate_kid
#! setup
alter table base add constraint late check (id > 0) not valid;
#! run
alter table kid validate constraint late;

#@ heirs/default_only
alter table only base alter column v set default 'x';

#@ heirs/default_kid
alter table kid alter column v set default 'x';

#@ heirs/not_null_kid
alter table kid alter column v set not null;

#@ heirs/storage_only
alter table only base alter column v set storage external;

#@ heirs/statistics_only
alter table only base alter column v set statistics 50;

#@ heirs/index_on_kid
create index on kid (v);

#@ heirs/unique_on_kid
alter table kid add constraint kid_v unique (v);

#@ heirs/trigger_on_parent
create trigger base_stamp before insert on base for each row execute procedure stamp();

#@ heirs/rename_parent
alter table base rename to basis;

#@ heirs/rename_check
alter table base rename constraint base_v to base_w;

#@ heirs/inherit_grandchild
alter table loose inherit kid;

#@ heirs/no_inherit_middle
alter table kid no inherit base;

#@ heirs/delete_parent
delete from base where id < 5;

#@ heirs/delete_only
delete from only base;

#@ heirs/update_only
update only base set v = 'x';

#@ heirs/update_grandkid
update grandkid set extra = 1;

#@ heirs/insert_kid
insert into kid values (1, 'v');

#@ heirs/lock_parent
lock table base in share mode;

#@ heirs/lock_only
lock table only base in share mode;

#@ heirs/truncate_only
truncate only base;

#@ heirs/set_unlogged_parent
alter table base set unlogged;

#@ heirs/options_parent
alter table base set (fillfactor = 70);

#@ heirs/owner_parent
alter table base owner to current_user;

#@ heirs/drop_kid_of_three
drop table kid;

#@ heirs/drop_kid_cascade
drop table kid cascade;

#@ heirs/schema_of_parent
alter table base set schema app;

#@ heirs/rls_parent
alter table base enable row level security;

#@ heirs/add_column_kid_then_not_null
alter table kid add column z int default 1, alter column z set not null;

#@ heirs/type_in_kid_own
alter table grandkid alter column extra type bigint;

#@ heirs/generated_in_parent 12-
alter table base add column g int generated always as (id * 2) stored;

#@ heirs/serial_in_parent
alter table base add column n serial;

#@ heirs/domain_in_parent
alter table base add column n posint;

#@ heirs/check_no_inherit_then_drop
alter table base add constraint own check (id > 0) no inherit;
alter table base drop constraint own;

#@ parts/three_levels_add_column
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); create table deep_1_1_2 partition of deep_1_1 for values in (2); insert into deep select 1, g % 100, 1 + g % 2, 'v' from generate_series(1, 1000) g;
#! run
alter table deep add column z int not null default 1;

#@ parts/three_levels_not_null
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); create table deep_1_1_2 partition of deep_1_1 for values in (2); insert into deep select 1, g % 100, 1 + g % 2, 'v' from generate_series(1, 1000) g;
#! run
alter table deep alter column v set not null;

#@ parts/three_levels_check
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); create table deep_1_1_2 partition of deep_1_1 for values in (2); insert into deep select 1, g % 100, 1 + g % 2, 'v' from generate_series(1, 1000) g;
#! run
alter table deep add constraint deep_v check (v <> '');

#@ parts/three_levels_index 11-
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); create table deep_1_1_2 partition of deep_1_1 for values in (2); insert into deep select 1, g % 100, 1 + g % 2, 'v' from generate_series(1, 1000) g;
#! run
create index on deep (v);

#@ parts/three_levels_drop_index 11-
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); create table deep_1_1_2 partition of deep_1_1 for values in (2); insert into deep select 1, g % 100, 1 + g % 2, 'v' from generate_series(1, 1000) g; create index deep_v on deep (v);
#! run
drop index deep_v;

#@ parts/three_levels_detach_middle
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); create table deep_1_1_2 partition of deep_1_1 for values in (2); insert into deep select 1, g % 100, 1 + g % 2, 'v' from generate_series(1, 1000) g;
#! run
alter table deep_1 detach partition deep_1_1;

#@ parts/three_levels_detach_top
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); create table deep_1_1_2 partition of deep_1_1 for values in (2); insert into deep select 1, g % 100, 1 + g % 2, 'v' from generate_series(1, 1000) g;
#! run
alter table deep detach partition deep_1;

#@ parts/three_levels_drop_leaf
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); create table deep_1_1_2 partition of deep_1_1 for values in (2);
#! run
drop table deep_1_1_1;

#@ parts/three_levels_new_leaf
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1);
#! run
create table deep_1_1_2 partition of deep_1_1 for values in (2);

#@ parts/three_levels_attach_leaf
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); create table leaf (a int not null, b int not null, c int not null, v text); insert into leaf select 1, g % 100, 2, 'v' from generate_series(1, 500) g;
#! run
alter table deep_1_1 attach partition leaf for values in (2);

#@ parts/three_levels_truncate_middle
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1); insert into deep select 1, g % 100, 1, 'v' from generate_series(1, 1000) g;
#! run
truncate deep_1;

#@ parts/three_levels_rename_column
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1);
#! run
alter table deep rename column v to w;

#@ parts/three_levels_drop_all
#! setup
create table deep (a int not null, b int not null, c int not null, v text) partition by list (a); create table deep_1 partition of deep for values in (1) partition by range (b); create table deep_1_1 partition of deep_1 for values from (0) to (100) partition by list (c); create table deep_1_1_1 partition of deep_1_1 for values in (1);
#! run
drop table deep;

#@ parts/hash 11-
#! setup
create table h (id int, v text) partition by hash (id); create table h0 partition of h for values with (modulus 2, remainder 0); create table h1 (id int, v text);
#! run
alter table h attach partition h1 for values with (modulus 2, remainder 1);

#@ parts/hash_create 11-
#! setup
create table h (id int, v text) partition by hash (id); create table h0 partition of h for values with (modulus 2, remainder 0);
#! run
create table h1 partition of h for values with (modulus 2, remainder 1);

#@ parts/pk_on_partitioned 11-
alter table part add constraint part_pk primary key (at, id);

#@ parts/pk_then_attach 11-
#! setup
alter table part add constraint part_pk primary key (at, id);
#! run
alter table part attach partition spare for values from (2000) to (4000);

#@ parts/pk_drop 11-
#! setup
alter table part add constraint part_pk primary key (at, id);
#! run
alter table part drop constraint part_pk;

#@ parts/unique_index_concurrent_on_leaf
create index concurrently part_a_w on part_a (w);

#@ parts/check_not_valid
alter table part add constraint part_w check (w <> '') not valid;

#@ parts/check_validate
#! setup
alter table part add constraint part_w check (w <> '') not valid;
#! run
alter table part validate constraint part_w;

#@ parts/check_only
alter table only part add constraint part_w check (w <> '');

#@ parts/drop_not_null
alter table part alter column at drop not null;

#@ parts/default_part
alter table part_a alter column w set default 'q';

#@ parts/default_all
alter table part alter column w set default 'q';

#@ parts/drop_column_part
alter table part_a drop column w;

#@ parts/rename_column_part
alter table part_a rename column w to ww;

#@ parts/type_part
alter table part_a alter column w type varchar(100);

#@ parts/add_column_part
alter table part_a add column z int;

#@ parts/fk_leaf
alter table part_a add constraint pa_fk foreign key (id) references app.users (id);

#@ parts/fk_leaf_not_valid
alter table part_b1 add constraint pb_fk foreign key (id) references app.users (id) not valid;

#@ parts/fk_sub 11-
alter table part_b add constraint pb_fk foreign key (id) references app.users (id);

#@ parts/rename_part
alter table part_a rename to part_z;

#@ parts/rename_whole
alter table part rename to whole;

#@ parts/schema_part
alter table part_a set schema app;

#@ parts/schema_whole
alter table part set schema app;

#@ parts/unlogged_part
alter table part_a set unlogged;

#@ parts/option_part
alter table part_a set (fillfactor = 80);

#@ parts/trigger_row_before 13-
create trigger part_stamp before insert on part for each row execute procedure stamp();

#@ parts/trigger_disable 11-
#! setup
create trigger part_stamp after insert on part for each row execute procedure stamp();
#! run
alter table part disable trigger part_stamp;

#@ parts/trigger_drop 11-
#! setup
create trigger part_stamp after insert on part for each row execute procedure stamp();
#! run
drop trigger part_stamp on part;

#@ parts/rls
alter table part enable row level security;

#@ parts/policy
create policy own on part using (w = current_user);

#@ parts/delete_all
delete from part;

#@ parts/copy_select
insert into spare select * from part;

#@ parts/analyze
analyze part;

#@ parts/statistics
create statistics part_st (dependencies) on id, at from part;

#@ parts/lock
lock table part in exclusive mode;

#@ parts/comment_leaf
comment on table part_b1 is 'x';

#@ parts/create_like
create table other (like part including all);

#@ parts/create_partition_sub
create table part_c partition of part for values from (2000) to (3000) partition by list (id);

#@ parts/create_overlap
create table part_c partition of part for values from (500) to (3000);

#@ parts/detach_then_drop
alter table part detach partition part_a;
drop table part_a;

#@ parts/create_then_attach
create table part_c (like part including defaults);
alter table part_c add constraint c_at check (at >= 2000 and at < 3000);
alter table part attach partition part_c for values from (2000) to (3000);

#@ parts/generated 12-
alter table part add column g int generated always as (id + at) stored;

#@ parts/replica_identity
alter table part replica identity full;

#@ parts/index_if_not_exists 11-
create index if not exists part_w on part (w);

#@ parts/index_unique_without_key 11-
create unique index on part (id);

#@ parts/index_unique_with_key 11-
create unique index on part (at, id);

#@ parts/rename_index 11-
#! setup
create index part_w on part (w);
#! run
alter index part_w rename to part_ww;

#@ parts/rename_index_of_leaf 11-
#! setup
create index part_w on part (w);
#! run
alter index part_a_w_idx rename to part_a_ww;

#@ parts/alter_index_option 11-
#! setup
create index part_w on part (w);
#! run
alter index part_a_w_idx set (fillfactor = 70);

#@ parts/reindex_leaf 11-
#! setup
create index part_w on part (w);
#! run
reindex index part_a_w_idx;

#@ combo/drop_and_add_same_name
alter table app.users drop column age, add column age bigint;

#@ combo/add_and_set_default
alter table app.users add column z int, alter column z set default 5;

#@ combo/type_and_check_of_it
alter table app.users alter column age type bigint, add constraint age_big check (age < 1000);

#@ combo/type_and_index
alter table app.users alter column email type varchar(500), add constraint users_email_key unique (email);

#@ combo/type_twice
alter table app.users alter column age type bigint, alter column age type numeric;

#@ combo/drop_and_alter_same
alter table app.users drop column age, alter column age set not null;

#@ combo/rename_is_alone
alter table app.users rename column age to years;
alter table app.users alter column years type bigint;

#@ combo/add_two_fks
alter table refs add constraint r1 foreign key (code) references uniq (code), add constraint r2 foreign key (other) references app.users (id);

#@ combo/add_fk_and_validate_other
alter table checked add constraint c_fk foreign key (a) references uniq (id) not valid, validate constraint checked_b;

#@ combo/drop_constraint_and_column
alter table app.users drop constraint users_age, drop column email;

#@ combo/set_not_null_two
alter table app.users alter column name set not null, alter column email set not null;

#@ combo/set_not_null_and_type
alter table app.users alter column age set not null, alter column age type bigint;

#@ combo/rewrite_and_unlogged
alter table bare alter column a type bigint, set unlogged;

#@ combo/storage_and_owner
alter table bare alter column b set storage plain, owner to current_user;

#@ combo/disable_trigger_and_add_column
alter table audited disable trigger all, add column z int;

#@ combo/inherit_and_default
alter table loose inherit base, alter column v set default 'q';

#@ combo/statistics_and_validate
alter table checked alter column a set statistics 10, validate constraint checked_b;

#@ combo/option_and_validate_and_default
alter table checked set (fillfactor = 90), validate constraint checked_b, alter column a set default 3;

#@ combo/cluster_and_option
alter table app.orders cluster on orders_user, set (fillfactor = 90);

#@ combo/replica_identity_and_column
alter table uniq replica identity using index uniq_code, add column z int;

#@ combo/drop_default_and_type
alter table moods alter column m drop default, alter column m type text;

#@ combo/drop_default_type_set_default
alter table moods alter column m drop default, alter column m type text, alter column m set default 'ok';

#@ combo/identity_and_not_null
alter table bare alter column a set not null, alter column a add generated by default as identity;

#@ combo/add_column_and_pk_of_it
alter table bare add column id bigint generated always as identity, add primary key (id);

#@ combo/add_column_and_index_of_it
alter table bare add column code int default 4, add constraint bare_code unique (code);

#@ combo/add_column_and_fk_of_it
alter table bare add column u bigint, add constraint bare_u foreign key (u) references app.users (id);

#@ combo/add_column_default_and_fk_of_it
alter table bare add column u bigint default 1, add constraint bare_u foreign key (u) references app.users (id);

#@ combo/drop_fk_and_readd
alter table refs_fk drop constraint refs_fk_code, add constraint refs_fk_code foreign key (code) references uniq (code) on delete cascade;

#@ combo/drop_fk_and_readd_not_valid
alter table refs_fk drop constraint refs_fk_code, add constraint refs_fk_code foreign key (code) references uniq (code) not valid;

#@ combo/drop_pk_add_pk
alter table node drop constraint node_pkey cascade, add primary key (label);

#@ combo/volatile_default_and_not_null
alter table bare add column u uuid not null default md5(random()::text)::uuid;

#@ combo/two_rewrites_one_scan
alter table bare alter column a type bigint, add column c double precision default random();

#@ combo/type_and_drop_index_col
alter table idx alter column v5 type varchar(50), drop column t;

#@ combo/check_on_two_new_columns
alter table bare add column c int, add column d int, add constraint cd check (c < d);

#@ combo/column_check_and_table_check
alter table bare add column c int check (c > 0), add constraint c_two check (c < 100);

#@ combo/not_null_then_pk_two
alter table refs drop constraint refs_pkey, add primary key (code);

#@ combo/set_generated_by_default
alter table ident alter column id set generated by default, alter column n set not null;

#@ combo/nothing_if_exists
alter table bare drop column if exists nope, drop constraint if exists nope;

#@ domain/over_domain
#! setup
create domain posint2 as posint check (value < 1000000); create table dd (id int primary key, p posint2); insert into dd select g, g from generate_series(1, 500) g;
#! run
alter domain posint2 add constraint small check (value < 900000);

#@ domain/under_domain
#! setup
create domain posint2 as posint check (value < 1000000); create table dd (id int primary key, p posint2); insert into dd select g, g from generate_series(1, 500) g;
#! run
alter domain posint add constraint small check (value < 900000);

#@ domain/under_domain_not_null
#! setup
create domain posint2 as posint check (value < 1000000); create table dd (id int primary key, p posint2); insert into dd select g, g from generate_series(1, 500) g;
#! run
alter domain posint set not null;

#@ domain/in_view_only
#! setup
create view dv as select 1::posint as p;
#! run
alter domain posint add constraint small check (value < 900000);

#@ domain/validate
#! setup
alter domain posint add constraint small check (value < 900000) not valid;
#! run
alter domain posint validate constraint small;

#@ domain/drop_missing_constraint_if_exists
alter domain posint drop constraint if exists nope;

#@ domain/drop_not_null
alter domain posint drop not null;

#@ domain/rename_constraint
alter domain posint rename constraint posint_check to posint_pos;

#@ domain/rename
alter domain posint rename to positive;

#@ domain/set_schema
alter domain posint set schema app;

#@ domain/owner
alter domain posint owner to current_user;

#@ domain/drop
drop domain posint;

#@ domain/drop_unused
#! setup
create domain unused as int;
#! run
drop domain unused;

#@ domain/add_column_over
#! setup
create domain posint2 as posint;
#! run
alter table bare add column p posint2;

#@ domain/add_column_default_of_domain
#! setup
create domain defaulted as int default 7;
#! run
alter table bare add column p defaulted;

#@ domain/add_column_default_volatile_of_domain
#! setup
create domain randomed as double precision default random();
#! run
alter table bare add column p randomed;

#@ domain/add_column_not_null_domain
#! setup
create domain needed as int not null;
#! run
alter table bare add column p needed;

#@ domain/type_int_to_over
#! setup
create domain posint2 as plain_text;
#! run
alter table num alter column t type posint2;

#@ domain/type_from_over_to_base
#! setup
create domain wide as varchar(10); create domain wider as wide; create table dw (id int, w wider); insert into dw select g, 'w' from generate_series(1, 500) g;
#! run
alter table dw alter column w type varchar(20);

#@ domain/index_on_domain
create index on moods (p);

#@ composite/alter_in_array
#! setup
create type pair2 as (x int, y int); create table ta (id int, ps pair2[]);
#! run
alter type pair2 alter attribute x type bigint;

#@ composite/unused_alter
#! setup
create type pair2 as (x int, y int);
#! run
alter type pair2 alter attribute x type bigint;

#@ composite/rename_type
alter type pair rename to couple;

#@ composite/drop
drop type pair;

#@ composite/row_type_of_table
#! setup
create table rowed (id int, u app.users);
#! run
alter table app.users alter column age type bigint;

#@ composite/row_type_add_column
#! setup
create table rowed (id int, u app.users);
#! run
alter table app.users add column z int;

#@ composite/row_type_drop_column
#! setup
create table rowed (id int, u uniq);
#! run
alter table uniq drop column name;

#@ composite/add_column_row_type
alter table bare add column u app.users;

#@ enums/use_in_default 12-
alter type mood add value 'great';
alter table moods alter column m set default 'great';

#@ enums/use_in_insert 12-
alter type mood add value 'great';
insert into moods (id, m) values (9999, 'great');

#@ enums/use_in_update_old_value 12-
alter type mood add value 'great';
update moods set m = 'sad' where id = 1;

#@ enums/rename_then_use
alter type mood rename value 'ok' to 'fine';
update moods set m = 'fine' where id = 1;

#@ enums/rename_missing
alter type mood rename value 'nope' to 'fine';

#@ enums/rename_taken
alter type mood rename value 'ok' to 'sad';

#@ enums/add_if_not_exists_there 12-
alter type mood add value if not exists 'ok';

#@ enums/add_after 12-
alter type mood add value 'x' after 'sad';

#@ enums/schema
alter type mood set schema app;

#@ enums/owner
alter type mood owner to current_user;

#@ enums/array_column_drop
drop type mood cascade;

#@ enums/swap_values
create type mood2 as enum ('sad', 'ok', 'great');
alter table moods alter column m drop default;
alter table moods alter column m type mood2 using m::text::mood2;
alter table moods alter column m set default 'sad';

#@ enums/swap_without_using
create type mood2 as enum ('sad', 'ok', 'great');
alter table moods alter column m type mood2;

#@ enums/add_column_new_enum
create type level as enum ('low', 'high');
alter table bare add column l level not null default 'low';

#@ gen/add_stored 12-
alter table bare add column g int generated always as (a * 2) stored;

#@ gen/add_virtual 18
alter table bare add column g int generated always as (a * 2) virtual;

#@ gen/add_unstated 18
alter table bare add column g int generated always as (a * 2);

#@ gen/add_stored_not_null 12-
alter table bare add column g int not null generated always as (a * 2) stored;

#@ gen/set_expression 17-
#! setup
alter table bare add column g int generated always as (a * 2) stored;
#! run
alter table bare alter column g set expression as (a * 3);

#@ gen/drop_expression 13-
#! setup
alter table bare add column g int generated always as (a * 2) stored;
#! run
alter table bare alter column g drop expression;

#@ gen/drop_expression_plain_if_exists 13-
alter table bare alter column a drop expression if exists;

#@ gen/type_of_generated 12-
#! setup
alter table bare add column g int generated always as (a * 2) stored;
#! run
alter table bare alter column g type bigint;

#@ gen/index_on_stored 12-
#! setup
alter table bare add column g int generated always as (a * 2) stored;
#! run
create index on bare (g);

#@ gen/not_null_virtual 18
#! setup
alter table bare add column g int generated always as (a * 2) virtual;
#! run
alter table bare alter column g set not null;

#@ gen/check_virtual 18
#! setup
alter table bare add column g int generated always as (a * 2) virtual;
#! run
alter table bare add constraint g_pos check (0 < g);

#@ gen/rename_source 12-
#! setup
alter table bare add column g int generated always as (a * 2) stored;
#! run
alter table bare rename column a to aa;

#@ ident/add_always
alter table bare add column n int generated always as identity;

#@ ident/add_by_default_pk
alter table bare add column n bigint generated by default as identity primary key;

#@ ident/add_to_nullable
alter table bare alter column a add generated always as identity;

#@ ident/add_twice
alter table ident alter column id add generated always as identity;

#@ ident/add_over_default
alter table counted alter column id add generated always as identity;

#@ ident/set_on_plain
alter table counted alter column id set generated always;

#@ ident/set_start
alter table ident alter column id set start 5;

#@ ident/sequence_alter
alter sequence ident_id_seq restart;

#@ ident/insert
insert into ident (n) values (1);

#@ ident/insert_default
insert into ident values (default, 1);

#@ ident/copy_table
create table ident2 (like ident including identity);

#@ ident/rename_column
alter table ident rename column id to key;

#@ ident/rename_table
alter table ident rename to idents;

#@ ident/drop_table
drop table ident;

#@ ident/smallint
alter table ident alter column id type smallint;

#@ serial/default_replaced
alter table app.orders alter column id set default 5;

#@ serial/to_identity
alter table app.orders alter column id drop default;
drop sequence app.orders_id_seq;
alter table app.orders alter column id add generated always as identity;

#@ serial/sequence_type
alter sequence app.orders_id_seq as int;

#@ serial/sequence_rename
alter sequence app.orders_id_seq rename to o_seq;

#@ serial/nextval
select nextval('app.orders_id_seq');

#@ serial/insert_without
insert into app.orders (user_id, note) values (1, 'x');

#@ serial/insert_with
insert into app.orders (id, user_id, note) values (99999, 1, 'x');

#@ serial/insert_all
insert into app.lines values (1, 77, 1, 1);

#@ serial/add_smallserial
alter table bare add column n smallserial;

#@ serial/drop_counted
drop table counted;

#@ serial/sequence_create_use
create sequence fresh_seq;
alter table bare add column n int default nextval('fresh_seq');

#@ serial/sequence_create_set_default
create sequence fresh_seq owned by bare.a;
alter table bare alter column a set default nextval('fresh_seq');

#@ serial/sequence_if_exists
alter sequence if exists nope restart;

#@ serial/sequence_lock
alter sequence counter increment by 5;
select nextval('counter');

#@ keys/pk_include 11-
alter table bare add constraint bare_pk primary key (a) include (b);

#@ keys/unique_nulls_not_distinct_index 15-
create unique index on bare (a, b) nulls not distinct;

#@ keys/unique_deferred
alter table bare add constraint bare_u unique (a) deferrable initially deferred;

#@ keys/pk_deferrable
alter table bare add constraint bare_u primary key (a) deferrable;

#@ keys/fk_deferred
alter table refs add constraint refs_d foreign key (code) references uniq (code) deferrable initially deferred;

#@ keys/fk_match_full
alter table refs add constraint refs_f foreign key (code, other) references app.lines (order_id, n) match full;

#@ keys/fk_two_columns
alter table refs add constraint refs_f foreign key (code, other) references app.lines (order_id, n) not valid;

#@ keys/fk_on_update_cascade
alter table refs add constraint refs_f foreign key (code) references uniq (code) on update cascade on delete set null;

#@ keys/fk_to_partial_index
#! setup
create unique index bare_a on bare (a) where 0 < a;
#! run
alter table refs add constraint refs_f foreign key (code) references bare (a);

#@ keys/fk_to_expression_index
#! setup
create unique index bare_a on bare ((a + 0));
#! run
alter table refs add constraint refs_f foreign key (code) references bare (a);

#@ keys/fk_numeric_to_int
#! setup
create table nref (id int, k numeric);
#! run
alter table nref add constraint n_f foreign key (k) references uniq (code);

#@ keys/fk_int_to_bigint
alter table refs add constraint refs_f foreign key (code) references app.users (id);

#@ keys/fk_uuid_to_text
#! setup
create table ut (t text primary key);
#! run
alter table num add constraint n_f foreign key (u) references ut (t) not valid;

#@ keys/fk_from_unlogged
alter table scratch add constraint s_f foreign key (id) references uniq (id);

#@ keys/fk_not_enforced 18
alter table refs add constraint refs_f foreign key (code) references uniq (code) not enforced;

#@ keys/fk_enforce 18
#! setup
alter table refs add constraint refs_f foreign key (code) references uniq (code) not enforced;
#! run
alter table refs alter constraint refs_f enforced;

#@ keys/fk_unenforce 18
alter table refs_fk alter constraint refs_fk_code not enforced;

#@ keys/fk_alter_initially
alter table refs_fk alter constraint refs_fk_code deferrable initially deferred;

#@ keys/alter_constraint_unique
alter table uniq alter constraint uniq_code deferrable;

#@ keys/check_enforced 18
alter table bare add constraint bare_c check (0 < a) not enforced;

#@ keys/check_not_valid_validate_one_tx
alter table bare add constraint bare_c check (0 < a) not valid;
alter table bare validate constraint bare_c;

#@ keys/fk_not_valid_validate_one_tx
alter table refs add constraint refs_f foreign key (code) references uniq (code) not valid;
alter table refs validate constraint refs_f;

#@ keys/drop_unique_used_by_fk
alter table uniq drop constraint uniq_code;

#@ keys/drop_unique_cascade
alter table uniq drop constraint uniq_code cascade;

#@ keys/using_index_partial
#! setup
create unique index bare_a on bare (a) where 0 < a;
#! run
alter table bare add constraint bare_u unique using index bare_a;

#@ keys/using_index_expression
#! setup
create unique index bare_a on bare ((a + 0));
#! run
alter table bare add constraint bare_u unique using index bare_a;

#@ keys/using_index_not_unique
#! setup
create index bare_a on bare (a);
#! run
alter table bare add constraint bare_u unique using index bare_a;

#@ keys/using_index_missing
alter table bare add constraint bare_u unique using index nope;

#@ keys/using_index_same_name
#! setup
create unique index bare_a on bare (a);
#! run
alter table bare add constraint bare_a unique using index bare_a;

#@ keys/using_index_unnamed
#! setup
create unique index bare_a on bare (a);
#! run
alter table bare add unique using index bare_a;

#@ keys/exclude_using_gist
alter table num add constraint n_x exclude using gist (i4r with &&);

#@ keys/exclude_where
alter table num add constraint n_x exclude using gist (i4r with &&) where (0 < i4);

#@ keys/exclude_not_valid
alter table num add constraint n_x exclude using gist (i4r with &&) not valid;

#@ keys/without_overlaps 18
#! setup
create extension btree_gist;
#! run
alter table excl add constraint e_u unique (room, during without overlaps);

#@ keys/duplicate_constraint_name
alter table app.users add constraint users_age check (age < 200);

#@ keys/unique_on_xml_violates
alter table num add constraint n_x unique (v5);

#@ keys/not_null_named_18 18
alter table bare add constraint bare_a_nn not null a;

#@ keys/not_null_named_not_valid 18
alter table bare add constraint bare_a_nn not null a not valid;

#@ keys/not_null_not_valid_then_set 18
#! setup
alter table bare add constraint bare_a_nn not null a not valid;
#! run
alter table bare alter column a set not null;

#@ index/concurrently_if_not_exists_there
create index concurrently if not exists uniq_name on uniq (name);

#@ index/opclass
create index on app.users (email text_pattern_ops);

#@ index/collate
create index on app.users (email collate "C");

#@ index/json_btree
create index on num (j);

#@ index/json_path
create index on num ((jb ->> 'a'));

#@ index/point_btree
create index on num (pt);

#@ index/point_gist
create index on num using gist (pt);

#@ index/point_spgist
create index on num using spgist (pt);

#@ index/array_gin
create index on num using gin (ia);

#@ index/text_gin
create index on num using gin (t);

#@ index/trigram
#! setup
create extension pg_trgm;
#! run
create index on num using gin (t gin_trgm_ops);

#@ index/tsvector_expression
create index on app.users using gin (to_tsvector('english', name));

#@ index/volatile_expression
create index on bare ((a * random()));

#@ index/user_function
create index on bare (immutable_fn(a));

#@ index/date_trunc
create index on num (date_trunc('day', ts));

#@ index/predicate_now
create index on num (id) where tz > now();

#@ index/predicate_enum
create index on moods (id) where m = 'ok';

#@ index/include_too 11-
create unique index on app.users (email) include (name);

#@ index/hash
create index on num using hash (t);

#@ index/brin_multi
create index on num using brin (id, i4);

#@ index/tablespace
create index on num (id) tablespace pg_default;

#@ index/fillfactor
create index on num (id) with (fillfactor = 70);

#@ index/on_missing_table
create index on nope (id);

#@ index/drop_if_exists_two
drop index if exists uniq_name, nope;

#@ index/drop_cascade
drop index idx_two cascade;

#@ index/rename_if_exists
alter index if exists uniq_name rename to other;

#@ index/reset_option
alter index uniq_name reset (fillfactor);

#@ index/depends_on_extension
#! setup
create extension pg_trgm; create index num_trgm on num using gin (t gin_trgm_ops);
#! run
alter index num_trgm depends on extension pg_trgm;

#@ index/create_and_drop
create index tmp_i on bare (a);
drop index tmp_i;

#@ index/reindex_matview
reindex table app.totals;

#@ index/reindex_schema
reindex schema app;

#@ index/cluster_all_of_table
#! setup
cluster app.orders using orders_user;
#! run
cluster app.orders;

#@ index/set_without_cluster
alter table app.orders set without cluster;

#@ index/replica_identity_nothing
alter table uniq replica identity nothing;

#@ views/three_levels_drop_column
#! setup
create view v1 as select a, b from bare; create view v2 as select a from v1; create view v3 as select a from v2;
#! run
alter table bare drop column a cascade;

#@ views/three_levels_drop_table
#! setup
create view v1 as select a, b from bare; create view v2 as select a from v1; create view v3 as select a from v2;
#! run
drop table bare cascade;

#@ views/three_levels_drop_restrict
#! setup
create view v1 as select a, b from bare; create view v2 as select a from v1; create view v3 as select a from v2;
#! run
drop view v1;

#@ views/unused_column
#! setup
create view v1 as select a from bare;
#! run
alter table bare drop column b;

#@ views/where_column
#! setup
create view v1 as select a from bare where b <> '';
#! run
alter table bare drop column b;

#@ views/star_then_add
#! setup
create view v1 as select * from bare;
#! run
alter table bare add column z int;

#@ views/star_then_type
#! setup
create view v1 as select * from bare;
#! run
alter table bare alter column a type bigint;

#@ views/matview_on_view_drop
#! setup
create view v1 as select a from bare; create materialized view m1 as select a from v1; create index m1_a on m1 (a);
#! run
drop view v1 cascade;

#@ views/rename_column_under
#! setup
create view v1 as select a from bare;
#! run
alter table bare rename column a to aa;

#@ views/rename_table_under
#! setup
create view v1 as select a from bare;
#! run
alter table bare rename to barer;

#@ views/alter_view_rename_column 13-
alter view app.user_names rename column name to title;

#@ views/alter_view_default
alter view app.user_names alter column name set default 'x';

#@ views/alter_view_set_options
alter view app.user_names set (security_barrier = true);

#@ views/alter_view_owner
alter view app.user_names owner to current_user;

#@ views/rename_through_table
alter table app.old_users rename to elders;

#@ views/replace_same
create or replace view app.old_users as select id, age from app.users where 70 < age;

#@ views/replace_other_table
create or replace view app.old_users as select id, code as age from uniq;

#@ views/replace_type
create or replace view app.old_users as select id, age::bigint as age from app.users;

#@ views/create_there
create view app.old_users as select 1;

#@ views/create_recursive
create recursive view vr (n) as select 1 union all select n + 1 from vr where n < 5;

#@ views/create_temp
create temp view vt as select * from bare;

#@ views/create_join
create view vj as select u.id, o.note from app.users u join app.orders o on o.user_id = u.id;

#@ views/create_of_views
create view vv as select n.name from app.names_of_names n, app.old_users;

#@ views/create_subquery
create view vs as select a, (select count(*) from uniq) as n from bare;

#@ views/create_cte
create view vc as with x as (select a from bare) select * from x;

#@ views/create_union
create view vu as select a from bare union select id from uniq;

#@ views/matview_no_data
create materialized view mx as select a from bare with no data;

#@ views/matview_add_index
create index on app.totals (total);

#@ views/matview_refresh_no_data
refresh materialized view app.totals with no data;

#@ views/matview_rename_column
alter materialized view app.totals rename column total to sum;

#@ views/matview_rename
alter materialized view app.totals rename to sums;

#@ views/matview_schema
alter materialized view app.totals set schema public;

#@ views/matview_option
alter materialized view app.totals set (fillfactor = 70);

#@ views/matview_source_column
alter table app.orders drop column total;

#@ views/matview_source_drop
drop table app.orders cascade;

#@ views/drop_two
drop view app.old_users, app.names_of_names;

#@ views/drop_if_exists
drop view if exists nope, app.old_users;

#@ views/insert_through
insert into app.old_users values (99999, 70);

#@ views/update_through
update app.old_users set age = 80 where id = 1;

#@ views/lock_view_of_view 11-
lock table app.names_of_names;

#@ views/select_view
select * from app.names_of_names;

#@ views/grant_view
grant select on app.old_users to public;

#@ views/comment_view
comment on view app.old_users is 'x';

#@ views/trigger_on_view
create trigger ov instead of insert on app.old_users for each row execute procedure stamp();

#@ rules/create_rule
create rule noop as on delete to bare do instead nothing;

#@ rules/drop_rule
#! setup
create rule noop as on delete to bare do instead nothing;
#! run
drop rule noop on bare;

#@ rules/rename_rule
#! setup
create rule noop as on delete to bare do instead nothing;
#! run
alter rule noop on bare rename to nothing;

#@ rules/disable_rule
#! setup
create rule noop as on delete to bare do instead nothing;
#! run
alter table bare disable rule noop;

#@ rules/column_of_rule
#! setup
create rule copyit as on update to bare do also insert into refs (id) values (new.a);
#! run
alter table bare alter column a type bigint;

#@ rules/drop_column_of_rule
#! setup
create rule copyit as on update to bare do also insert into refs (id) values (new.a);
#! run
alter table bare drop column a;

#@ policies/with_subquery
create policy p on bare using (a in (select id from uniq));

#@ policies/alter
alter policy own on secured using (id > 0);

#@ policies/rename
alter policy own on secured rename to mine;

#@ policies/force
alter table secured force row level security;

#@ policies/disable
alter table secured disable row level security;

#@ triggers/constraint_trigger
create constraint trigger ct after insert on bare deferrable initially deferred for each row execute procedure stamp();

#@ triggers/constraint_trigger_from
create constraint trigger ct after insert on bare from uniq for each row execute procedure stamp();

#@ triggers/when
create trigger w before update on bare for each row when (old.a is distinct from new.a) execute procedure stamp();

#@ triggers/of_columns
create trigger w before update of a, b on bare for each row execute procedure stamp();

#@ triggers/transition
create trigger w after update on bare referencing new table as n for each statement execute procedure stamp();

#@ triggers/duplicate
create trigger audited_stamp before insert on audited for each row execute procedure stamp();

#@ triggers/enable_replica
alter table audited enable replica trigger audited_v;

#@ triggers/disable_user
alter table audited disable trigger user;

#@ triggers/drop_table
drop table audited;

#@ triggers/rename_column_of
alter table audited rename column v to w;

#@ triggers/when_column_type
#! setup
create trigger w before update on bare for each row when (old.a is distinct from new.a) execute procedure stamp();
#! run
alter table bare alter column a type bigint;

#@ triggers/function_replace
create or replace function stamp() returns trigger language plpgsql as $$ begin new.v := 'x'; return new; end $$;

#@ triggers/function_drop
drop function stamp();

#@ triggers/event_trigger
create function ev() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger et on ddl_command_start execute procedure ev();

#@ pubs/create
create publication pub for table bare;

#@ pubs/create_all
create publication pub for all tables;

#@ pubs/create_partitioned 13-
create publication pub for table part;

#@ pubs/create_schema 15-
create publication pub for tables in schema app;

#@ pubs/add_table
#! setup
create publication pub for table bare;
#! run
alter publication pub add table refs;

#@ pubs/drop_table
#! setup
create publication pub for table bare;
#! run
alter publication pub drop table bare;

#@ pubs/drop
#! setup
create publication pub for table bare;
#! run
drop publication pub;

#@ pubs/drop_published_table
#! setup
create publication pub for table bare;
#! run
drop table bare;

#@ pubs/drop_published_column 15-
#! setup
create publication pub for table bare (a);
#! run
alter table bare drop column a;

#@ pubs/set_options
#! setup
create publication pub for table bare;
#! run
alter publication pub set (publish = 'insert');

#@ temp/create
create temp table tt (id int primary key, v text);
insert into tt select g, 'v' from generate_series(1, 100) g;
alter table tt add column z int default random();

#@ temp/from_table
create temp table tt as select * from bare;

#@ temp/on_commit_drop
create temp table tt on commit drop as select a from bare where a < 5;

#@ temp/drop
create temp table tt (id int);
drop table tt;

#@ odd/long_made_up
#! setup
create table a_rather_long_table_name_for_made_up_names (a_rather_long_column_name_as_well int, another_long_column_name int);
#! run
create index on a_rather_long_table_name_for_made_up_names (a_rather_long_column_name_as_well, another_long_column_name);
alter table a_rather_long_table_name_for_made_up_names add unique (another_long_column_name);
alter table a_rather_long_table_name_for_made_up_names add check (0 < another_long_column_name);
alter table a_rather_long_table_name_for_made_up_names add primary key (a_rather_long_column_name_as_well);

#@ odd/quoted_column_add
alter table "Odd Schema"."My Table" add column "Änderung ""x""" int default 4;

#@ odd/quoted_drop_table
drop table "Odd Schema"."My Table";

#@ odd/quoted_schema_drop
drop schema "Odd Schema" cascade;

#@ odd/quoted_schema_restrict
drop schema "Odd Schema";

#@ odd/quoted_schema_rename
alter schema "Odd Schema" rename to plain;

#@ odd/quoted_view
create view "Odd Schema"."V 1" as select "Id" from "Odd Schema"."My Table";

#@ odd/upper_case_folds
ALTER TABLE APP.USERS ADD COLUMN Z INT;

#@ odd/comment_inside
alter /* x */ table bare -- y
add column z int;

#@ odd/emoji
create table "🐘" (id int primary key);
alter table "🐘" add column z int;

#@ path/create_table
#! session
set search_path = app;
#! run
create table fresh (id int primary key references users (id));

#@ path/view
#! session
set search_path = app, public;
#! run
create view older as select id from users;

#@ path/both
#! session
set search_path = app, public;
#! run
alter table bare add column u bigint references users (id);

#@ path/set_inside
set search_path = app;
alter table users add column z int;

#@ path/set_local
set local search_path to app, public;
alter table orders add column z int;
alter table bare add column z int;

#@ path/reset
set search_path = app;
reset search_path;
alter table bare add column z int;

#@ path/drop
#! session
set search_path = app;
#! run
drop table lines;

#@ path/drop_index
#! session
set search_path = app;
#! run
drop index orders_user;

#@ path/type
#! session
set search_path = app, public;
#! run
alter table users add column m mood default 'ok';

#@ path/update
#! session
set search_path = app;
#! run
update users set age = 5 where id = 1;

#@ path/insert_select
#! session
set search_path = app, public;
#! run
insert into bare select id, name from users;

#@ path/sequence
#! session
set search_path = app;
#! run
alter sequence orders_id_seq restart;

#@ path/qualified_anyway
#! session
set search_path = public;
#! run
alter table app.users add column z int;

#@ path/create_index_concurrently
#! session
set search_path = app;
#! run
create index concurrently on users (age);

#@ path/truncate
#! session
set search_path = app;
#! run
truncate lines;

#@ tx/savepoint_release
savepoint a;
alter table bare add column z int;
release savepoint a;

#@ tx/savepoint_nested
savepoint a;
alter table bare add column z int;
savepoint b;
alter table refs add column z int;
rollback to b;
alter table uniq add column z int;

#@ tx/savepoint_rollback_outer
savepoint a;
alter table bare add column z int;
savepoint b;
alter table refs add column z int;
rollback to a;

#@ tx/savepoint_stronger
lock table bare in share mode;
savepoint a;
alter table bare add column z int;
rollback to a;

#@ tx/savepoint_twice
savepoint a;
alter table bare add column z int;
rollback to a;
alter table bare add column z int;

#@ tx/savepoint_schema
savepoint a;
create table fresh (id int);
rollback to a;
create table fresh (id int, v text);

#@ tx/lock_timeout
set local lock_timeout = '2s';
alter table bare add column z int;

#@ tx/statement_timeout
set statement_timeout = 0;
alter table bare add column z int;

#@ tx/deferred_then_alter
#! setup
alter table refs_fk alter constraint refs_fk_code deferrable initially deferred;
#! run
insert into refs_fk values (99999, 1, 1);
alter table refs_fk add column z int;

#@ tx/create_fill_index
create table fresh (id int, v text);
insert into fresh select g, 'v' from generate_series(1, 1000) g;
create index on fresh (v);
alter table fresh add primary key (id);

#@ tx/add_backfill_not_null
alter table bare add column c int;
update bare set c = a;
alter table bare alter column c set not null;

#@ tx/do_plain
do $$ begin alter table bare add column z int; update bare set z = 1; end $$;

#@ tx/do_two
do $$
begin
  create index bare_a on bare (a);
  alter table refs add column z int;
end;
$$;

#@ tx/lock_then_alter
lock table bare in access exclusive mode;
alter table bare add column z int;

#@ tx/drop_recreate_fk
alter table refs_fk drop constraint refs_fk_code;
alter table uniq alter column code type bigint;
alter table refs_fk alter column code type bigint;
alter table refs_fk add constraint refs_fk_code foreign key (code) references uniq (code);

#@ tx/rename_swap_back
alter table bare rename to a1;
alter table refs rename to bare;
alter table a1 rename to refs;
alter table bare add column z int default random();

#@ tx/drop_create_same_name
drop table bare;
create table bare (a bigint, b text);
create index on bare (a);

#@ tx/drop_column_add_again
alter table bare drop column a;
alter table bare add column a bigint;

#@ storage/with_oids 10-11
create table o (id int) with oids;

#@ storage/fillfactor_rewrites_not
alter table bare set (fillfactor = 50, autovacuum_enabled = off);

#@ storage/toast_tuple_target 11-
alter table bare set (toast_tuple_target = 256);

#@ storage/parallel_workers
alter table bare set (parallel_workers = 4);

#@ storage/set_logged_scratch
alter table scratch set logged;

#@ storage/set_unlogged_with_fk
alter table refs_fk set unlogged;

#@ storage/tablespace
alter table bare set tablespace pg_default;

#@ storage/access_method_same 15-
alter table bare set access method heap;

#@ storage/compression 14-
alter table bare alter column b set compression pglz;

#@ storage/storage_default_18 16-
alter table bare alter column b set storage default;

#@ storage/attribute_option
alter table bare alter column a set (n_distinct = 5);

#@ storage/reset_attribute_option
alter table bare alter column a reset (n_distinct);

#@ storage/vacuum
vacuum bare;

#@ storage/vacuum_emptied
#! setup
delete from bare;
#! run
vacuum bare;

#@ storage/vacuum_truncate_false 12-
#! setup
delete from bare;
#! run
vacuum (truncate false) bare;

#@ storage/vacuum_truncate_stored 12-
#! setup
alter table bare set (vacuum_truncate = off);
delete from bare;
#! run
vacuum bare;

#@ storage/vacuum_truncate_over_stored 12-
#! setup
alter table bare set (vacuum_truncate = off);
delete from bare;
#! run
vacuum (truncate) bare;

#@ storage/vacuum_truncate_reset 12-
#! setup
alter table bare set (vacuum_truncate = off);
alter table bare reset (vacuum_truncate);
delete from bare;
#! run
vacuum bare;

#@ storage/vacuum_truncate_session 18-
#! setup
delete from bare;
#! session
set vacuum_truncate = off;
#! run
vacuum bare;

#@ storage/vacuum_truncate_unknown 10-11
vacuum (truncate false) bare;

#@ storage/vacuum_full
vacuum full bare;

#@ storage/vacuum_analyze
vacuum analyze bare;

#@ storage/analyze_columns
analyze bare (a);

#@ storage/truncate_two
truncate bare, refs;

#@ storage/truncate_restart
truncate app.orders, app.lines restart identity;

#@ storage/truncate_with_fk
truncate uniq;

#@ storage/truncate_both
truncate uniq, refs_fk;

#@ storage/truncate_cascade
truncate uniq cascade;

#@ storage/security_label
security label on table bare is 'x';

#@ ext/create_citext
create extension citext;

#@ ext/citext_column
#! setup
create extension citext;
#! run
alter table bare alter column b type citext;

#@ ext/citext_indexed
#! setup
create extension citext;
#! run
alter table app.users alter column email type citext;

#@ ext/hstore_column
#! setup
create extension hstore;
#! run
alter table bare add column h hstore default '';

#@ ext/uuid_ossp
#! setup
create extension "uuid-ossp";
#! run
alter table bare add column u uuid default uuid_generate_v4();

#@ ext/pgcrypto
#! setup
create extension pgcrypto;
#! run
alter table bare add column u uuid default gen_random_uuid();

#@ ext/drop
#! setup
create extension citext;
#! run
drop extension citext;

#@ ext/ltree_gist
#! setup
create extension ltree; create table lt (p ltree); insert into lt select ('a.b' || g)::ltree from generate_series(1, 500) g;
#! run
create index on lt using gist (p);

#@ ext/intarray
#! setup
create extension intarray;
#! run
create index on num using gin (ia gin__int_ops);

#@ casts/int_to_smallint
alter table num alter column i4 type smallint;

#@ casts/bigint_to_numeric_n
alter table num alter column i8 type numeric(20);

#@ casts/numeric_to_text
alter table num alter column n type text;

#@ casts/text_to_bytea
alter table num alter column t type bytea using t::bytea;

#@ casts/text_to_json
alter table num alter column t type json;

#@ casts/text_to_json_using
alter table num alter column t type json using t::json;

#@ casts/text_to_timestamp_using
alter table num alter column v5 type timestamptz using now();

#@ casts/epoch_to_timestamp
alter table num alter column i8 type timestamptz using to_timestamp(i8);

#@ casts/bool_to_text
alter table num alter column bo type text;

#@ casts/int_to_bool
alter table num alter column i4 type boolean using i4 <> 0;

#@ casts/char_to_text
alter table num alter column c5 type text;

#@ casts/char_shrink
alter table num alter column c5 type char(3);

#@ casts/timestamp_to_time
alter table num alter column ts type time;

#@ casts/tz_precision
alter table num alter column tz type timestamptz(3);

#@ casts/tz_to_tz6
alter table num alter column tz type timestamptz(6);

#@ casts/ts0_to_ts3
alter table num alter column ts0 type timestamp(3);

#@ casts/tm3_to_tm
alter table num alter column tm3 type time;

#@ casts/interval_to_day
alter table num alter column iv type interval day to second;

#@ casts/uuid_to_varchar
alter table num alter column u type varchar(36);

#@ casts/int_array_to_bigint_array
alter table num alter column ia type bigint[];

#@ casts/text_to_text_array
alter table num alter column t type text[] using array[t];

#@ casts/varchar_array_to_text_array
alter table num alter column va type text[];

#@ casts/real_to_numeric
alter table num alter column r type numeric;

#@ casts/double_to_real
alter table num alter column f type real;

#@ casts/date_to_tz
alter table num alter column d type timestamptz;

#@ casts/inet_to_varchar
alter table num alter column ip type varchar(50);

#@ casts/money_to_int
alter table num alter column mo type int;

#@ casts/bit_to_varbit
alter table num alter column b type bit varying(8);

#@ casts/name_to_text_collate
alter table num alter column nm type text collate "C";

#@ casts/range_other
alter table num alter column i4r type int8range;

#@ casts/point_to_text
alter table num alter column pt type text;

#@ casts/mood_to_varchar
alter table moods alter column m drop default;
alter table moods alter column m type varchar(10);

#@ casts/mood_array_to_text_array
alter table moods alter column ms type text[] using ms::text[];

#@ casts/text_to_mood
alter table num alter column v5 type mood using 'ok'::mood;

#@ casts/using_function
alter table num alter column t type text using lower(t);

#@ casts/using_concat
alter table num alter column t type text using t || v;

#@ casts/using_case
alter table num alter column t type int using case when t = '1' then 1 else 0 end;

#@ casts/using_coalesce
alter table num alter column t type text using coalesce(t, '');

#@ casts/using_qualified
alter table num alter column v5 type varchar(9) using num.v5;

#@ casts/using_null
alter table num alter column t type int using null;

#@ casts/using_same_type_paren
alter table num alter column v type varchar using (v);

#@ casts/unknown_type
alter table bare alter column a type nope;

#@ casts/oid_to_int8
alter table num alter column oi type bigint;

#@ casts/int_to_regclass
alter table num alter column i4 type regclass;

#@ casts/json_to_varchar
alter table num alter column j type varchar;

#@ casts/jsonb_to_text
alter table num alter column jb type text;

#@ casts/xml_to_json
alter table num alter column xm type json;

#@ casts/collate_same
alter table num alter column t type text collate "default";

#@ casts/varchar_to_varchar_collate
alter table num alter column v type varchar collate "C";

#@ heirs/multiple_parents_rename
#! setup
create table pa (a int, b int); create table pb (b int, c int); create table pc () inherits (pa, pb);
#! run
alter table pa rename column b to bb;

#@ heirs/multiple_parents_type
#! setup
create table pa (a int, b int); create table pb (b int, c int); create table pc () inherits (pa, pb);
#! run
alter table pa alter column b type bigint;

#@ heirs/pk_on_parent
alter table base add primary key (id);

#@ heirs/fk_from_parent
alter table base add constraint base_fk foreign key (id) references app.users (id);

#@ heirs/fk_to_kid
alter table kid add primary key (id);
alter table refs add constraint refs_kid foreign key (code) references kid (id) not valid;

#@ heirs/rename_parent_column_only
alter table only base rename column v to w;

#@ heirs/inherit_missing_column
alter table bare inherit base;

#@ heirs/inherit_missing_check
#! setup
create table stranger (id int not null, v varchar(10));
#! run
alter table stranger inherit base;

#@ heirs/no_inherit_stranger
alter table loose no inherit base;

#@ heirs/select_parent
select count(*) from base;

#@ parts/pk_then_detach 11-
#! setup
alter table part add constraint part_pk primary key (at, id);
#! run
alter table part detach partition part_a;

#@ parts/inherit_part
alter table part_a inherit base;

#@ parts/inherit_whole
alter table part inherit base;

#@ parts/select
select count(*) from part where at = 5;

#@ parts/update_pruned
update part set w = 'z' where at = 5;

#@ parts/insert
insert into part values (1, 5, 'v', 'w');

#@ parts/insert_leaf
insert into part_a values (1, 5, 'v', 'w');

#@ parts/attach_itself
alter table part attach partition part_a for values from (5000) to (6000);

#@ parts/attach_missing_column
alter table part attach partition bare for values from (5000) to (6000);

#@ parts/attach_type_differs
#! setup
create table odd (id bigint not null, at int not null, v varchar(10), w text);
#! run
alter table part attach partition odd for values from (5000) to (6000);

#@ parts/detach_not_a_partition
alter table part detach partition spare;

#@ parts/split_by_hand
alter table part detach partition part_a;
create table part_a1 partition of part for values from (0) to (500);
create table part_a2 partition of part for values from (500) to (1000);
insert into part select * from part_a;

#@ combo/pk_and_identity
alter table bare add primary key (a), alter column a add generated always as identity;

#@ domain/in_matview
#! setup
create materialized view dmv as select p from moods;
#! run
alter domain posint add constraint small check (value < 900000);

#@ gen/default_on_generated 12-
#! setup
alter table bare add column g int generated always as (a * 2) stored;
#! run
alter table bare alter column g set default 5;

#@ gen/drop_default_on_generated 12-
#! setup
alter table bare add column g int generated always as (a * 2) stored;
#! run
alter table bare alter column g drop default;

#@ ident/default_on_identity
alter table ident alter column id set default 5;

#@ keys/fk_to_deferrable
#! setup
alter table bare add constraint bare_u unique (a) deferrable;
#! run
alter table refs add constraint refs_b foreign key (code) references bare (a);

#@ keys/fk_wrong_number
alter table refs add constraint refs_f foreign key (code, other) references uniq (code);

#@ keys/fk_missing_column
alter table refs add constraint refs_f foreign key (nope) references uniq (code);

#@ keys/fk_missing_referenced_column
alter table refs add constraint refs_f foreign key (code) references uniq (nope);

#@ keys/fk_to_view
alter table refs add constraint refs_f foreign key (code) references app.user_names (id);

#@ keys/fk_temp
create temp table tt (id int primary key);
alter table refs add constraint refs_f foreign key (code) references tt (id);

#@ keys/fk_unlogged
alter table refs add constraint refs_f foreign key (code) references scratch (id) not valid;

#@ keys/alter_constraint_missing
alter table uniq alter constraint nope deferrable;

#@ keys/drop_index_used_by_fk
#! setup
alter table refs add constraint refs_n foreign key (v) references uniq (name) not valid;
#! run
drop index uniq_name;

#@ index/user_function_volatile
create index on bare ((a + volatile_fn()));

#@ views/matview_cluster
alter materialized view app.totals cluster on totals_user;

#@ views/drop_two_dependent
drop view app.user_names, app.names_of_names;

#@ rules/create_rule_insert
create rule copyit as on insert to bare do also insert into refs (id) values (new.a);

#@ policies/drop_missing
drop policy nope on secured;

#@ policies/drop_if_exists
drop policy if exists nope on secured;

#@ triggers/drop_missing
drop trigger nope on bare;

#@ triggers/drop_missing_if_exists
drop trigger if exists nope on bare;

#@ pubs/create_two
create publication pub for table bare, app.users;

#@ pubs/create_columns 15-
create publication pub for table app.users (id, name);

#@ pubs/create_where 15-
create publication pub for table app.users where (id > 5);

#@ pubs/set_table
#! setup
create publication pub for table bare;
#! run
alter publication pub set table refs;

#@ odd/long_name_column
alter table bare add column a_very_long_name_for_a_column_that_is_longer_than_sixty_three_bytes_in_all int;

#@ storage/set_logged_referencing
#! setup
create unlogged table ref_unlogged (id int references scratch (id));
#! run
alter table ref_unlogged set logged;

#@ more/typed_not_of
#! setup
create type row_t as (a int, b text);
create table typed of row_t;
#! run
alter table typed not of;

#@ more/table_of
#! setup
create type row_t as (a int, b text);
#! run
alter table bare of row_t;

#@ more/array_to_bigint_array
#! setup
create table arr (id int primary key, a int[]);
insert into arr select g, array[g] from generate_series(1, 1000) g;
#! run
alter table arr alter column a type bigint[];

#@ more/array_varchar_to_text
#! setup
create table arr (id int primary key, a varchar(5)[]);
insert into arr select g, array['a'] from generate_series(1, 1000) g;
#! run
alter table arr alter column a type text[];

#@ more/temp_index
create temp table tmp (x int);
create index on tmp (x);

#@ more/statement_trigger_partitioned
create trigger part_t after insert on part for each statement execute procedure stamp();

#@ more/row_trigger_partitioned 11-
create trigger part_t after insert on part for each row execute procedure stamp();

#@ more/row_before_trigger_partitioned 13-
create trigger part_t before insert on part for each row execute procedure stamp();

#@ more/rename_trigger_partitioned 11-
#! setup
create trigger part_t after insert on part for each row execute procedure stamp();
#! run
alter trigger part_t on part rename to part_u;

#@ more/rename_statement_trigger_partitioned
#! setup
create trigger part_t after insert on part for each statement execute procedure stamp();
#! run
alter trigger part_t on part rename to part_u;

#@ more/drop_trigger_partitioned 11-
#! setup
create trigger part_t after insert on part for each row execute procedure stamp();
#! run
drop trigger part_t on part;

#@ more/disable_trigger_partitioned 11-
#! setup
create trigger part_t after insert on part for each row execute procedure stamp();
#! run
alter table part disable trigger part_t;

#@ more/disable_trigger_only_partitioned 11-
#! setup
create trigger part_t after insert on part for each row execute procedure stamp();
#! run
alter table only part disable trigger part_t;

#@ more/disable_missing_trigger
alter table audited disable trigger nothing;

#@ more/rename_trigger
alter trigger audited_stamp on audited rename to other;

#@ more/rename_trigger_missing
alter trigger nothing on audited rename to other;

#@ more/rename_trigger_taken
alter trigger audited_stamp on audited rename to audited_v;

#@ more/not_null_no_inherit_leaf 18-
alter table bare add constraint a_there not null a no inherit;

#@ more/not_null_named_inherits 18-
alter table base add constraint v_there not null v;

#@ more/not_null_not_valid_then_validate 18-
alter table bare add constraint a_there not null a not valid;
alter table bare validate constraint a_there;

#@ more/fk_empty_column
alter table bare add column u bigint;
alter table bare add constraint bare_u foreign key (u) references app.users (id) not valid;
alter table bare validate constraint bare_u;

#@ more/fk_filled_column
alter table bare add column u bigint;
update bare set u = a;
alter table bare add constraint bare_u foreign key (u) references app.users (id);

#@ more/missing_table_alter
alter table nothing add column x int;

#@ more/missing_table_alter_if_exists
alter table if exists nothing add column x int;

#@ more/alter_view_on_table
alter view app.users rename to others;

#@ more/drop_table_that_is_view
drop table app.user_names;

#@ more/drop_view_that_is_table
drop view app.users;

#@ more/drop_view_that_is_matview
drop view app.totals;

#@ more/drop_matview_that_is_view
drop materialized view app.user_names;

#@ more/drop_sequence_that_is_table
drop sequence bare;

#@ more/drop_type_that_is_domain
drop type posint;

#@ more/drop_domain_that_is_type
drop domain mood;

#@ more/drop_missing_view
drop view nothing;

#@ more/drop_missing_sequence
drop sequence nothing;

#@ more/drop_missing_type
drop type nothing;

#@ more/drop_schema_full
drop schema app;

#@ more/drop_missing_policy
drop policy nothing on secured;

#@ more/drop_missing_rule
drop rule nothing on bare;

#@ more/create_existing_view
create view app.user_names as select 1 as one;

#@ more/create_existing_sequence
create sequence counter;

#@ more/create_existing_type
create type mood as enum ('a');

#@ more/create_existing_domain
create domain posint as int;

#@ more/create_existing_schema
create schema app;

#@ more/create_existing_policy
create policy own on secured using (true);

#@ more/create_existing_index_name
create index users_email on app.users (name);

#@ more/create_table_named_as_view
create table app.user_names (x int);

#@ more/create_table_named_as_index
create table app.users_email (x int);

#@ more/create_table_named_as_type
create table mood (x int);

#@ more/create_type_named_as_table
create type bare as (x int);

#@ more/rename_column_taken
alter table bare rename column a to b;

#@ more/rename_column_missing
alter table bare rename column z to b;

#@ more/rename_column_system
alter table bare rename column a to ctid;

#@ more/rename_view_taken
alter view app.user_names rename to old_users;

#@ more/rename_type_taken
alter type mood rename to pair;

#@ more/rename_index_taken
alter index app.users_email rename to users_lower;

#@ more/rename_constraint_taken
alter table checked rename constraint checked_a to checked_b;

#@ more/rename_sequence_taken
alter sequence counter rename to bare;

#@ more/add_column_taken
alter table bare add column a int;

#@ more/add_column_twice
alter table bare add column z int, add column z int;

#@ more/add_column_system
alter table bare add column ctid int;

#@ more/add_column_missing_type
alter table bare add column z nothing;

#@ more/add_column_references_missing
alter table bare add column z int references nothing;

#@ more/add_column_references_nonunique
alter table bare add column z int references refs (code);

#@ more/alter_type_uncastable
alter table num alter column j type int;

#@ more/alter_type_uncastable_default
alter table app.orders alter column state type int using length(state);

#@ more/alter_type_missing_column
alter table bare alter column z type int;

#@ more/alter_type_of_partition_key
alter table part alter column at type bigint;

#@ more/alter_type_of_viewed
alter table app.users alter column name type text;

#@ more/alter_type_of_policy_column
alter table secured alter column owner type varchar(10);

#@ more/alter_type_of_trigger_column
alter table audited alter column v type varchar(10);

#@ more/alter_type_inherited_only
alter table only base alter column v type text;

#@ more/alter_type_of_heir
alter table kid alter column v type text;

#@ more/drop_column_missing
alter table bare drop column z;

#@ more/drop_column_viewed
alter table app.users drop column name;

#@ more/drop_column_partition_key
alter table part drop column at;

#@ more/drop_not_null_key
alter table refs alter column id drop not null;

#@ more/set_default_identity
alter table ident alter column id set default 5;

#@ more/identity_of_nullable
alter table bare alter column a add generated always as identity;

#@ more/identity_twice
alter table ident alter column id add generated always as identity;

#@ more/identity_and_default
alter table counted alter column id add generated always as identity;

#@ more/primary_key_twice
alter table refs add primary key (code);

#@ more/index_json
create index on num (j);

#@ more/index_missing_column
create index on bare (z);

#@ more/index_twice_column
create index on bare (a, a);

#@ more/index_gin_int
create index on bare using gin (a);

#@ more/index_on_view
create index on app.user_names (id);

#@ more/fk_count
alter table bare add foreign key (a, b) references refs (id);

#@ more/fk_types
alter table bare add foreign key (b) references refs (id);

#@ more/fk_view
alter table bare add foreign key (a) references app.user_names (id);

#@ more/fk_set_null_not_null
alter table app.lines add foreign key (n) references refs (id) on delete set null;

#@ more/constraint_taken
alter table checked add constraint checked_a check (true);

#@ more/constraint_named_as_index
alter table bare add constraint users_email unique (a);

#@ more/drop_constraint_missing
alter table bare drop constraint nothing;

#@ more/drop_constraint_used
alter table app.users drop constraint users_pkey;

#@ more/drop_constraint_inherited
alter table kid drop constraint base_v;

#@ more/drop_index_of_constraint
drop index uniq_code;

#@ more/drop_sequence_used
drop sequence counter;

#@ more/drop_function_used
drop function stamp();

#@ more/drop_type_used
drop type mood;

#@ more/drop_domain_used
drop domain posint;

#@ more/drop_view_used
drop view app.user_names;

#@ more/drop_extension_missing
drop extension nothing;

#@ more/attach_overlap
alter table part attach partition spare for values from (500) to (700);

#@ more/attach_missing_column
alter table part attach partition bare for values from (5000) to (6000);

#@ more/attach_already
alter table part attach partition part_a for values from (5000) to (6000);

#@ more/partition_overlap
create table part_z partition of part for values from (900) to (1100);

#@ more/inherit_from_self
alter table base inherit base;

#@ more/inherit_twice
alter table kid inherit base;

#@ more/inherit_missing_column
alter table bare inherit base;

#@ more/inherit_cycle
alter table base inherit grandkid;

#@ more/no_inherit_stranger
alter table bare no inherit base;

#@ more/enum_value_taken
alter type mood rename value 'sad' to 'ok';

#@ more/enum_value_missing
alter type mood rename value 'nothing' to 'more';

#@ more/set_schema_taken
#! setup
create table app.bare (x int);
#! run
alter table bare set schema app;

#@ more/generated_set_default 12-
#! setup
create table gcol (a int, b int generated always as (a + 1) stored);
#! run
alter table gcol alter column b set default 5;

#@ more/generated_drop_source 12-
#! setup
create table gcol (a int, b int generated always as (a + 1) stored);
insert into gcol (a) select g from generate_series(1, 1000) g;
#! run
alter table gcol alter column a type bigint;

#@ more/savepoint_release
savepoint s;
alter table bare add column z int;
release savepoint s;

#@ more/view_replace_less
create or replace view app.names_of_names as select 1 as other;

#@ more/view_replace_more
create or replace view app.names_of_names as select name, 1 as more from app.user_names;

#@ more/refresh_view
refresh materialized view app.user_names;

#@ more/matview_index_refresh
refresh materialized view concurrently app.totals;

#@ more/insert_missing_column
insert into bare (z) values (1);

#@ more/insert_missing_table
insert into nothing values (1);

#@ more/update_missing_column
update bare set z = 1;

#@ more/delete_missing_table
delete from nothing;

#@ more/truncate_view
truncate app.user_names;

#@ more/truncate_missing
truncate nothing;

#@ more/setval
select setval('counter', 5);

#@ more/lock_missing
lock table nothing;

#@ more/create_table_two_keys
create table z (a int primary key, b int primary key);

#@ more/create_table_column_twice
create table z (a int, a int);

#@ more/create_table_inherits_missing
create table z () inherits (nothing);

#@ more/create_table_like_missing
create table z (like nothing);

#@ more/create_trigger_on_missing
create trigger z before insert on nothing for each row execute procedure stamp();

#@ more/create_policy_missing_table
create policy z on nothing using (true);

#@ more/array_to_domain_array 11-
#! setup
create table arr (id int primary key, a int[]);
insert into arr select g, array[g] from generate_series(1, 1000) g;
#! run
alter table arr alter column a type posint[];

#@ more/array_to_plain_domain_array 11-
#! setup
create table arr (id int primary key, a text[]);
insert into arr select g, array['a'] from generate_series(1, 1000) g;
#! run
alter table arr alter column a type plain_text[];

#@ more/domain_array_to_base 11-
#! setup
create table arr (id int primary key, a posint[]);
insert into arr select g, array[g] from generate_series(1, 1000) g;
#! run
alter table arr alter column a type int[];

#@ wide/typed_attribute_add
#! setup
create table typed of pair (constraint typed_x check (0 < x));
insert into typed select g, g from generate_series(1, 1000) g;
#! run
alter type pair add attribute z text;

#@ wide/typed_attribute_add_cascade
#! setup
create type duo as (x int, y int);
create table typed of duo;
insert into typed select g, g from generate_series(1, 1000) g;
#! run
alter type duo add attribute z text cascade;

#@ wide/typed_attribute_drop_cascade
#! setup
create type duo as (x int, y int);
create table typed of duo;
insert into typed select g, g from generate_series(1, 1000) g;
#! run
alter type duo drop attribute y cascade;

#@ wide/typed_attribute_type_cascade
#! setup
create type duo as (x int, y int);
create table typed of duo;
create index typed_y on typed (y);
insert into typed select g, g from generate_series(1, 1000) g;
#! run
alter type duo alter attribute y type bigint cascade;

#@ wide/typed_attribute_rename_cascade
#! setup
create type duo as (x int, y int);
create table typed of duo;
#! run
alter type duo rename attribute y to z cascade;

#@ wide/typed_attribute_rename
#! setup
create type duo as (x int, y int);
create table typed of duo;
#! run
alter type duo rename attribute y to z;

#@ wide/typed_attribute_two
#! setup
create type duo as (x int, y int);
create table typed of duo;
create table typed2 of duo;
insert into typed select g, g from generate_series(1, 1000) g;
#! run
alter type duo add attribute z text cascade, drop attribute y cascade;

#@ wide/typed_drop_type
#! setup
create type duo as (x int, y int);
create table typed of duo;
#! run
drop type duo;

#@ wide/typed_drop_type_cascade
#! setup
create type duo as (x int, y int);
create table typed of duo;
#! run
drop type duo cascade;

#@ wide/attribute_of_unused_type
#! setup
create type duo as (x int, y int);
#! run
alter type duo add attribute z text, drop attribute x;

#@ wide/attribute_missing
alter type pair drop attribute nothing;

#@ wide/attribute_missing_if_exists
alter type pair drop attribute if exists nothing;

#@ wide/attribute_taken
alter type pair add attribute x int;

#@ wide/attribute_drop_used
alter type pair drop attribute y;

#@ wide/attribute_rename_used
alter type pair rename attribute y to z;

#@ wide/temp_hides_alter
create temp table bare (a int, b text);
#! run
alter table bare add column c int;

#@ wide/temp_hides_drop
create temp table bare (a int, b text);
#! run
drop table bare;

#@ wide/temp_hides_drop_twice
create temp table bare (a int, b text);
#! run
drop table bare;
#! run
drop table bare;

#@ wide/temp_hides_qualified
create temp table bare (a int, b text);
#! run
alter table public.bare add column c int;

#@ wide/temp_hides_index
create temp table bare (a int, b text);
#! run
create index on bare (a);

#@ wide/temp_hides_truncate
create temp table bare (a int, b text);
#! run
truncate bare;

#@ wide/temp_hides_update
create temp table bare (a int, b text);
#! run
update bare set b = 'x';

#@ wide/temp_made_in_transaction
create temp table bare (a int);
#! run
insert into bare values (1);
#! run
drop table bare;
#! run
alter table bare add column z int;

#@ wide/temp_as
create temporary table bare as select * from app.users;
#! run
alter table bare add column z int default random();

#@ wide/temp_view_hides
create temp view bare as select * from app.users;
#! run
drop view bare;

#@ wide/temp_in_pg_temp
create table pg_temp.bare (a int);
#! run
insert into pg_temp.bare values (1);

#@ wide/not_null_to_inherit 18-
#! setup
alter table base add constraint base_nn not null v no inherit;
#! run
alter table base alter constraint base_nn inherit;

#@ wide/not_null_to_no_inherit 18-
#! setup
alter table base add constraint base_nn not null v;
#! run
alter table base alter constraint base_nn no inherit;

#@ wide/deallocate
#! setup
prepare add_one as select 1;
#! run
deallocate add_one;

#@ wide/declare_cursor
declare c cursor for select * from bare;

#@ wide/declare_cursor_update
declare c cursor for select * from bare for update;

#@ wide/explain
explain update bare set a = 1;

#@ wide/explain_analyze
explain analyze update bare set a = 1;

#@ wide/explain_create
explain create table made as select * from bare;

#@ wide/values
values (1), (2);

#@ wide/table_command
table bare;

#@ wide/select_into
select * into made from bare;

#@ wide/select_union
select id from app.users union all select id from app.orders;

#@ wide/select_subquery
select (select max(total) from app.orders) from bare;

#@ wide/select_lateral
select * from app.users u, lateral (select * from app.orders o where o.user_id = u.id) x;

#@ wide/insert_returning
insert into bare (a, b) select a, b from refs_fk cross join (values (1, 'x')) v (a, b) returning a;

#@ wide/insert_default_values
insert into counted default values;

#@ wide/insert_conflict_update
insert into uniq (id, code, name) values (1, 1, 'x') on conflict (id) do update set name = excluded.name;

#@ wide/insert_conflict_fk
insert into refs_fk (id, code) values (1, 1) on conflict (id) do nothing;

#@ wide/update_from_subquery
update bare set b = (select max(name) from app.users);

#@ wide/update_where_in
update bare set b = 'x' where a in (select id from app.users);

#@ wide/update_only_parent
update only base set v = 'x';

#@ wide/delete_using_two
delete from bare using app.users u, app.orders o where bare.a = u.id and u.id = o.user_id;

#@ wide/delete_fk_parent
delete from uniq where id = 5000;

#@ wide/delete_cascade_parent
delete from app.users where id = 5000;

#@ wide/cte_insert_select
with moved as (delete from refs returning id, v) insert into bare select id, v from moved;

#@ wide/cte_update
with u as (update bare set b = 'y' returning a) select * from u;

#@ wide/cte_two_writes
with a as (update refs set v = 'y' returning id), b as (insert into bare select id, 'z' from a returning a) select * from b;

#@ wide/merge_not_matched 15-
merge into bare using app.users u on bare.a = u.id when not matched then insert values (u.id, u.name) when matched then delete;

#@ wide/copy_columns
copy bare (a) from '/dev/null';

#@ wide/copy_query
copy (select * from app.users) to '/dev/null';

#@ wide/lock_two
lock table bare, app.users in share row exclusive mode;

#@ wide/lock_nowait
lock bare nowait;

#@ wide/lock_parent_share
lock table base in share mode;

#@ wide/comment_constraint
comment on constraint uniq_code on uniq is 'x';

#@ wide/comment_trigger
comment on trigger audited_stamp on audited is 'x';

#@ wide/comment_policy
comment on policy own on secured is 'x';

#@ wide/comment_type
comment on type pair is 'x';

#@ wide/comment_domain
comment on domain posint is 'x';

#@ wide/comment_domain_constraint
comment on constraint posint_check on domain posint is 'x';

#@ wide/comment_function
comment on function volatile_fn() is 'x';

#@ wide/comment_schema
comment on schema app is 'x';

#@ wide/comment_sequence
comment on sequence counter is 'x';

#@ wide/comment_matview
comment on materialized view app.totals is 'x';

#@ wide/comment_database
comment on database case_db is 'x';

#@ wide/grant_all_in_schema
grant select on all tables in schema app to public;

#@ wide/grant_columns
grant select (id, name) on app.users to public;

#@ wide/grant_sequence
grant usage on sequence counter to public;

#@ wide/grant_schema
grant usage on schema app to public;

#@ wide/grant_function
grant execute on function volatile_fn() to public;

#@ wide/grant_type
grant usage on type mood to public;

#@ wide/default_privileges
alter default privileges in schema app grant select on tables to public;

#@ wide/reassign_owned
create role wide_leaver;
#! run
alter table bare owner to wide_leaver;
#! run
reassign owned by wide_leaver to current_user;

#@ wide/statistics_rename
#! setup
create statistics bare_ab on a, b from bare;
#! run
alter statistics bare_ab rename to bare_ba;

#@ wide/statistics_target 13-
#! setup
create statistics bare_ab on a, b from bare;
#! run
alter statistics bare_ab set statistics 100;

#@ wide/statistics_there
#! setup
create statistics bare_ab on a, b from bare;
#! run
create statistics if not exists bare_ab on a, b from bare;

#@ wide/aggregate
create aggregate total_of (int) (sfunc = int4pl, stype = int);

#@ wide/operator
create operator === (leftarg = int, rightarg = int, procedure = int4eq);

#@ wide/operator_class
create operator class int_class for type int using btree as operator 1 <, function 1 btint4cmp(int, int);

#@ wide/cast
create function mood_of(int) returns mood language sql as 'select null::mood';
#! run
create cast (int as mood) with function mood_of(int);

#@ wide/collation
create collation plain_c from "C";

#@ wide/conversion
create conversion conv for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;

#@ wide/text_search
create text search configuration mine (copy = simple);
#! run
alter text search configuration mine drop mapping for word;

#@ wide/language
create or replace language plpgsql;

#@ wide/function_rename
alter function immutable_fn(int) rename to other_fn;

#@ wide/function_volatility
alter function immutable_fn(int) volatile;

#@ wide/function_schema
alter function immutable_fn(int) set schema app;

#@ wide/function_drop_used_in_index
#! setup
create index refs_fn on refs (immutable_fn(code));
#! run
drop function immutable_fn(int);

#@ wide/function_drop_used_in_index_cascade
#! setup
create index refs_fn on refs (immutable_fn(code));
#! run
drop function immutable_fn(int) cascade;

#@ wide/function_drop_used_in_default
#! setup
alter table refs alter column other set default volatile_fn();
#! run
drop function volatile_fn();

#@ wide/function_drop_used_in_default_cascade
#! setup
alter table refs alter column other set default volatile_fn();
#! run
drop function volatile_fn() cascade;

#@ wide/function_drop_used_in_view_cascade
#! setup
create view fn_view as select volatile_fn() as x;
#! run
drop function volatile_fn() cascade;

#@ wide/function_drop_used_in_check
#! setup
alter table refs add constraint refs_fn check (immutable_fn(code) is not null);
#! run
drop function immutable_fn(int) cascade;

#@ wide/function_drop_used_in_policy
#! setup
create policy fn_policy on refs using (volatile_fn() = 1);
#! run
drop function volatile_fn() cascade;

#@ wide/function_replace_used_in_index
#! setup
create index refs_fn on refs (immutable_fn(code));
#! run
create or replace function immutable_fn(x int) returns int language sql immutable as 'select x + 2';

#@ wide/schema_rename
alter schema app rename to app2;

#@ wide/schema_owner
alter schema app owner to current_user;

#@ wide/schema_drop_cascade
drop schema app cascade;

#@ wide/extension_update
alter extension plpgsql update;

#@ wide/extension_schema
#! setup
create extension citext;
#! run
alter extension citext set schema app;

#@ wide/event_trigger
#! setup
create function on_ddl() returns event_trigger language plpgsql as 'begin end';
#! run
create event trigger watch on ddl_command_end execute procedure on_ddl();
#! run
alter event trigger watch disable;
#! run
drop event trigger watch;

#@ wide/publication_rename
#! setup
create publication pub for table bare;
#! run
alter publication pub rename to pub2;

#@ wide/publication_only_parent
create publication pub for table only base;

#@ wide/domain_rename_used
alter domain posint rename to positive;

#@ wide/domain_of_partitioned_add_check
#! setup
create table pd (id int, p posint) partition by range (id);
create table pd1 partition of pd for values from (0) to (2000);
insert into pd select g, g from generate_series(1, 1000) g;
#! run
alter domain posint add constraint small check (value < 1000000);

#@ wide/domain_of_parent_add_check
#! setup
create table dp (p posint);
create table dk () inherits (dp);
insert into dk select g from generate_series(1, 1000) g;
#! run
alter domain posint set not null;

#@ wide/enum_in_index_rename
alter type mood rename value 'ok' to 'fine';

#@ wide/range_type
create type spans as range (subtype = int);
#! run
alter table bare add column s spans;

#@ wide/sequence_min_max
alter sequence counter minvalue 1 maxvalue 5000 cycle;

#@ wide/sequence_if_exists_missing
alter sequence if exists nothing restart;

#@ wide/sequence_unlogged 15-
alter sequence counter set unlogged;

#@ wide/trigger_depends
alter trigger audited_stamp on audited depends on extension plpgsql;

#@ wide/trigger_replica
alter table audited enable replica trigger audited_v;

#@ wide/trigger_always_missing
alter table audited enable always trigger nothing;

#@ wide/rule_on_view
create rule put as on insert to app.user_names do instead insert into app.users (id, name) values (new.id, new.name);

#@ wide/rule_notify
create rule told as on update to bare do also notify told;

#@ wide/policy_for_role
create policy p on bare for select to public using (a in (select id from app.users));

#@ wide/policy_alter_using
alter policy own on secured using (owner <> current_user);

#@ wide/constraint_trigger_deferred
create constraint trigger late after insert on bare deferrable initially deferred for each row execute procedure stamp();

#@ wide/set_constraints
set constraints all deferred;

#@ wide/partition_attach_foreign 11-
#! setup
create extension file_fdw;
create server files foreign data wrapper file_fdw;
create foreign table ft (id int not null, at int not null, v varchar(10), w text) server files options (filename '/dev/null');
#! run
alter table part attach partition ft for values from (5000) to (6000);

#@ wide/partition_of_with_columns
create table part_c partition of part (v default 'x', constraint c_check check (0 < id)) for values from (3000) to (4000);

#@ wide/partition_detach_default 11-
#! setup
create table part_d partition of part default;
#! run
alter table part detach partition part_d;

#@ wide/partition_drop_check
#! setup
alter table part add constraint part_v check (v <> '');
#! run
alter table part_a drop constraint part_v;

#@ wide/partition_add_check_leaf
alter table part_a add constraint leaf_v check (v <> '');

#@ wide/partition_unlogged
alter table part_a set unlogged;

#@ wide/partition_logged_whole 10-17
alter table part set unlogged;

#@ wide/truncate_only_parent
truncate only base;

#@ wide/cluster_verbose
cluster verbose app.users using users_email;

#@ wide/cluster_again
#! setup
cluster app.users using users_email;
#! run
cluster app.users;

#@ wide/vacuum_options 12-
vacuum (truncate false, index_cleanup false) bare;

#@ wide/vacuum_two 11-
vacuum bare, refs;

#@ wide/vacuum_parent
vacuum base;

#@ wide/vacuum_only_parent 18-
vacuum only base;

#@ wide/vacuum_matview
vacuum app.totals;

#@ wide/analyze_partitioned
analyze part;

#@ wide/analyze_partition
analyze part_a;

#@ wide/reindex_concurrently_index 12-
reindex index concurrently app.users_email;

#@ wide/reindex_table_concurrently 12-
reindex table concurrently app.users;

#@ wide/reindex_tablespace 14-
reindex (tablespace ts1) table bare;

#@ wide/refresh_concurrently_no_index
#! setup
create materialized view flat as select * from bare;
#! run
refresh materialized view concurrently flat;

#@ wide/matview_if_not_exists
create materialized view if not exists app.totals as select 1 as x;

#@ wide/matview_if_not_exists_new
create materialized view if not exists flat as select * from app.user_names;

#@ wide/view_check_option
create view young as select * from app.users where age < 20 with check option;

#@ wide/view_recursive
create recursive view up (id, parent) as select id, parent from node union all select n.id, n.parent from node n join up on up.parent = n.id;

#@ wide/view_duplicate_column
create view bad as select a, a from bare;

#@ wide/create_table_if_not_exists_as
create table if not exists bare as select 1 as x;

#@ wide/create_table_tablespace
create table made (a int) tablespace ts1;

#@ wide/create_table_like_all
create table made (like app.orders including all);

#@ wide/create_table_inherit_two
create table made () inherits (base, loose);

#@ wide/create_table_fk_inline
create table made (u bigint references app.users, o bigint references app.orders (id) on delete cascade);

#@ wide/create_table_exclude
create table made (during int4range, exclude using gist (during with &&));

#@ wide/create_table_generated 12-
create table made (a int, b int generated always as (a * 2) stored);

#@ wide/drop_many
drop table bare, refs, scratch;

#@ wide/drop_table_fk_together
drop table refs_fk, uniq;

#@ wide/drop_index_and_constraint
drop index uniq_name, uniq_code;

#@ wide/drop_index_concurrently_two
drop index concurrently uniq_name, idx_v5;

#@ wide/drop_index_concurrently_constraint
drop index concurrently uniq_code;

#@ wide/drop_index_concurrently_cascade
drop index concurrently uniq_name cascade;

#@ wide/drop_trigger_cascade
drop trigger audited_v on audited cascade;

#@ wide/drop_aggregate
#! setup
create aggregate total_of (int) (sfunc = int4pl, stype = int);
#! run
drop aggregate total_of (int);

#@ wide/multi_add_constraint_using_two
alter table uniq add constraint a1 check (0 < id), add constraint a2 check (0 < code) not valid, add constraint a3 unique (name, id);

#@ wide/multi_drop_add_default
alter table bare alter column a drop default, alter column a set default 5, alter column a set not null;

#@ wide/multi_owner_and_column
alter table bare owner to current_user, add column z int, set (fillfactor = 50);

#@ wide/multi_rls_and_trigger
alter table audited enable row level security, disable trigger audited_v;

#@ wide/multi_type_both_ends
alter table refs_fk alter column code type bigint, alter column x type bigint;

#@ wide/column_default_of_view
alter view app.user_names alter column name set default 'x';

#@ wide/savepoint_drop_back
savepoint s;
#! run
drop table bare;
#! run
rollback to s;
#! run
alter table bare add column z int;

#@ wide/rename_cycle
alter table bare rename to bare2;
#! run
alter table refs rename to bare;
#! run
alter table bare2 rename to refs;
#! run
alter table refs add column z int;

#@ wide/not_null_no_inherit 18-
alter table base add constraint base_nn not null v no inherit;

#@ wide/not_null_no_inherit_kid 18-
alter table kid add constraint kid_nn not null v no inherit;

#@ wide/not_null_no_inherit_partitioned 18-
alter table part add constraint part_nn not null v no inherit;

#@ wide/prepare
prepare add_one as update bare set a = a + 1;

#@ wide/schema_create_elements
create schema fresh create table inside (a int) create view seen as select * from inside;

#@ wide/foreign_data
create extension postgres_fdw;
#! run
create server far foreign data wrapper postgres_fdw options (dbname 'x');
#! run
create user mapping for current_user server far options (user 'u', password 'p');
#! run
create foreign table far_t (id int) server far;
#! run
alter foreign table far_t add column x int;
#! run
drop server far cascade;

#@ wide/server_drop_used
#! setup
create extension file_fdw;
create server files foreign data wrapper file_fdw;
create foreign table ft (id int) server files options (filename '/dev/null');
#! run
drop server files;

#@ wide/server_drop_cascade
#! setup
create extension file_fdw;
create server files foreign data wrapper file_fdw;
create foreign table ft (id int) server files options (filename '/dev/null');
#! run
drop server files cascade;

#@ wide/extension_drop_used
#! setup
create extension citext;
alter table bare add column c citext;
#! run
drop extension citext;

#@ wide/publication_add_twice
#! setup
create publication pub for table bare;
#! run
alter publication pub add table bare;

#@ wide/sequence_owned_by_other_schema
alter sequence counter owned by app.users.id;

#@ wide/partition_default_twice 11-
#! setup
create table part_d partition of part default;
#! run
create table part_e partition of part default;

#@ wide/partition_hash_bad 11-
create table part_h partition of part for values with (modulus 4, remainder 0);

#@ wide/cluster_gin
cluster idx using idx_j;

#@ wide/cluster_partial_index
cluster idx using idx_part;

#@ wide/reindex_index_is_table
reindex index bare;

#@ wide/index_system_column
create index on bare (ctid);

#@ wide/index_too_many
create index on num (i2, i4, i8, r, f, n, n52, c5, v5, v, t, b, vb, ts, tz, tm, tmz, d, iv, u, by, ip, cd, bo, ts0, tm3, nm, oi, mo, mac, i2, i4, i8);

#@ wide/index_hash_unique
create unique index on bare using hash (a);

#@ wide/index_hash_two
create index on bare using hash (a, b);

#@ wide/index_brin_include
create index on bare using brin (a) include (b);

#@ wide/drop_collation
#! setup
create collation plain_c from "C";
alter table bare alter column b type text collate plain_c;
#! run
drop collation plain_c cascade;

#@ wide/multi_add_drop_same
alter table bare add column z int, drop column b, add column b int;

#@ wide/inherit_typed_types
#! setup
create table wrong (id bigint not null, v varchar(10), constraint base_v check (v <> ''));
#! run
alter table wrong inherit base;

#@ stat/drop
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
#! run
drop statistics app.many;

#@ stat/drop_guarded
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
#! run
drop statistics if exists app.many;

#@ stat/drop_two
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
create statistics few (dependencies) on a, b from bare;
#! run
drop statistics app.many, few;

#@ stat/drop_absent
drop statistics nowhere;

#@ stat/alter_target 13-
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
#! run
alter statistics app.many set statistics 100;

#@ stat/rename
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
#! run
alter statistics app.many rename to lots;

#@ stat/rename_then_drop
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
#! run
alter statistics app.many rename to lots;
drop statistics app.lots;

#@ stat/comment
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
#! run
comment on statistics app.many is 'x';

#@ stat/create_taken
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
#! run
create statistics app.many (dependencies) on user_id, state from app.orders;

#@ stat/create_guarded
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
#! run
create statistics if not exists app.many (dependencies) on user_id, state from app.orders;

#@ stat/drop_column
#! setup
create statistics app.many (dependencies) on user_id, state from app.orders;
#! run
alter table app.orders drop column state;

#@ stat/drop_table
#! setup
create statistics few (dependencies) on a, b from bare;
#! run
drop table bare;

#@ stat/drop_after_table
#! setup
create statistics few (dependencies) on a, b from bare;
#! run
drop table bare;
drop statistics if exists few;

#@ stat/partitioned
#! setup
create statistics ps (dependencies) on id, at from part;
#! run
drop statistics ps;

#@ grant/two
grant select on bare, refs to public;

#@ grant/table_word
grant select on table bare, refs, app.users to public;

#@ grant/columns
grant select (id) on refs, uniq to public;

#@ grant/sequences
grant usage on sequence counter, app.orders_id_seq to public;

#@ grant/quoted
grant select on "Odd Schema"."My Table", bare to public;

#@ grant/all_in_schema
grant select on all tables in schema app to public;

#@ grant/revoke_two
revoke select on bare, refs from public;

#@ grant/revoke_option
revoke grant option for select on bare, refs from public;

#@ grant/view
grant select on app.user_names, app.totals to public;

#@ grant/partitioned
grant select on part to public;

#@ grant/database
grant connect on database postgres to public;

#@ grant/schema
grant usage on schema app to public;

#@ grant/function
grant execute on function volatile_fn() to public;

#@ grant/on_named_on
#! setup
create table "on" (id int);
#! run
grant select on "on", bare to public;

#@ grant/absent
grant select on bare, nowhere to public;

#@ inside/domain_add_check
#! setup
create type boxed as (p posint, t text);
create table holders (id int primary key, b boxed);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
#! run
alter domain posint add constraint small check (value < 1000000);

#@ inside/domain_add_not_valid
#! setup
create type boxed as (p posint, t text);
create table holders (id int primary key, b boxed);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
#! run
alter domain posint add constraint small check (value < 1000000) not valid;

#@ inside/domain_validate
#! setup
create type boxed as (p posint, t text);
create table holders (id int primary key, b boxed);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
alter domain posint add constraint small check (value < 1000000) not valid;
#! run
alter domain posint validate constraint small;

#@ inside/domain_set_not_null
#! setup
create type boxed as (p posint, t text);
create table holders (id int primary key, b boxed);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
#! run
alter domain posint set not null;

#@ inside/domain_set_default
#! setup
create type boxed as (p posint, t text);
create table holders (id int primary key, b boxed);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
#! run
alter domain posint set default 1;

#@ inside/domain_drop_constraint
#! setup
create type boxed as (p posint, t text);
create table holders (id int primary key, b boxed);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
#! run
alter domain posint drop constraint posint_check;

#@ inside/domain_drop
#! setup
create type boxed as (p posint, t text);
create table holders (id int primary key, b boxed);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
#! run
drop domain posint;

#@ inside/drop_only_inside
#! setup
create type lone as enum ('a');
create type lonely as (l lone);
#! run
drop type lone;

#@ inside/drop_only_inside_cascade
#! setup
create type lone as enum ('a');
create type lonely as (l lone);
#! run
drop type lone cascade;

#@ inside/domain_drop_cascade
#! setup
create type boxed as (p posint, t text);
create table holders (id int primary key, b boxed);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
#! run
drop domain posint cascade;

#@ inside/domain_array 11-
#! setup
create table arr (id int primary key, ps posint[]);
insert into arr select g, array[g] from generate_series(1, 1000) g;
#! run
alter domain posint add constraint small check (value < 1000000);

#@ inside/nested
#! setup
create type boxed as (p posint, t text);
create type outerbox as (b boxed);
create table deep (id int primary key, o outerbox);
insert into deep select g, row(row(g, 't')::boxed)::outerbox from generate_series(1, 1000) g;
#! run
alter domain posint add constraint small check (value < 1000000);

#@ inside/under_domain
#! setup
create domain tiny as posint;
create type boxed as (p tiny, t text);
create table holders (id int primary key, b boxed);
#! run
alter domain posint add constraint small check (value < 1000000);

#@ inside/composite_of_table
#! setup
create table row_like (p posint);
create table of_rows (id int primary key, r row_like);
#! run
alter domain posint add constraint small check (value < 1000000);

#@ inside/add_composite_column
#! setup
create type boxed as (p posint, t text);
create table holders (id int primary key, b boxed);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
#! run
alter table bare add column x boxed;

#@ inside/domain_over_composite 11-
#! setup
create type boxed as (p posint, t text);
create domain boxdom as boxed;
create table holders (id int primary key, b boxdom);
insert into holders select g, row(g, 't')::boxed from generate_series(1, 1000) g;
#! run
alter domain boxdom add constraint filled check ((value).t <> '');

#@ block/exception
do $$ begin alter table bare add column z int; exception when duplicate_column then null; end $$;

#@ block/exception_type
do $$ begin create type mood as enum ('sad'); exception when duplicate_object then null; end $$;

#@ block/exception_constraint
do $$ begin alter table uniq add constraint uniq_code unique (code); exception when duplicate_table then null; end $$;

#@ block/exception_absent_guarded
do $$ begin drop table nowhere; exception when undefined_table then null; end $$;

#@ absent/alter_sequence
alter sequence nowhere restart;

#@ absent/alter_view
alter view nowhere rename to x;

#@ absent/alter_view_owner
alter view nowhere owner to postgres;

#@ absent/alter_materialized
alter materialized view nowhere rename to x;

#@ absent/alter_index
alter index nowhere rename to x;

#@ absent/alter_type_rename
alter type nowhere rename to x;

#@ absent/alter_type_rename_value
alter type mood rename value 'nowhere' to 'x';

#@ absent/alter_type_attribute
alter type pair drop attribute nowhere;

#@ absent/alter_type_attribute_type
alter type pair alter attribute nowhere type int;

#@ absent/alter_type_rename_attribute
alter type pair rename attribute nowhere to x;

#@ absent/alter_domain
alter domain nowhere set not null;

#@ absent/alter_domain_drop_guarded
alter domain posint drop constraint if exists nowhere;

#@ absent/alter_trigger
alter trigger nowhere on audited rename to x;

#@ absent/alter_column
alter table bare alter column nowhere set default 1;

#@ absent/alter_table_rename_column
alter table bare rename column nowhere to x;

#@ absent/alter_table_rename_constraint
alter table bare rename constraint nowhere to x;

#@ absent/alter_table_drop_constraint
alter table bare drop constraint nowhere;

#@ absent/alter_table_validate
alter table bare validate constraint nowhere;

#@ absent/alter_table_alter_constraint
alter table bare alter constraint nowhere deferrable;

#@ absent/alter_table_trigger
alter table bare disable trigger nowhere;

#@ absent/alter_table_cluster
alter table bare cluster on nowhere;

#@ absent/alter_table_inherit
alter table bare inherit nowhere;

#@ absent/alter_table_no_inherit
alter table bare no inherit refs;

#@ absent/alter_table_attach
alter table part attach partition nowhere for values from (5000) to (6000);

#@ absent/alter_table_detach
alter table part detach partition bare;

#@ absent/alter_table_detach_absent
alter table part detach partition nowhere;

#@ absent/alter_table_using_index
alter table bare add constraint x unique using index nowhere;

#@ absent/add_column_type
alter table bare add column x nowhere;

#@ absent/add_column_references
alter table bare add column x int references nowhere;

#@ absent/create_table_type
create table x (id nowhere);

#@ absent/create_table_like
create table x (like nowhere);

#@ absent/create_table_inherits
create table x () inherits (nowhere);

#@ absent/create_table_partition
create table x partition of nowhere for values in (1);

#@ absent/create_table_references
create table x (id int references nowhere);

#@ absent/create_table_as
create table x as select * from nowhere;

#@ absent/create_index
create index on nowhere (a);

#@ absent/create_index_column
create index on bare (nowhere);

#@ absent/create_index_include 11-
create index on bare (a) include (nowhere);

#@ absent/create_view
create view x as select * from nowhere;

#@ absent/create_materialized
create materialized view x as select * from nowhere;

#@ absent/create_trigger_table
create trigger x before insert on nowhere for each row execute procedure stamp();

#@ absent/create_trigger_function
create trigger x before insert on bare for each row execute procedure nowhere();

#@ absent/create_policy
create policy x on nowhere using (true);

#@ absent/create_statistics
create statistics x on a, b from nowhere;

#@ absent/create_domain
create domain x as nowhere;

#@ absent/drop_table
drop table nowhere;

#@ absent/drop_table_two
drop table bare, nowhere;

#@ absent/drop_view
drop view nowhere;

#@ absent/drop_materialized
drop materialized view nowhere;

#@ absent/drop_index
drop index nowhere;

#@ absent/drop_sequence
drop sequence nowhere;

#@ absent/drop_type
drop type nowhere;

#@ absent/drop_domain
drop domain nowhere;

#@ absent/drop_schema
drop schema nowhere;

#@ absent/drop_function_guarded
drop function if exists nowhere();

#@ absent/drop_trigger
drop trigger nowhere on bare;

#@ absent/drop_trigger_table
drop trigger x on nowhere;

#@ absent/drop_trigger_guarded
drop trigger if exists x on nowhere;

#@ absent/drop_policy
drop policy nowhere on bare;

#@ absent/drop_policy_table
drop policy x on nowhere;

#@ absent/drop_rule
drop rule nowhere on bare;

#@ absent/drop_rule_table
drop rule x on nowhere;

#@ absent/drop_extension
drop extension nowhere;

#@ absent/comment_table
comment on table nowhere is 'x';

#@ absent/comment_column
comment on column bare.nowhere is 'x';

#@ absent/comment_column_table
comment on column nowhere.x is 'x';

#@ absent/comment_view
comment on view nowhere is 'x';

#@ absent/comment_sequence
comment on sequence nowhere is 'x';

#@ absent/insert
insert into nowhere values (1);

#@ absent/insert_column
insert into bare (nowhere) values (1);

#@ absent/insert_select
insert into bare select * from nowhere;

#@ absent/update
update nowhere set a = 1;

#@ absent/update_column
update bare set nowhere = 1;

#@ absent/update_from
update bare set a = 1 from nowhere;

#@ absent/delete
delete from nowhere;

#@ absent/delete_using
delete from bare using nowhere;

#@ absent/truncate
truncate nowhere;

#@ absent/lock
lock table nowhere;

#@ absent/copy
copy nowhere to '/dev/null';

#@ absent/select
select * from nowhere;

#@ absent/refresh
refresh materialized view nowhere;

#@ absent/reindex_table
reindex table nowhere;

#@ absent/cluster
cluster nowhere;

#@ absent/cluster_using
cluster bare using nowhere;

#@ absent/analyze
analyze nowhere;

#@ absent/security_label
security label on table nowhere is 'x';
