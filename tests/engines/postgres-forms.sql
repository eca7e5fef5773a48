Questions for `cargo xtask engines postgres`: each form of statement over each kind of relation.

#@ schema
create type shape as (id int, a int, b text, c varchar(10));
create table other (id int primary key, v text);
insert into other select g, 'v' from generate_series(1, 1000) g;
create table plain (id int not null, a int, b text, c varchar(10), constraint plain_a check (0 < a));
insert into plain select g, g, 'b', 'c' from generate_series(1, 1000) g;
create index idx on plain (b);
create unique index plain_id on plain (id);
create table inh (id int not null, a int, b text, c varchar(10), constraint inh_a check (0 < a));
create table kid () inherits (inh);
insert into inh select g, g, 'b', 'c' from generate_series(1, 1000) g;
insert into kid select g, g, 'b', 'c' from generate_series(1, 1000) g;
create table pt (id int not null, a int, b text, c varchar(10), constraint pt_a check (0 < a)) partition by range (id);
create table leaf partition of pt for values from (0) to (600);
create table leaf2 partition of pt for values from (600) to (2000);
insert into pt select g, g, 'b', 'c' from generate_series(1, 1000) g;
create table typed of shape (id not null, constraint typed_a check (0 < a));
insert into typed select g, g, 'b', 'c' from generate_series(1, 1000) g;
create unlogged table unl (id int not null, a int, b text, c varchar(10), constraint unl_a check (0 < a));
insert into unl select g, g, 'b', 'c' from generate_series(1, 1000) g;
create extension file_fdw;
create server files foreign data wrapper file_fdw;
create foreign table ft (id int not null, a int, b text, c varchar(10), constraint ft_a check (0 < a)) server files options (filename '/dev/null', format 'csv');
create view v as select id, a, b, c from plain;
create materialized view mv as select id, a, b, c from plain;
create unique index mv_id on mv (id);
create sequence sq;
create function stamp() returns trigger language plpgsql as $$ begin return new; end $$;
create schema away;

#@ forms/add_column.plain
alter table plain add column x int

#@ forms/add_column.inh
alter table inh add column x int

#@ forms/add_column.kid
alter table kid add column x int

#@ forms/add_column.pt
alter table pt add column x int

#@ forms/add_column.leaf
alter table leaf add column x int

#@ forms/add_column.typed
alter table typed add column x int

#@ forms/add_column.unl
alter table unl add column x int

#@ forms/add_column.ft
alter table ft add column x int

#@ forms/add_column.v
alter table v add column x int

#@ forms/add_column.mv
alter table mv add column x int

#@ forms/add_column.idx
alter table idx add column x int

#@ forms/add_column.sq
alter table sq add column x int

#@ forms/add_column_volatile.plain
alter table plain add column x float default random()

#@ forms/add_column_volatile.inh
alter table inh add column x float default random()

#@ forms/add_column_volatile.kid
alter table kid add column x float default random()

#@ forms/add_column_volatile.pt
alter table pt add column x float default random()

#@ forms/add_column_volatile.leaf
alter table leaf add column x float default random()

#@ forms/add_column_volatile.typed
alter table typed add column x float default random()

#@ forms/add_column_volatile.ft
alter table ft add column x float default random()

#@ forms/add_column_volatile.v
alter table v add column x float default random()

#@ forms/add_column_volatile.mv
alter table mv add column x float default random()

#@ forms/add_column_volatile.idx
alter table idx add column x float default random()

#@ forms/add_column_volatile.sq
alter table sq add column x float default random()

#@ forms/add_column_not_null.plain
alter table plain add column x int not null default 3

#@ forms/add_column_not_null.inh
alter table inh add column x int not null default 3

#@ forms/add_column_not_null.kid
alter table kid add column x int not null default 3

#@ forms/add_column_not_null.pt
alter table pt add column x int not null default 3

#@ forms/add_column_not_null.leaf
alter table leaf add column x int not null default 3

#@ forms/add_column_not_null.typed
alter table typed add column x int not null default 3

#@ forms/add_column_not_null.ft
alter table ft add column x int not null default 3

#@ forms/add_column_not_null.v
alter table v add column x int not null default 3

#@ forms/add_column_not_null.mv
alter table mv add column x int not null default 3

#@ forms/add_column_not_null.idx
alter table idx add column x int not null default 3

#@ forms/add_column_not_null.sq
alter table sq add column x int not null default 3

#@ forms/add_column_taken.plain
alter table plain add column if not exists a int

#@ forms/add_column_taken.inh
alter table inh add column if not exists a int

#@ forms/add_column_taken.kid
alter table kid add column if not exists a int

#@ forms/add_column_taken.pt
alter table pt add column if not exists a int

#@ forms/add_column_taken.leaf
alter table leaf add column if not exists a int

#@ forms/add_column_taken.typed
alter table typed add column if not exists a int

#@ forms/add_column_taken.ft
alter table ft add column if not exists a int

#@ forms/add_column_taken.v
alter table v add column if not exists a int

#@ forms/add_column_taken.mv
alter table mv add column if not exists a int

#@ forms/add_column_taken.idx
alter table idx add column if not exists a int

#@ forms/add_column_taken.sq
alter table sq add column if not exists a int

#@ forms/drop_column.plain
alter table plain drop column c

#@ forms/drop_column.inh
alter table inh drop column c

#@ forms/drop_column.kid
alter table kid drop column c

#@ forms/drop_column.pt
alter table pt drop column c

#@ forms/drop_column.leaf
alter table leaf drop column c

#@ forms/drop_column.typed
alter table typed drop column c

#@ forms/drop_column.ft
alter table ft drop column c

#@ forms/drop_column.v
alter table v drop column c

#@ forms/drop_column.mv
alter table mv drop column c

#@ forms/drop_column.idx
alter table idx drop column c

#@ forms/drop_column.sq
alter table sq drop column c

#@ forms/drop_column_absent.plain
alter table plain drop column if exists zz

#@ forms/drop_column_absent.inh
alter table inh drop column if exists zz

#@ forms/drop_column_absent.kid
alter table kid drop column if exists zz

#@ forms/drop_column_absent.pt
alter table pt drop column if exists zz

#@ forms/drop_column_absent.leaf
alter table leaf drop column if exists zz

#@ forms/drop_column_absent.typed
alter table typed drop column if exists zz

#@ forms/drop_column_absent.ft
alter table ft drop column if exists zz

#@ forms/drop_column_absent.v
alter table v drop column if exists zz

#@ forms/drop_column_absent.mv
alter table mv drop column if exists zz

#@ forms/drop_column_absent.idx
alter table idx drop column if exists zz

#@ forms/drop_column_absent.sq
alter table sq drop column if exists zz

#@ forms/type_grow.plain
alter table plain alter column c type varchar(20)

#@ forms/type_grow.inh
alter table inh alter column c type varchar(20)

#@ forms/type_grow.kid
alter table kid alter column c type varchar(20)

#@ forms/type_grow.pt
alter table pt alter column c type varchar(20)

#@ forms/type_grow.leaf
alter table leaf alter column c type varchar(20)

#@ forms/type_grow.typed
alter table typed alter column c type varchar(20)

#@ forms/type_grow.ft
alter table ft alter column c type varchar(20)

#@ forms/type_grow.v
alter table v alter column c type varchar(20)

#@ forms/type_grow.mv
alter table mv alter column c type varchar(20)

#@ forms/type_grow.idx
alter table idx alter column c type varchar(20)

#@ forms/type_grow.sq
alter table sq alter column c type varchar(20)

#@ forms/type_rewrite.plain
alter table plain alter column a type bigint

#@ forms/type_rewrite.inh
alter table inh alter column a type bigint

#@ forms/type_rewrite.kid
alter table kid alter column a type bigint

#@ forms/type_rewrite.pt
alter table pt alter column a type bigint

#@ forms/type_rewrite.leaf
alter table leaf alter column a type bigint

#@ forms/type_rewrite.typed
alter table typed alter column a type bigint

#@ forms/type_rewrite.unl
alter table unl alter column a type bigint

#@ forms/type_rewrite.ft
alter table ft alter column a type bigint

#@ forms/type_rewrite.v
alter table v alter column a type bigint

#@ forms/type_rewrite.mv
alter table mv alter column a type bigint

#@ forms/type_rewrite.idx
alter table idx alter column a type bigint

#@ forms/type_rewrite.sq
alter table sq alter column a type bigint

#@ forms/type_rewrite.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table tmp alter column a type bigint

#@ forms/default.plain
alter table plain alter column a set default 7

#@ forms/default.inh
alter table inh alter column a set default 7

#@ forms/default.kid
alter table kid alter column a set default 7

#@ forms/default.pt
alter table pt alter column a set default 7

#@ forms/default.leaf
alter table leaf alter column a set default 7

#@ forms/default.typed
alter table typed alter column a set default 7

#@ forms/default.ft
alter table ft alter column a set default 7

#@ forms/default.v
alter table v alter column a set default 7

#@ forms/default.mv
alter table mv alter column a set default 7

#@ forms/default.idx
alter table idx alter column a set default 7

#@ forms/default.sq
alter table sq alter column a set default 7

#@ forms/drop_default.plain
alter table plain alter column a drop default

#@ forms/drop_default.inh
alter table inh alter column a drop default

#@ forms/drop_default.kid
alter table kid alter column a drop default

#@ forms/drop_default.pt
alter table pt alter column a drop default

#@ forms/drop_default.leaf
alter table leaf alter column a drop default

#@ forms/drop_default.typed
alter table typed alter column a drop default

#@ forms/drop_default.ft
alter table ft alter column a drop default

#@ forms/drop_default.v
alter table v alter column a drop default

#@ forms/drop_default.mv
alter table mv alter column a drop default

#@ forms/drop_default.idx
alter table idx alter column a drop default

#@ forms/drop_default.sq
alter table sq alter column a drop default

#@ forms/not_null.plain
alter table plain alter column a set not null

#@ forms/not_null.inh
alter table inh alter column a set not null

#@ forms/not_null.kid
alter table kid alter column a set not null

#@ forms/not_null.pt
alter table pt alter column a set not null

#@ forms/not_null.leaf
alter table leaf alter column a set not null

#@ forms/not_null.typed
alter table typed alter column a set not null

#@ forms/not_null.ft
alter table ft alter column a set not null

#@ forms/not_null.v
alter table v alter column a set not null

#@ forms/not_null.mv
alter table mv alter column a set not null

#@ forms/not_null.idx
alter table idx alter column a set not null

#@ forms/not_null.sq
alter table sq alter column a set not null

#@ forms/not_null.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table tmp alter column a set not null

#@ forms/drop_not_null.plain
alter table plain alter column id drop not null

#@ forms/drop_not_null.inh
alter table inh alter column id drop not null

#@ forms/drop_not_null.kid
alter table kid alter column id drop not null

#@ forms/drop_not_null.pt
alter table pt alter column id drop not null

#@ forms/drop_not_null.leaf
alter table leaf alter column id drop not null

#@ forms/drop_not_null.typed
alter table typed alter column id drop not null

#@ forms/drop_not_null.ft
alter table ft alter column id drop not null

#@ forms/drop_not_null.v
alter table v alter column id drop not null

#@ forms/drop_not_null.mv
alter table mv alter column id drop not null

#@ forms/drop_not_null.idx
alter table idx alter column id drop not null

#@ forms/drop_not_null.sq
alter table sq alter column id drop not null

#@ forms/statistics.plain
alter table plain alter column a set statistics 100

#@ forms/statistics.inh
alter table inh alter column a set statistics 100

#@ forms/statistics.kid
alter table kid alter column a set statistics 100

#@ forms/statistics.pt
alter table pt alter column a set statistics 100

#@ forms/statistics.leaf
alter table leaf alter column a set statistics 100

#@ forms/statistics.typed
alter table typed alter column a set statistics 100

#@ forms/statistics.ft
alter table ft alter column a set statistics 100

#@ forms/statistics.v
alter table v alter column a set statistics 100

#@ forms/statistics.mv
alter table mv alter column a set statistics 100

#@ forms/statistics.sq
alter table sq alter column a set statistics 100

#@ forms/column_option.plain
alter table plain alter column a set (n_distinct = 5)

#@ forms/column_option.inh
alter table inh alter column a set (n_distinct = 5)

#@ forms/column_option.kid
alter table kid alter column a set (n_distinct = 5)

#@ forms/column_option.pt
alter table pt alter column a set (n_distinct = 5)

#@ forms/column_option.leaf
alter table leaf alter column a set (n_distinct = 5)

#@ forms/column_option.typed
alter table typed alter column a set (n_distinct = 5)

#@ forms/column_option.ft
alter table ft alter column a set (n_distinct = 5)

#@ forms/column_option.v
alter table v alter column a set (n_distinct = 5)

#@ forms/column_option.mv
alter table mv alter column a set (n_distinct = 5)

#@ forms/column_option.sq
alter table sq alter column a set (n_distinct = 5)

#@ forms/column_option_reset.plain
alter table plain alter column a reset (n_distinct)

#@ forms/column_option_reset.inh
alter table inh alter column a reset (n_distinct)

#@ forms/column_option_reset.kid
alter table kid alter column a reset (n_distinct)

#@ forms/column_option_reset.pt
alter table pt alter column a reset (n_distinct)

#@ forms/column_option_reset.leaf
alter table leaf alter column a reset (n_distinct)

#@ forms/column_option_reset.typed
alter table typed alter column a reset (n_distinct)

#@ forms/column_option_reset.ft
alter table ft alter column a reset (n_distinct)

#@ forms/column_option_reset.mv
alter table mv alter column a reset (n_distinct)

#@ forms/storage.plain
alter table plain alter column b set storage external

#@ forms/storage.inh
alter table inh alter column b set storage external

#@ forms/storage.kid
alter table kid alter column b set storage external

#@ forms/storage.pt
alter table pt alter column b set storage external

#@ forms/storage.leaf
alter table leaf alter column b set storage external

#@ forms/storage.typed
alter table typed alter column b set storage external

#@ forms/storage.ft
alter table ft alter column b set storage external

#@ forms/storage.v
alter table v alter column b set storage external

#@ forms/storage.mv
alter table mv alter column b set storage external

#@ forms/storage.idx
alter table idx alter column b set storage external

#@ forms/storage.sq
alter table sq alter column b set storage external

#@ forms/compression.plain 14-
alter table plain alter column b set compression pglz

#@ forms/compression.inh 14-
alter table inh alter column b set compression pglz

#@ forms/compression.kid 14-
alter table kid alter column b set compression pglz

#@ forms/compression.pt 14-
alter table pt alter column b set compression pglz

#@ forms/compression.leaf 14-
alter table leaf alter column b set compression pglz

#@ forms/compression.typed 14-
alter table typed alter column b set compression pglz

#@ forms/compression.ft 14-
alter table ft alter column b set compression pglz

#@ forms/compression.v 14-
alter table v alter column b set compression pglz

#@ forms/compression.mv 14-
alter table mv alter column b set compression pglz

#@ forms/compression.idx 14-
alter table idx alter column b set compression pglz

#@ forms/compression.sq 14-
alter table sq alter column b set compression pglz

#@ forms/identity.plain
alter table plain alter column id add generated by default as identity

#@ forms/identity.inh
alter table inh alter column id add generated by default as identity

#@ forms/identity.kid
alter table kid alter column id add generated by default as identity

#@ forms/identity.pt
alter table pt alter column id add generated by default as identity

#@ forms/identity.leaf
alter table leaf alter column id add generated by default as identity

#@ forms/identity.typed
alter table typed alter column id add generated by default as identity

#@ forms/identity.ft
alter table ft alter column id add generated by default as identity

#@ forms/identity.v
alter table v alter column id add generated by default as identity

#@ forms/identity.mv
alter table mv alter column id add generated by default as identity

#@ forms/identity.idx
alter table idx alter column id add generated by default as identity

#@ forms/identity.sq
alter table sq alter column id add generated by default as identity

#@ forms/expression.plain 13-
alter table plain alter column a drop expression

#@ forms/expression.inh 13-
alter table inh alter column a drop expression

#@ forms/expression.kid 13-
alter table kid alter column a drop expression

#@ forms/expression.pt 13-
alter table pt alter column a drop expression

#@ forms/expression.leaf 13-
alter table leaf alter column a drop expression

#@ forms/expression.typed 13-
alter table typed alter column a drop expression

#@ forms/expression.ft 13-
alter table ft alter column a drop expression

#@ forms/expression.v 13-
alter table v alter column a drop expression

#@ forms/expression.mv 13-
alter table mv alter column a drop expression

#@ forms/expression.idx 13-
alter table idx alter column a drop expression

#@ forms/expression.sq 13-
alter table sq alter column a drop expression

#@ forms/check.plain
alter table plain add constraint k check (a < 100000)

#@ forms/check.inh
alter table inh add constraint k check (a < 100000)

#@ forms/check.kid
alter table kid add constraint k check (a < 100000)

#@ forms/check.pt
alter table pt add constraint k check (a < 100000)

#@ forms/check.leaf
alter table leaf add constraint k check (a < 100000)

#@ forms/check.typed
alter table typed add constraint k check (a < 100000)

#@ forms/check.ft
alter table ft add constraint k check (a < 100000)

#@ forms/check.v
alter table v add constraint k check (a < 100000)

#@ forms/check.mv
alter table mv add constraint k check (a < 100000)

#@ forms/check.idx
alter table idx add constraint k check (a < 100000)

#@ forms/check.sq
alter table sq add constraint k check (a < 100000)

#@ forms/check_not_valid.plain
alter table plain add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.inh
alter table inh add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.kid
alter table kid add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.pt
alter table pt add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.leaf
alter table leaf add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.typed
alter table typed add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.ft
alter table ft add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.v
alter table v add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.mv
alter table mv add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.idx
alter table idx add constraint k check (a < 100000) not valid

#@ forms/check_not_valid.sq
alter table sq add constraint k check (a < 100000) not valid

#@ forms/unique.plain
alter table plain add constraint k unique (id)

#@ forms/unique.inh
alter table inh add constraint k unique (id)

#@ forms/unique.kid
alter table kid add constraint k unique (id)

#@ forms/unique.pt
alter table pt add constraint k unique (id)

#@ forms/unique.leaf
alter table leaf add constraint k unique (id)

#@ forms/unique.typed
alter table typed add constraint k unique (id)

#@ forms/unique.ft
alter table ft add constraint k unique (id)

#@ forms/unique.v
alter table v add constraint k unique (id)

#@ forms/unique.mv
alter table mv add constraint k unique (id)

#@ forms/unique.idx
alter table idx add constraint k unique (id)

#@ forms/unique.sq
alter table sq add constraint k unique (id)

#@ forms/primary_key.plain
alter table plain add primary key (id)

#@ forms/primary_key.inh
alter table inh add primary key (id)

#@ forms/primary_key.kid
alter table kid add primary key (id)

#@ forms/primary_key.pt
alter table pt add primary key (id)

#@ forms/primary_key.leaf
alter table leaf add primary key (id)

#@ forms/primary_key.typed
alter table typed add primary key (id)

#@ forms/primary_key.ft
alter table ft add primary key (id)

#@ forms/primary_key.v
alter table v add primary key (id)

#@ forms/primary_key.mv
alter table mv add primary key (id)

#@ forms/primary_key.idx
alter table idx add primary key (id)

#@ forms/primary_key.sq
alter table sq add primary key (id)

#@ forms/foreign_key.plain
alter table plain add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.inh
alter table inh add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.kid
alter table kid add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.pt
alter table pt add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.leaf
alter table leaf add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.typed
alter table typed add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.unl
alter table unl add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.ft
alter table ft add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.v
alter table v add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.mv
alter table mv add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.idx
alter table idx add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.sq
alter table sq add constraint k foreign key (a) references other (id)

#@ forms/foreign_key.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table tmp add constraint k foreign key (a) references other (id)

#@ forms/foreign_key_not_valid.plain
alter table plain add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.inh
alter table inh add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.kid
alter table kid add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.pt
alter table pt add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.leaf
alter table leaf add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.typed
alter table typed add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.ft
alter table ft add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.v
alter table v add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.mv
alter table mv add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.idx
alter table idx add constraint k foreign key (a) references other (id) not valid

#@ forms/foreign_key_not_valid.sq
alter table sq add constraint k foreign key (a) references other (id) not valid

#@ forms/exclude.plain
alter table plain add constraint k exclude using btree (id with =)

#@ forms/exclude.inh
alter table inh add constraint k exclude using btree (id with =)

#@ forms/exclude.kid
alter table kid add constraint k exclude using btree (id with =)

#@ forms/exclude.pt
alter table pt add constraint k exclude using btree (id with =)

#@ forms/exclude.leaf
alter table leaf add constraint k exclude using btree (id with =)

#@ forms/exclude.typed
alter table typed add constraint k exclude using btree (id with =)

#@ forms/exclude.ft
alter table ft add constraint k exclude using btree (id with =)

#@ forms/exclude.v
alter table v add constraint k exclude using btree (id with =)

#@ forms/exclude.mv
alter table mv add constraint k exclude using btree (id with =)

#@ forms/exclude.idx
alter table idx add constraint k exclude using btree (id with =)

#@ forms/exclude.sq
alter table sq add constraint k exclude using btree (id with =)

#@ forms/validate.plain
alter table plain validate constraint plain_a

#@ forms/validate.inh
alter table inh validate constraint inh_a

#@ forms/validate.kid
alter table kid validate constraint kid_a

#@ forms/validate.pt
alter table pt validate constraint pt_a

#@ forms/validate.leaf
alter table leaf validate constraint leaf_a

#@ forms/validate.typed
alter table typed validate constraint typed_a

#@ forms/validate.ft
alter table ft validate constraint ft_a

#@ forms/validate.v
alter table v validate constraint v_a

#@ forms/validate.mv
alter table mv validate constraint mv_a

#@ forms/validate.idx
alter table idx validate constraint idx_a

#@ forms/validate.sq
alter table sq validate constraint sq_a

#@ forms/drop_constraint.plain
alter table plain drop constraint plain_a

#@ forms/drop_constraint.inh
alter table inh drop constraint inh_a

#@ forms/drop_constraint.kid
alter table kid drop constraint kid_a

#@ forms/drop_constraint.pt
alter table pt drop constraint pt_a

#@ forms/drop_constraint.leaf
alter table leaf drop constraint leaf_a

#@ forms/drop_constraint.typed
alter table typed drop constraint typed_a

#@ forms/drop_constraint.ft
alter table ft drop constraint ft_a

#@ forms/drop_constraint.v
alter table v drop constraint v_a

#@ forms/drop_constraint.mv
alter table mv drop constraint mv_a

#@ forms/drop_constraint.idx
alter table idx drop constraint idx_a

#@ forms/drop_constraint.sq
alter table sq drop constraint sq_a

#@ forms/rename_constraint.plain
alter table plain rename constraint plain_a to other_name

#@ forms/rename_constraint.inh
alter table inh rename constraint inh_a to other_name

#@ forms/rename_constraint.kid
alter table kid rename constraint kid_a to other_name

#@ forms/rename_constraint.pt
alter table pt rename constraint pt_a to other_name

#@ forms/rename_constraint.leaf
alter table leaf rename constraint leaf_a to other_name

#@ forms/rename_constraint.typed
alter table typed rename constraint typed_a to other_name

#@ forms/rename_constraint.ft
alter table ft rename constraint ft_a to other_name

#@ forms/rename_constraint.v
alter table v rename constraint v_a to other_name

#@ forms/rename_constraint.mv
alter table mv rename constraint mv_a to other_name

#@ forms/rename_constraint.idx
alter table idx rename constraint idx_a to other_name

#@ forms/rename_constraint.sq
alter table sq rename constraint sq_a to other_name

#@ forms/disable_triggers.plain
alter table plain disable trigger all

#@ forms/disable_triggers.inh
alter table inh disable trigger all

#@ forms/disable_triggers.kid
alter table kid disable trigger all

#@ forms/disable_triggers.pt
alter table pt disable trigger all

#@ forms/disable_triggers.leaf
alter table leaf disable trigger all

#@ forms/disable_triggers.typed
alter table typed disable trigger all

#@ forms/disable_triggers.ft
alter table ft disable trigger all

#@ forms/disable_triggers.v
alter table v disable trigger all

#@ forms/disable_triggers.mv
alter table mv disable trigger all

#@ forms/disable_triggers.idx
alter table idx disable trigger all

#@ forms/disable_triggers.sq
alter table sq disable trigger all

#@ forms/enable_triggers.plain
alter table plain enable trigger user

#@ forms/enable_triggers.inh
alter table inh enable trigger user

#@ forms/enable_triggers.kid
alter table kid enable trigger user

#@ forms/enable_triggers.pt
alter table pt enable trigger user

#@ forms/enable_triggers.leaf
alter table leaf enable trigger user

#@ forms/enable_triggers.typed
alter table typed enable trigger user

#@ forms/enable_triggers.ft
alter table ft enable trigger user

#@ forms/enable_triggers.v
alter table v enable trigger user

#@ forms/enable_triggers.mv
alter table mv enable trigger user

#@ forms/enable_triggers.idx
alter table idx enable trigger user

#@ forms/enable_triggers.sq
alter table sq enable trigger user

#@ forms/row_security.plain
alter table plain enable row level security

#@ forms/row_security.inh
alter table inh enable row level security

#@ forms/row_security.kid
alter table kid enable row level security

#@ forms/row_security.pt
alter table pt enable row level security

#@ forms/row_security.leaf
alter table leaf enable row level security

#@ forms/row_security.typed
alter table typed enable row level security

#@ forms/row_security.ft
alter table ft enable row level security

#@ forms/row_security.v
alter table v enable row level security

#@ forms/row_security.mv
alter table mv enable row level security

#@ forms/row_security.idx
alter table idx enable row level security

#@ forms/row_security.sq
alter table sq enable row level security

#@ forms/force_row_security.plain
alter table plain force row level security

#@ forms/force_row_security.inh
alter table inh force row level security

#@ forms/force_row_security.kid
alter table kid force row level security

#@ forms/force_row_security.pt
alter table pt force row level security

#@ forms/force_row_security.leaf
alter table leaf force row level security

#@ forms/force_row_security.typed
alter table typed force row level security

#@ forms/force_row_security.ft
alter table ft force row level security

#@ forms/force_row_security.v
alter table v force row level security

#@ forms/force_row_security.mv
alter table mv force row level security

#@ forms/force_row_security.idx
alter table idx force row level security

#@ forms/force_row_security.sq
alter table sq force row level security

#@ forms/cluster_on.plain
alter table plain cluster on plain_id

#@ forms/cluster_on.inh
alter table inh cluster on plain_id

#@ forms/cluster_on.kid
alter table kid cluster on plain_id

#@ forms/cluster_on.pt
alter table pt cluster on plain_id

#@ forms/cluster_on.leaf
alter table leaf cluster on plain_id

#@ forms/cluster_on.typed
alter table typed cluster on plain_id

#@ forms/cluster_on.ft
alter table ft cluster on plain_id

#@ forms/cluster_on.v
alter table v cluster on plain_id

#@ forms/cluster_on.mv
alter table mv cluster on plain_id

#@ forms/cluster_on.idx
alter table idx cluster on plain_id

#@ forms/cluster_on.sq
alter table sq cluster on plain_id

#@ forms/cluster_on.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table tmp cluster on plain_id

#@ forms/without_cluster.plain
alter table plain set without cluster

#@ forms/without_cluster.inh
alter table inh set without cluster

#@ forms/without_cluster.kid
alter table kid set without cluster

#@ forms/without_cluster.pt
alter table pt set without cluster

#@ forms/without_cluster.leaf
alter table leaf set without cluster

#@ forms/without_cluster.typed
alter table typed set without cluster

#@ forms/without_cluster.ft
alter table ft set without cluster

#@ forms/without_cluster.v
alter table v set without cluster

#@ forms/without_cluster.mv
alter table mv set without cluster

#@ forms/without_cluster.idx
alter table idx set without cluster

#@ forms/without_cluster.sq
alter table sq set without cluster

#@ forms/without_oids.plain
alter table plain set without oids

#@ forms/without_oids.inh
alter table inh set without oids

#@ forms/without_oids.kid
alter table kid set without oids

#@ forms/without_oids.pt
alter table pt set without oids

#@ forms/without_oids.leaf
alter table leaf set without oids

#@ forms/without_oids.typed
alter table typed set without oids

#@ forms/without_oids.ft
alter table ft set without oids

#@ forms/without_oids.v
alter table v set without oids

#@ forms/without_oids.mv
alter table mv set without oids

#@ forms/without_oids.idx
alter table idx set without oids

#@ forms/without_oids.sq
alter table sq set without oids

#@ forms/access_method.plain 15-
alter table plain set access method heap

#@ forms/access_method.inh 15-
alter table inh set access method heap

#@ forms/access_method.kid 15-
alter table kid set access method heap

#@ forms/access_method.pt 15-
alter table pt set access method heap

#@ forms/access_method.leaf 15-
alter table leaf set access method heap

#@ forms/access_method.typed 15-
alter table typed set access method heap

#@ forms/access_method.ft 15-
alter table ft set access method heap

#@ forms/access_method.v 15-
alter table v set access method heap

#@ forms/access_method.mv 15-
alter table mv set access method heap

#@ forms/access_method.idx 15-
alter table idx set access method heap

#@ forms/access_method.sq 15-
alter table sq set access method heap

#@ forms/tablespace.plain
alter table plain set tablespace ts1

#@ forms/tablespace.inh
alter table inh set tablespace ts1

#@ forms/tablespace.kid
alter table kid set tablespace ts1

#@ forms/tablespace.pt
alter table pt set tablespace ts1

#@ forms/tablespace.leaf
alter table leaf set tablespace ts1

#@ forms/tablespace.typed
alter table typed set tablespace ts1

#@ forms/tablespace.ft
alter table ft set tablespace ts1

#@ forms/tablespace.v
alter table v set tablespace ts1

#@ forms/tablespace.mv
alter table mv set tablespace ts1

#@ forms/tablespace.idx
alter table idx set tablespace ts1

#@ forms/tablespace.sq
alter table sq set tablespace ts1

#@ forms/logged.plain
alter table plain set logged

#@ forms/logged.inh
alter table inh set logged

#@ forms/logged.kid
alter table kid set logged

#@ forms/logged.pt
alter table pt set logged

#@ forms/logged.leaf
alter table leaf set logged

#@ forms/logged.typed
alter table typed set logged

#@ forms/logged.unl
alter table unl set logged

#@ forms/logged.ft
alter table ft set logged

#@ forms/logged.v
alter table v set logged

#@ forms/logged.mv
alter table mv set logged

#@ forms/logged.idx
alter table idx set logged

#@ forms/logged.sq
alter table sq set logged

#@ forms/logged.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table tmp set logged

#@ forms/unlogged.plain
alter table plain set unlogged

#@ forms/unlogged.inh
alter table inh set unlogged

#@ forms/unlogged.kid
alter table kid set unlogged

#@ forms/unlogged.pt
alter table pt set unlogged

#@ forms/unlogged.leaf
alter table leaf set unlogged

#@ forms/unlogged.typed
alter table typed set unlogged

#@ forms/unlogged.unl
alter table unl set unlogged

#@ forms/unlogged.ft
alter table ft set unlogged

#@ forms/unlogged.v
alter table v set unlogged

#@ forms/unlogged.mv
alter table mv set unlogged

#@ forms/unlogged.idx
alter table idx set unlogged

#@ forms/unlogged.sq
alter table sq set unlogged

#@ forms/unlogged.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table tmp set unlogged

#@ forms/option.plain
alter table plain set (fillfactor = 70)

#@ forms/option.inh
alter table inh set (fillfactor = 70)

#@ forms/option.kid
alter table kid set (fillfactor = 70)

#@ forms/option.pt
alter table pt set (fillfactor = 70)

#@ forms/option.leaf
alter table leaf set (fillfactor = 70)

#@ forms/option.typed
alter table typed set (fillfactor = 70)

#@ forms/option.ft
alter table ft set (fillfactor = 70)

#@ forms/option.v
alter table v set (fillfactor = 70)

#@ forms/option.mv
alter table mv set (fillfactor = 70)

#@ forms/option.idx
alter table idx set (fillfactor = 70)

#@ forms/option.sq
alter table sq set (fillfactor = 70)

#@ forms/option_vacuum.plain
alter table plain set (autovacuum_enabled = false)

#@ forms/option_vacuum.inh
alter table inh set (autovacuum_enabled = false)

#@ forms/option_vacuum.kid
alter table kid set (autovacuum_enabled = false)

#@ forms/option_vacuum.pt
alter table pt set (autovacuum_enabled = false)

#@ forms/option_vacuum.leaf
alter table leaf set (autovacuum_enabled = false)

#@ forms/option_vacuum.typed
alter table typed set (autovacuum_enabled = false)

#@ forms/option_vacuum.ft
alter table ft set (autovacuum_enabled = false)

#@ forms/option_vacuum.v
alter table v set (autovacuum_enabled = false)

#@ forms/option_vacuum.mv
alter table mv set (autovacuum_enabled = false)

#@ forms/option_vacuum.idx
alter table idx set (autovacuum_enabled = false)

#@ forms/option_vacuum.sq
alter table sq set (autovacuum_enabled = false)

#@ forms/option_reset.plain
alter table plain reset (fillfactor)

#@ forms/option_reset.inh
alter table inh reset (fillfactor)

#@ forms/option_reset.kid
alter table kid reset (fillfactor)

#@ forms/option_reset.pt
alter table pt reset (fillfactor)

#@ forms/option_reset.leaf
alter table leaf reset (fillfactor)

#@ forms/option_reset.typed
alter table typed reset (fillfactor)

#@ forms/option_reset.ft
alter table ft reset (fillfactor)

#@ forms/option_reset.v
alter table v reset (fillfactor)

#@ forms/option_reset.mv
alter table mv reset (fillfactor)

#@ forms/option_reset.idx
alter table idx reset (fillfactor)

#@ forms/option_reset.sq
alter table sq reset (fillfactor)

#@ forms/inherit.plain
alter table plain inherit inh

#@ forms/inherit.inh
alter table inh inherit inh

#@ forms/inherit.kid
alter table kid inherit inh

#@ forms/inherit.pt
alter table pt inherit inh

#@ forms/inherit.leaf
alter table leaf inherit inh

#@ forms/inherit.typed
alter table typed inherit inh

#@ forms/inherit.unl
alter table unl inherit inh

#@ forms/inherit.ft
alter table ft inherit inh

#@ forms/inherit.v
alter table v inherit inh

#@ forms/inherit.mv
alter table mv inherit inh

#@ forms/inherit.idx
alter table idx inherit inh

#@ forms/inherit.sq
alter table sq inherit inh

#@ forms/inherit.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table tmp inherit inh

#@ forms/no_inherit.plain
alter table plain no inherit inh

#@ forms/no_inherit.inh
alter table inh no inherit inh

#@ forms/no_inherit.kid
alter table kid no inherit inh

#@ forms/no_inherit.pt
alter table pt no inherit inh

#@ forms/no_inherit.leaf
alter table leaf no inherit inh

#@ forms/no_inherit.typed
alter table typed no inherit inh

#@ forms/no_inherit.ft
alter table ft no inherit inh

#@ forms/no_inherit.v
alter table v no inherit inh

#@ forms/no_inherit.mv
alter table mv no inherit inh

#@ forms/no_inherit.idx
alter table idx no inherit inh

#@ forms/no_inherit.sq
alter table sq no inherit inh

#@ forms/of.plain
alter table plain of shape

#@ forms/of.inh
alter table inh of shape

#@ forms/of.kid
alter table kid of shape

#@ forms/of.pt
alter table pt of shape

#@ forms/of.leaf
alter table leaf of shape

#@ forms/of.typed
alter table typed of shape

#@ forms/of.ft
alter table ft of shape

#@ forms/of.v
alter table v of shape

#@ forms/of.mv
alter table mv of shape

#@ forms/of.idx
alter table idx of shape

#@ forms/of.sq
alter table sq of shape

#@ forms/not_of.plain
alter table plain not of

#@ forms/not_of.inh
alter table inh not of

#@ forms/not_of.kid
alter table kid not of

#@ forms/not_of.pt
alter table pt not of

#@ forms/not_of.leaf
alter table leaf not of

#@ forms/not_of.typed
alter table typed not of

#@ forms/not_of.ft
alter table ft not of

#@ forms/not_of.v
alter table v not of

#@ forms/not_of.mv
alter table mv not of

#@ forms/not_of.idx
alter table idx not of

#@ forms/not_of.sq
alter table sq not of

#@ forms/owner.plain
alter table plain owner to current_user

#@ forms/owner.inh
alter table inh owner to current_user

#@ forms/owner.kid
alter table kid owner to current_user

#@ forms/owner.pt
alter table pt owner to current_user

#@ forms/owner.leaf
alter table leaf owner to current_user

#@ forms/owner.typed
alter table typed owner to current_user

#@ forms/owner.ft
alter table ft owner to current_user

#@ forms/owner.v
alter table v owner to current_user

#@ forms/owner.mv
alter table mv owner to current_user

#@ forms/owner.idx
alter table idx owner to current_user

#@ forms/owner.sq
alter table sq owner to current_user

#@ forms/replica_full.plain
alter table plain replica identity full

#@ forms/replica_full.inh
alter table inh replica identity full

#@ forms/replica_full.kid
alter table kid replica identity full

#@ forms/replica_full.pt
alter table pt replica identity full

#@ forms/replica_full.leaf
alter table leaf replica identity full

#@ forms/replica_full.typed
alter table typed replica identity full

#@ forms/replica_full.ft
alter table ft replica identity full

#@ forms/replica_full.v
alter table v replica identity full

#@ forms/replica_full.mv
alter table mv replica identity full

#@ forms/replica_full.idx
alter table idx replica identity full

#@ forms/replica_full.sq
alter table sq replica identity full

#@ forms/replica_nothing.plain
alter table plain replica identity nothing

#@ forms/replica_nothing.inh
alter table inh replica identity nothing

#@ forms/replica_nothing.kid
alter table kid replica identity nothing

#@ forms/replica_nothing.pt
alter table pt replica identity nothing

#@ forms/replica_nothing.leaf
alter table leaf replica identity nothing

#@ forms/replica_nothing.typed
alter table typed replica identity nothing

#@ forms/replica_nothing.ft
alter table ft replica identity nothing

#@ forms/replica_nothing.v
alter table v replica identity nothing

#@ forms/replica_nothing.mv
alter table mv replica identity nothing

#@ forms/replica_nothing.idx
alter table idx replica identity nothing

#@ forms/replica_nothing.sq
alter table sq replica identity nothing

#@ forms/foreign_options.plain
alter table plain options (add header 'true')

#@ forms/foreign_options.inh
alter table inh options (add header 'true')

#@ forms/foreign_options.kid
alter table kid options (add header 'true')

#@ forms/foreign_options.pt
alter table pt options (add header 'true')

#@ forms/foreign_options.leaf
alter table leaf options (add header 'true')

#@ forms/foreign_options.typed
alter table typed options (add header 'true')

#@ forms/foreign_options.ft
alter table ft options (add header 'true')

#@ forms/foreign_options.v
alter table v options (add header 'true')

#@ forms/foreign_options.mv
alter table mv options (add header 'true')

#@ forms/foreign_options.idx
alter table idx options (add header 'true')

#@ forms/foreign_options.sq
alter table sq options (add header 'true')

#@ forms/rename_column.plain
alter table plain rename column b to bb

#@ forms/rename_column.inh
alter table inh rename column b to bb

#@ forms/rename_column.kid
alter table kid rename column b to bb

#@ forms/rename_column.pt
alter table pt rename column b to bb

#@ forms/rename_column.leaf
alter table leaf rename column b to bb

#@ forms/rename_column.typed
alter table typed rename column b to bb

#@ forms/rename_column.ft
alter table ft rename column b to bb

#@ forms/rename_column.v
alter table v rename column b to bb

#@ forms/rename_column.mv
alter table mv rename column b to bb

#@ forms/rename_column.idx
alter table idx rename column b to bb

#@ forms/rename_column.sq
alter table sq rename column b to bb

#@ forms/rename.plain
alter table plain rename to renamed

#@ forms/rename.inh
alter table inh rename to renamed

#@ forms/rename.kid
alter table kid rename to renamed

#@ forms/rename.pt
alter table pt rename to renamed

#@ forms/rename.leaf
alter table leaf rename to renamed

#@ forms/rename.typed
alter table typed rename to renamed

#@ forms/rename.ft
alter table ft rename to renamed

#@ forms/rename.v
alter table v rename to renamed

#@ forms/rename.mv
alter table mv rename to renamed

#@ forms/rename.idx
alter table idx rename to renamed

#@ forms/rename.sq
alter table sq rename to renamed

#@ forms/rename.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table tmp rename to renamed

#@ forms/schema.plain
alter table plain set schema away

#@ forms/schema.inh
alter table inh set schema away

#@ forms/schema.kid
alter table kid set schema away

#@ forms/schema.pt
alter table pt set schema away

#@ forms/schema.leaf
alter table leaf set schema away

#@ forms/schema.typed
alter table typed set schema away

#@ forms/schema.ft
alter table ft set schema away

#@ forms/schema.v
alter table v set schema away

#@ forms/schema.mv
alter table mv set schema away

#@ forms/schema.idx
alter table idx set schema away

#@ forms/schema.sq
alter table sq set schema away

#@ forms/schema.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table tmp set schema away

#@ forms/attach.plain
alter table pt attach partition plain for values from (5000) to (6000)

#@ forms/attach.inh
alter table pt attach partition inh for values from (5000) to (6000)

#@ forms/attach.kid
alter table pt attach partition kid for values from (5000) to (6000)

#@ forms/attach.pt
alter table pt attach partition pt for values from (5000) to (6000)

#@ forms/attach.leaf
alter table pt attach partition leaf for values from (5000) to (6000)

#@ forms/attach.typed
alter table pt attach partition typed for values from (5000) to (6000)

#@ forms/attach.ft
alter table pt attach partition ft for values from (5000) to (6000)

#@ forms/attach.v
alter table pt attach partition v for values from (5000) to (6000)

#@ forms/attach.mv
alter table pt attach partition mv for values from (5000) to (6000)

#@ forms/attach.idx
alter table pt attach partition idx for values from (5000) to (6000)

#@ forms/attach.sq
alter table pt attach partition sq for values from (5000) to (6000)

#@ forms/attach.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
alter table pt attach partition tmp for values from (5000) to (6000)

#@ forms/detach.plain
alter table pt detach partition plain

#@ forms/detach.inh
alter table pt detach partition inh

#@ forms/detach.kid
alter table pt detach partition kid

#@ forms/detach.pt
alter table pt detach partition pt

#@ forms/detach.leaf
alter table pt detach partition leaf

#@ forms/detach.typed
alter table pt detach partition typed

#@ forms/detach.ft
alter table pt detach partition ft

#@ forms/detach.v
alter table pt detach partition v

#@ forms/detach.mv
alter table pt detach partition mv

#@ forms/detach.idx
alter table pt detach partition idx

#@ forms/detach.sq
alter table pt detach partition sq

#@ forms/index.plain
create index made on plain (a)

#@ forms/index.inh
create index made on inh (a)

#@ forms/index.kid
create index made on kid (a)

#@ forms/index.pt
create index made on pt (a)

#@ forms/index.leaf
create index made on leaf (a)

#@ forms/index.ft
create index made on ft (a)

#@ forms/index.v
create index made on v (a)

#@ forms/index.mv
create index made on mv (a)

#@ forms/index.idx
create index made on idx (a)

#@ forms/index.sq
create index made on sq (a)

#@ forms/index.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
create index made on tmp (a)

#@ forms/index_concurrently.plain
create index concurrently made on plain (a)

#@ forms/index_concurrently.inh
create index concurrently made on inh (a)

#@ forms/index_concurrently.kid
create index concurrently made on kid (a)

#@ forms/index_concurrently.pt
create index concurrently made on pt (a)

#@ forms/index_concurrently.leaf
create index concurrently made on leaf (a)

#@ forms/index_concurrently.ft
create index concurrently made on ft (a)

#@ forms/index_concurrently.v
create index concurrently made on v (a)

#@ forms/index_concurrently.mv
create index concurrently made on mv (a)

#@ forms/index_concurrently.idx
create index concurrently made on idx (a)

#@ forms/index_concurrently.sq
create index concurrently made on sq (a)

#@ forms/row_trigger.plain
create trigger made after insert on plain for each row execute procedure stamp()

#@ forms/row_trigger.inh
create trigger made after insert on inh for each row execute procedure stamp()

#@ forms/row_trigger.kid
create trigger made after insert on kid for each row execute procedure stamp()

#@ forms/row_trigger.pt
create trigger made after insert on pt for each row execute procedure stamp()

#@ forms/row_trigger.leaf
create trigger made after insert on leaf for each row execute procedure stamp()

#@ forms/row_trigger.ft
create trigger made after insert on ft for each row execute procedure stamp()

#@ forms/row_trigger.v
create trigger made after insert on v for each row execute procedure stamp()

#@ forms/row_trigger.mv
create trigger made after insert on mv for each row execute procedure stamp()

#@ forms/row_trigger.idx
create trigger made after insert on idx for each row execute procedure stamp()

#@ forms/row_trigger.sq
create trigger made after insert on sq for each row execute procedure stamp()

#@ forms/before_row_trigger.plain
create trigger made before update on plain for each row execute procedure stamp()

#@ forms/before_row_trigger.inh
create trigger made before update on inh for each row execute procedure stamp()

#@ forms/before_row_trigger.kid
create trigger made before update on kid for each row execute procedure stamp()

#@ forms/before_row_trigger.pt
create trigger made before update on pt for each row execute procedure stamp()

#@ forms/before_row_trigger.leaf
create trigger made before update on leaf for each row execute procedure stamp()

#@ forms/before_row_trigger.ft
create trigger made before update on ft for each row execute procedure stamp()

#@ forms/before_row_trigger.v
create trigger made before update on v for each row execute procedure stamp()

#@ forms/before_row_trigger.mv
create trigger made before update on mv for each row execute procedure stamp()

#@ forms/before_row_trigger.idx
create trigger made before update on idx for each row execute procedure stamp()

#@ forms/before_row_trigger.sq
create trigger made before update on sq for each row execute procedure stamp()

#@ forms/statement_trigger.plain
create trigger made after delete on plain for each statement execute procedure stamp()

#@ forms/statement_trigger.inh
create trigger made after delete on inh for each statement execute procedure stamp()

#@ forms/statement_trigger.kid
create trigger made after delete on kid for each statement execute procedure stamp()

#@ forms/statement_trigger.pt
create trigger made after delete on pt for each statement execute procedure stamp()

#@ forms/statement_trigger.leaf
create trigger made after delete on leaf for each statement execute procedure stamp()

#@ forms/statement_trigger.ft
create trigger made after delete on ft for each statement execute procedure stamp()

#@ forms/statement_trigger.v
create trigger made after delete on v for each statement execute procedure stamp()

#@ forms/statement_trigger.mv
create trigger made after delete on mv for each statement execute procedure stamp()

#@ forms/statement_trigger.idx
create trigger made after delete on idx for each statement execute procedure stamp()

#@ forms/statement_trigger.sq
create trigger made after delete on sq for each statement execute procedure stamp()

#@ forms/instead_trigger.plain
create trigger made instead of update on plain for each row execute procedure stamp()

#@ forms/instead_trigger.inh
create trigger made instead of update on inh for each row execute procedure stamp()

#@ forms/instead_trigger.kid
create trigger made instead of update on kid for each row execute procedure stamp()

#@ forms/instead_trigger.pt
create trigger made instead of update on pt for each row execute procedure stamp()

#@ forms/instead_trigger.leaf
create trigger made instead of update on leaf for each row execute procedure stamp()

#@ forms/instead_trigger.ft
create trigger made instead of update on ft for each row execute procedure stamp()

#@ forms/instead_trigger.v
create trigger made instead of update on v for each row execute procedure stamp()

#@ forms/instead_trigger.mv
create trigger made instead of update on mv for each row execute procedure stamp()

#@ forms/instead_trigger.idx
create trigger made instead of update on idx for each row execute procedure stamp()

#@ forms/instead_trigger.sq
create trigger made instead of update on sq for each row execute procedure stamp()

#@ forms/truncate_trigger.plain
create trigger made before truncate on plain execute procedure stamp()

#@ forms/truncate_trigger.inh
create trigger made before truncate on inh execute procedure stamp()

#@ forms/truncate_trigger.kid
create trigger made before truncate on kid execute procedure stamp()

#@ forms/truncate_trigger.pt
create trigger made before truncate on pt execute procedure stamp()

#@ forms/truncate_trigger.leaf
create trigger made before truncate on leaf execute procedure stamp()

#@ forms/truncate_trigger.ft
create trigger made before truncate on ft execute procedure stamp()

#@ forms/truncate_trigger.v
create trigger made before truncate on v execute procedure stamp()

#@ forms/truncate_trigger.mv
create trigger made before truncate on mv execute procedure stamp()

#@ forms/truncate_trigger.idx
create trigger made before truncate on idx execute procedure stamp()

#@ forms/truncate_trigger.sq
create trigger made before truncate on sq execute procedure stamp()

#@ forms/constraint_trigger.plain
create constraint trigger made after insert on plain for each row execute procedure stamp()

#@ forms/constraint_trigger.inh
create constraint trigger made after insert on inh for each row execute procedure stamp()

#@ forms/constraint_trigger.kid
create constraint trigger made after insert on kid for each row execute procedure stamp()

#@ forms/constraint_trigger.pt
create constraint trigger made after insert on pt for each row execute procedure stamp()

#@ forms/constraint_trigger.leaf
create constraint trigger made after insert on leaf for each row execute procedure stamp()

#@ forms/constraint_trigger.ft
create constraint trigger made after insert on ft for each row execute procedure stamp()

#@ forms/constraint_trigger.v
create constraint trigger made after insert on v for each row execute procedure stamp()

#@ forms/constraint_trigger.mv
create constraint trigger made after insert on mv for each row execute procedure stamp()

#@ forms/constraint_trigger.idx
create constraint trigger made after insert on idx for each row execute procedure stamp()

#@ forms/constraint_trigger.sq
create constraint trigger made after insert on sq for each row execute procedure stamp()

#@ forms/transition_trigger.plain
create trigger made after insert on plain referencing new table as fresh for each statement execute procedure stamp()

#@ forms/transition_trigger.inh
create trigger made after insert on inh referencing new table as fresh for each statement execute procedure stamp()

#@ forms/transition_trigger.kid
create trigger made after insert on kid referencing new table as fresh for each statement execute procedure stamp()

#@ forms/transition_trigger.pt
create trigger made after insert on pt referencing new table as fresh for each statement execute procedure stamp()

#@ forms/transition_trigger.leaf
create trigger made after insert on leaf referencing new table as fresh for each statement execute procedure stamp()

#@ forms/transition_trigger.ft
create trigger made after insert on ft referencing new table as fresh for each statement execute procedure stamp()

#@ forms/transition_trigger.v
create trigger made after insert on v referencing new table as fresh for each statement execute procedure stamp()

#@ forms/transition_trigger.mv
create trigger made after insert on mv referencing new table as fresh for each statement execute procedure stamp()

#@ forms/transition_trigger.idx
create trigger made after insert on idx referencing new table as fresh for each statement execute procedure stamp()

#@ forms/transition_trigger.sq
create trigger made after insert on sq referencing new table as fresh for each statement execute procedure stamp()

#@ forms/rule.plain
create rule made as on insert to plain do also nothing

#@ forms/rule.inh
create rule made as on insert to inh do also nothing

#@ forms/rule.kid
create rule made as on insert to kid do also nothing

#@ forms/rule.pt
create rule made as on insert to pt do also nothing

#@ forms/rule.leaf
create rule made as on insert to leaf do also nothing

#@ forms/rule.ft
create rule made as on insert to ft do also nothing

#@ forms/rule.v
create rule made as on insert to v do also nothing

#@ forms/rule.mv
create rule made as on insert to mv do also nothing

#@ forms/rule.idx
create rule made as on insert to idx do also nothing

#@ forms/rule.sq
create rule made as on insert to sq do also nothing

#@ forms/policy.plain
create policy made on plain using (true)

#@ forms/policy.inh
create policy made on inh using (true)

#@ forms/policy.kid
create policy made on kid using (true)

#@ forms/policy.pt
create policy made on pt using (true)

#@ forms/policy.leaf
create policy made on leaf using (true)

#@ forms/policy.ft
create policy made on ft using (true)

#@ forms/policy.v
create policy made on v using (true)

#@ forms/policy.mv
create policy made on mv using (true)

#@ forms/policy.idx
create policy made on idx using (true)

#@ forms/policy.sq
create policy made on sq using (true)

#@ forms/create_statistics.plain
create statistics made on a, b from plain

#@ forms/create_statistics.inh
create statistics made on a, b from inh

#@ forms/create_statistics.kid
create statistics made on a, b from kid

#@ forms/create_statistics.pt
create statistics made on a, b from pt

#@ forms/create_statistics.leaf
create statistics made on a, b from leaf

#@ forms/create_statistics.ft
create statistics made on a, b from ft

#@ forms/create_statistics.v
create statistics made on a, b from v

#@ forms/create_statistics.mv
create statistics made on a, b from mv

#@ forms/create_statistics.idx
create statistics made on a, b from idx

#@ forms/create_statistics.sq
create statistics made on a, b from sq

#@ forms/comment.plain
comment on table plain is 'x'

#@ forms/comment.inh
comment on table inh is 'x'

#@ forms/comment.kid
comment on table kid is 'x'

#@ forms/comment.pt
comment on table pt is 'x'

#@ forms/comment.leaf
comment on table leaf is 'x'

#@ forms/comment.ft
comment on table ft is 'x'

#@ forms/comment.v
comment on table v is 'x'

#@ forms/comment.mv
comment on table mv is 'x'

#@ forms/comment.idx
comment on table idx is 'x'

#@ forms/comment.sq
comment on table sq is 'x'

#@ forms/comment_column.plain
comment on column plain.a is 'x'

#@ forms/comment_column.pt
comment on column pt.a is 'x'

#@ forms/comment_column.ft
comment on column ft.a is 'x'

#@ forms/comment_column.v
comment on column v.a is 'x'

#@ forms/comment_column.mv
comment on column mv.a is 'x'

#@ forms/grant.plain
grant select on plain to public

#@ forms/grant.inh
grant select on inh to public

#@ forms/grant.kid
grant select on kid to public

#@ forms/grant.pt
grant select on pt to public

#@ forms/grant.leaf
grant select on leaf to public

#@ forms/grant.ft
grant select on ft to public

#@ forms/grant.v
grant select on v to public

#@ forms/grant.mv
grant select on mv to public

#@ forms/grant.idx
grant select on idx to public

#@ forms/grant.sq
grant select on sq to public

#@ forms/revoke.plain
revoke all on table plain from public

#@ forms/revoke.inh
revoke all on table inh from public

#@ forms/revoke.kid
revoke all on table kid from public

#@ forms/revoke.pt
revoke all on table pt from public

#@ forms/revoke.leaf
revoke all on table leaf from public

#@ forms/revoke.ft
revoke all on table ft from public

#@ forms/revoke.v
revoke all on table v from public

#@ forms/revoke.mv
revoke all on table mv from public

#@ forms/revoke.idx
revoke all on table idx from public

#@ forms/revoke.sq
revoke all on table sq from public

#@ forms/truncate.plain
truncate plain

#@ forms/truncate.inh
truncate inh

#@ forms/truncate.kid
truncate kid

#@ forms/truncate.pt
truncate pt

#@ forms/truncate.leaf
truncate leaf

#@ forms/truncate.unl
truncate unl

#@ forms/truncate.v
truncate v

#@ forms/truncate.mv
truncate mv

#@ forms/truncate.idx
truncate idx

#@ forms/truncate.sq
truncate sq

#@ forms/truncate_only.plain
truncate only plain

#@ forms/truncate_only.inh
truncate only inh

#@ forms/truncate_only.kid
truncate only kid

#@ forms/truncate_only.pt
truncate only pt

#@ forms/truncate_only.leaf
truncate only leaf

#@ forms/truncate_only.v
truncate only v

#@ forms/truncate_only.mv
truncate only mv

#@ forms/truncate_only.idx
truncate only idx

#@ forms/truncate_only.sq
truncate only sq

#@ forms/vacuum.plain
vacuum plain

#@ forms/vacuum.inh
vacuum inh

#@ forms/vacuum.kid
vacuum kid

#@ forms/vacuum.pt
vacuum pt

#@ forms/vacuum.leaf
vacuum leaf

#@ forms/vacuum.ft
vacuum ft

#@ forms/vacuum.v
vacuum v

#@ forms/vacuum.mv
vacuum mv

#@ forms/vacuum.idx
vacuum idx

#@ forms/vacuum.sq
vacuum sq

#@ forms/analyze.plain
analyze plain

#@ forms/analyze.inh
analyze inh

#@ forms/analyze.kid
analyze kid

#@ forms/analyze.pt
analyze pt

#@ forms/analyze.leaf
analyze leaf

#@ forms/analyze.ft
analyze ft

#@ forms/analyze.v
analyze v

#@ forms/analyze.mv
analyze mv

#@ forms/analyze.idx
analyze idx

#@ forms/analyze.sq
analyze sq

#@ forms/cluster.plain
cluster plain using plain_id

#@ forms/cluster.inh
cluster inh using plain_id

#@ forms/cluster.kid
cluster kid using plain_id

#@ forms/cluster.pt
cluster pt using plain_id

#@ forms/cluster.leaf
cluster leaf using plain_id

#@ forms/cluster.ft
cluster ft using plain_id

#@ forms/cluster.v
cluster v using plain_id

#@ forms/cluster.mv
cluster mv using plain_id

#@ forms/cluster.idx
cluster idx using plain_id

#@ forms/cluster.sq
cluster sq using plain_id

#@ forms/reindex.plain
reindex table plain

#@ forms/reindex.inh
reindex table inh

#@ forms/reindex.kid
reindex table kid

#@ forms/reindex.pt
reindex table pt

#@ forms/reindex.leaf
reindex table leaf

#@ forms/reindex.ft
reindex table ft

#@ forms/reindex.v
reindex table v

#@ forms/reindex.mv
reindex table mv

#@ forms/reindex.idx
reindex table idx

#@ forms/reindex.sq
reindex table sq

#@ forms/reindex_concurrently.plain 12-
reindex table concurrently plain

#@ forms/reindex_concurrently.inh 12-
reindex table concurrently inh

#@ forms/reindex_concurrently.kid 12-
reindex table concurrently kid

#@ forms/reindex_concurrently.pt 12-
reindex table concurrently pt

#@ forms/reindex_concurrently.leaf 12-
reindex table concurrently leaf

#@ forms/reindex_concurrently.ft 12-
reindex table concurrently ft

#@ forms/reindex_concurrently.v 12-
reindex table concurrently v

#@ forms/reindex_concurrently.mv 12-
reindex table concurrently mv

#@ forms/reindex_concurrently.idx 12-
reindex table concurrently idx

#@ forms/reindex_concurrently.sq 12-
reindex table concurrently sq

#@ forms/lock.plain
lock table plain in share mode

#@ forms/lock.inh
lock table inh in share mode

#@ forms/lock.kid
lock table kid in share mode

#@ forms/lock.pt
lock table pt in share mode

#@ forms/lock.leaf
lock table leaf in share mode

#@ forms/lock.ft
lock table ft in share mode

#@ forms/lock.v
lock table v in share mode

#@ forms/lock.mv
lock table mv in share mode

#@ forms/lock.idx
lock table idx in share mode

#@ forms/lock.sq
lock table sq in share mode

#@ forms/lock_only.plain
lock table only plain in row share mode nowait

#@ forms/lock_only.inh
lock table only inh in row share mode nowait

#@ forms/lock_only.kid
lock table only kid in row share mode nowait

#@ forms/lock_only.pt
lock table only pt in row share mode nowait

#@ forms/lock_only.leaf
lock table only leaf in row share mode nowait

#@ forms/lock_only.ft
lock table only ft in row share mode nowait

#@ forms/lock_only.v
lock table only v in row share mode nowait

#@ forms/lock_only.mv
lock table only mv in row share mode nowait

#@ forms/lock_only.idx
lock table only idx in row share mode nowait

#@ forms/lock_only.sq
lock table only sq in row share mode nowait

#@ forms/copy_to.plain
copy plain to '/dev/null'

#@ forms/copy_to.inh
copy inh to '/dev/null'

#@ forms/copy_to.kid
copy kid to '/dev/null'

#@ forms/copy_to.pt
copy pt to '/dev/null'

#@ forms/copy_to.leaf
copy leaf to '/dev/null'

#@ forms/copy_to.ft
copy ft to '/dev/null'

#@ forms/copy_to.v
copy v to '/dev/null'

#@ forms/copy_to.mv
copy mv to '/dev/null'

#@ forms/copy_to.idx
copy idx to '/dev/null'

#@ forms/copy_to.sq
copy sq to '/dev/null'

#@ forms/copy_from.plain
copy plain from '/dev/null'

#@ forms/copy_from.inh
copy inh from '/dev/null'

#@ forms/copy_from.kid
copy kid from '/dev/null'

#@ forms/copy_from.pt
copy pt from '/dev/null'

#@ forms/copy_from.leaf
copy leaf from '/dev/null'

#@ forms/copy_from.v
copy v from '/dev/null'

#@ forms/copy_from.mv
copy mv from '/dev/null'

#@ forms/copy_from.idx
copy idx from '/dev/null'

#@ forms/copy_from.sq
copy sq from '/dev/null'

#@ forms/insert.plain
insert into plain (id, a, b, c) values (1500, 1, 'b', 'c')

#@ forms/insert.inh
insert into inh (id, a, b, c) values (1500, 1, 'b', 'c')

#@ forms/insert.kid
insert into kid (id, a, b, c) values (1500, 1, 'b', 'c')

#@ forms/insert.pt
insert into pt (id, a, b, c) values (1500, 1, 'b', 'c')

#@ forms/insert.leaf
insert into leaf (id, a, b, c) values (550, 1, 'b', 'c')

#@ forms/insert.typed
insert into typed (id, a, b, c) values (1500, 1, 'b', 'c')

#@ forms/insert.v
insert into v (id, a, b, c) values (1500, 1, 'b', 'c')

#@ forms/insert.mv
insert into mv (id, a, b, c) values (1500, 1, 'b', 'c')

#@ forms/insert.idx
insert into idx (id, a, b, c) values (1500, 1, 'b', 'c')

#@ forms/insert_conflict.plain
insert into plain (id, a, b, c) values (1500, 1, 'b', 'c') on conflict do nothing

#@ forms/insert_conflict.inh
insert into inh (id, a, b, c) values (1500, 1, 'b', 'c') on conflict do nothing

#@ forms/insert_conflict.kid
insert into kid (id, a, b, c) values (1500, 1, 'b', 'c') on conflict do nothing

#@ forms/insert_conflict.pt
insert into pt (id, a, b, c) values (1500, 1, 'b', 'c') on conflict do nothing

#@ forms/insert_conflict.leaf
insert into leaf (id, a, b, c) values (550, 1, 'b', 'c') on conflict do nothing

#@ forms/insert_conflict.v
insert into v (id, a, b, c) values (1500, 1, 'b', 'c') on conflict do nothing

#@ forms/insert_conflict.mv
insert into mv (id, a, b, c) values (1500, 1, 'b', 'c') on conflict do nothing

#@ forms/insert_conflict.idx
insert into idx (id, a, b, c) values (1500, 1, 'b', 'c') on conflict do nothing

#@ forms/update.plain
update plain set b = 'z'

#@ forms/update.inh
update inh set b = 'z'

#@ forms/update.kid
update kid set b = 'z'

#@ forms/update.pt
update pt set b = 'z'

#@ forms/update.leaf
update leaf set b = 'z'

#@ forms/update.v
update v set b = 'z'

#@ forms/update.mv
update mv set b = 'z'

#@ forms/update.idx
update idx set b = 'z'

#@ forms/update_only.plain
update only plain set b = 'z'

#@ forms/update_only.inh
update only inh set b = 'z'

#@ forms/update_only.kid
update only kid set b = 'z'

#@ forms/update_only.pt
update only pt set b = 'z'

#@ forms/update_only.leaf
update only leaf set b = 'z'

#@ forms/update_only.v
update only v set b = 'z'

#@ forms/update_only.mv
update only mv set b = 'z'

#@ forms/update_only.idx
update only idx set b = 'z'

#@ forms/delete.plain
delete from plain where id = 5

#@ forms/delete.inh
delete from inh where id = 5

#@ forms/delete.kid
delete from kid where id = 5

#@ forms/delete.pt
delete from pt where id = 5

#@ forms/delete.leaf
delete from leaf where id = 5

#@ forms/delete.v
delete from v where id = 5

#@ forms/delete.mv
delete from mv where id = 5

#@ forms/delete.idx
delete from idx where id = 5

#@ forms/delete_only.plain
delete from only plain

#@ forms/delete_only.inh
delete from only inh

#@ forms/delete_only.kid
delete from only kid

#@ forms/delete_only.pt
delete from only pt

#@ forms/delete_only.leaf
delete from only leaf

#@ forms/delete_only.v
delete from only v

#@ forms/delete_only.mv
delete from only mv

#@ forms/delete_only.idx
delete from only idx

#@ forms/merge.plain 15-
merge into plain using other o on o.id = plain.id when matched then update set b = o.v

#@ forms/merge.inh 15-
merge into inh using other o on o.id = inh.id when matched then update set b = o.v

#@ forms/merge.kid 15-
merge into kid using other o on o.id = kid.id when matched then update set b = o.v

#@ forms/merge.pt 15-
merge into pt using other o on o.id = pt.id when matched then update set b = o.v

#@ forms/merge.leaf 15-
merge into leaf using other o on o.id = leaf.id when matched then update set b = o.v

#@ forms/merge.v 15-
merge into v using other o on o.id = v.id when matched then update set b = o.v

#@ forms/merge.mv 15-
merge into mv using other o on o.id = mv.id when matched then update set b = o.v

#@ forms/merge.idx 15-
merge into idx using other o on o.id = idx.id when matched then update set b = o.v

#@ forms/merge.sq 15-
merge into sq using other o on o.id = sq.id when matched then update set b = o.v

#@ forms/for_update.plain
select * from plain where id = 1 for update

#@ forms/for_update.inh
select * from inh where id = 1 for update

#@ forms/for_update.kid
select * from kid where id = 1 for update

#@ forms/for_update.pt
select * from pt where id = 1 for update

#@ forms/for_update.leaf
select * from leaf where id = 1 for update

#@ forms/for_update.ft
select * from ft where id = 1 for update

#@ forms/for_update.v
select * from v where id = 1 for update

#@ forms/for_update.mv
select * from mv where id = 1 for update

#@ forms/for_update.idx
select * from idx where id = 1 for update

#@ forms/for_key_share.plain
select * from plain for key share

#@ forms/for_key_share.inh
select * from inh for key share

#@ forms/for_key_share.kid
select * from kid for key share

#@ forms/for_key_share.pt
select * from pt for key share

#@ forms/for_key_share.leaf
select * from leaf for key share

#@ forms/for_key_share.ft
select * from ft for key share

#@ forms/for_key_share.v
select * from v for key share

#@ forms/for_key_share.mv
select * from mv for key share

#@ forms/for_key_share.idx
select * from idx for key share

#@ forms/for_key_share.sq
select * from sq for key share

#@ forms/writing_cte.plain
with gone as (delete from plain returning *) select count(*) from gone

#@ forms/writing_cte.inh
with gone as (delete from inh returning *) select count(*) from gone

#@ forms/writing_cte.kid
with gone as (delete from kid returning *) select count(*) from gone

#@ forms/writing_cte.pt
with gone as (delete from pt returning *) select count(*) from gone

#@ forms/writing_cte.leaf
with gone as (delete from leaf returning *) select count(*) from gone

#@ forms/writing_cte.v
with gone as (delete from v returning *) select count(*) from gone

#@ forms/writing_cte.mv
with gone as (delete from mv returning *) select count(*) from gone

#@ forms/writing_cte.idx
with gone as (delete from idx returning *) select count(*) from gone

#@ forms/drop_table.plain
drop table plain

#@ forms/drop_table.inh
drop table inh

#@ forms/drop_table.kid
drop table kid

#@ forms/drop_table.pt
drop table pt

#@ forms/drop_table.leaf
drop table leaf

#@ forms/drop_table.typed
drop table typed

#@ forms/drop_table.unl
drop table unl

#@ forms/drop_table.ft
drop table ft

#@ forms/drop_table.v
drop table v

#@ forms/drop_table.mv
drop table mv

#@ forms/drop_table.idx
drop table idx

#@ forms/drop_table.sq
drop table sq

#@ forms/drop_table.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
drop table tmp

#@ forms/drop_table_cascade.plain
drop table plain cascade

#@ forms/drop_table_cascade.inh
drop table inh cascade

#@ forms/drop_table_cascade.kid
drop table kid cascade

#@ forms/drop_table_cascade.pt
drop table pt cascade

#@ forms/drop_table_cascade.leaf
drop table leaf cascade

#@ forms/drop_table_cascade.ft
drop table ft cascade

#@ forms/drop_table_cascade.v
drop table v cascade

#@ forms/drop_table_cascade.mv
drop table mv cascade

#@ forms/drop_table_cascade.idx
drop table idx cascade

#@ forms/drop_table_cascade.sq
drop table sq cascade

#@ forms/drop_view.plain
drop view plain

#@ forms/drop_view.pt
drop view pt

#@ forms/drop_view.ft
drop view ft

#@ forms/drop_view.v
drop view v

#@ forms/drop_view.mv
drop view mv

#@ forms/drop_view.idx
drop view idx

#@ forms/drop_view.sq
drop view sq

#@ forms/drop_matview.plain
drop materialized view plain

#@ forms/drop_matview.pt
drop materialized view pt

#@ forms/drop_matview.ft
drop materialized view ft

#@ forms/drop_matview.v
drop materialized view v

#@ forms/drop_matview.mv
drop materialized view mv

#@ forms/drop_matview.idx
drop materialized view idx

#@ forms/drop_matview.sq
drop materialized view sq

#@ forms/drop_sequence.plain
drop sequence plain

#@ forms/drop_sequence.pt
drop sequence pt

#@ forms/drop_sequence.ft
drop sequence ft

#@ forms/drop_sequence.v
drop sequence v

#@ forms/drop_sequence.mv
drop sequence mv

#@ forms/drop_sequence.idx
drop sequence idx

#@ forms/drop_sequence.sq
drop sequence sq

#@ forms/drop_index.plain
drop index plain

#@ forms/drop_index.pt
drop index pt

#@ forms/drop_index.ft
drop index ft

#@ forms/drop_index.v
drop index v

#@ forms/drop_index.mv
drop index mv

#@ forms/drop_index.idx
drop index idx

#@ forms/drop_index.sq
drop index sq

#@ forms/drop_foreign.plain
drop foreign table plain

#@ forms/drop_foreign.pt
drop foreign table pt

#@ forms/drop_foreign.ft
drop foreign table ft

#@ forms/drop_foreign.v
drop foreign table v

#@ forms/drop_foreign.mv
drop foreign table mv

#@ forms/drop_foreign.idx
drop foreign table idx

#@ forms/drop_foreign.sq
drop foreign table sq

#@ forms/view_on.plain
create view made as select * from plain

#@ forms/view_on.inh
create view made as select * from inh

#@ forms/view_on.kid
create view made as select * from kid

#@ forms/view_on.pt
create view made as select * from pt

#@ forms/view_on.leaf
create view made as select * from leaf

#@ forms/view_on.ft
create view made as select * from ft

#@ forms/view_on.v
create view made as select * from v

#@ forms/view_on.mv
create view made as select * from mv

#@ forms/view_on.idx
create view made as select * from idx

#@ forms/view_on.sq
create view made as select * from sq

#@ forms/table_like.plain
create table made (like plain including all)

#@ forms/table_like.inh
create table made (like inh including all)

#@ forms/table_like.kid
create table made (like kid including all)

#@ forms/table_like.pt
create table made (like pt including all)

#@ forms/table_like.leaf
create table made (like leaf including all)

#@ forms/table_like.typed
create table made (like typed including all)

#@ forms/table_like.unl
create table made (like unl including all)

#@ forms/table_like.ft
create table made (like ft including all)

#@ forms/table_like.v
create table made (like v including all)

#@ forms/table_like.mv
create table made (like mv including all)

#@ forms/table_like.idx
create table made (like idx including all)

#@ forms/table_like.sq
create table made (like sq including all)

#@ forms/table_as.plain
create table made as select * from plain

#@ forms/table_as.inh
create table made as select * from inh

#@ forms/table_as.kid
create table made as select * from kid

#@ forms/table_as.pt
create table made as select * from pt

#@ forms/table_as.leaf
create table made as select * from leaf

#@ forms/table_as.ft
create table made as select * from ft

#@ forms/table_as.v
create table made as select * from v

#@ forms/table_as.mv
create table made as select * from mv

#@ forms/table_as.idx
create table made as select * from idx

#@ forms/table_inherits.plain
create table made () inherits (plain)

#@ forms/table_inherits.inh
create table made () inherits (inh)

#@ forms/table_inherits.kid
create table made () inherits (kid)

#@ forms/table_inherits.pt
create table made () inherits (pt)

#@ forms/table_inherits.leaf
create table made () inherits (leaf)

#@ forms/table_inherits.typed
create table made () inherits (typed)

#@ forms/table_inherits.ft
create table made () inherits (ft)

#@ forms/table_inherits.v
create table made () inherits (v)

#@ forms/table_inherits.mv
create table made () inherits (mv)

#@ forms/table_inherits.idx
create table made () inherits (idx)

#@ forms/table_inherits.sq
create table made () inherits (sq)

#@ forms/table_inherits.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
create table made () inherits (tmp)

#@ forms/partition_of.plain
create table made partition of plain for values from (7000) to (8000)

#@ forms/partition_of.inh
create table made partition of inh for values from (7000) to (8000)

#@ forms/partition_of.kid
create table made partition of kid for values from (7000) to (8000)

#@ forms/partition_of.pt
create table made partition of pt for values from (7000) to (8000)

#@ forms/partition_of.leaf
create table made partition of leaf for values from (7000) to (8000)

#@ forms/partition_of.ft
create table made partition of ft for values from (7000) to (8000)

#@ forms/partition_of.v
create table made partition of v for values from (7000) to (8000)

#@ forms/partition_of.mv
create table made partition of mv for values from (7000) to (8000)

#@ forms/partition_of.idx
create table made partition of idx for values from (7000) to (8000)

#@ forms/partition_of.sq
create table made partition of sq for values from (7000) to (8000)

#@ forms/partition_of.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
create table made partition of tmp for values from (7000) to (8000)

#@ forms/references.plain
create table made (id int references plain (id))

#@ forms/references.inh
create table made (id int references inh (id))

#@ forms/references.kid
create table made (id int references kid (id))

#@ forms/references.pt
create table made (id int references pt (id))

#@ forms/references.leaf
create table made (id int references leaf (id))

#@ forms/references.unl
create table made (id int references unl (id))

#@ forms/references.ft
create table made (id int references ft (id))

#@ forms/references.v
create table made (id int references v (id))

#@ forms/references.mv
create table made (id int references mv (id))

#@ forms/references.idx
create table made (id int references idx (id))

#@ forms/references.sq
create table made (id int references sq (id))

#@ forms/references.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
create table made (id int references tmp (id))

#@ forms/publication.plain
create publication made for table plain

#@ forms/publication.inh
create publication made for table inh

#@ forms/publication.kid
create publication made for table kid

#@ forms/publication.pt
create publication made for table pt

#@ forms/publication.leaf
create publication made for table leaf

#@ forms/publication.unl
create publication made for table unl

#@ forms/publication.ft
create publication made for table ft

#@ forms/publication.v
create publication made for table v

#@ forms/publication.mv
create publication made for table mv

#@ forms/publication.idx
create publication made for table idx

#@ forms/publication.sq
create publication made for table sq

#@ forms/publication.tmp
#! setup
create temp table tmp (id int not null, a int, b text, c varchar(10), constraint tmp_a check (0 < a))
#! run
create publication made for table tmp

#@ forms/refresh.plain
refresh materialized view plain

#@ forms/refresh.pt
refresh materialized view pt

#@ forms/refresh.ft
refresh materialized view ft

#@ forms/refresh.v
refresh materialized view v

#@ forms/refresh.mv
refresh materialized view mv

#@ forms/refresh.idx
refresh materialized view idx

#@ forms/refresh.sq
refresh materialized view sq

#@ forms/replace_view.plain
create or replace view plain as select id, a, b, c from plain

#@ forms/replace_view.pt
create or replace view pt as select id, a, b, c from plain

#@ forms/replace_view.ft
create or replace view ft as select id, a, b, c from plain

#@ forms/replace_view.v
create or replace view v as select id, a, b, c from plain

#@ forms/replace_view.mv
create or replace view mv as select id, a, b, c from plain

#@ forms/replace_view.idx
create or replace view idx as select id, a, b, c from plain

#@ forms/replace_view.sq
create or replace view sq as select id, a, b, c from plain

#@ forms/alter_view_default.plain
alter view plain alter column a set default 4

#@ forms/alter_view_default.pt
alter view pt alter column a set default 4

#@ forms/alter_view_default.ft
alter view ft alter column a set default 4

#@ forms/alter_view_default.v
alter view v alter column a set default 4

#@ forms/alter_view_default.mv
alter view mv alter column a set default 4

#@ forms/alter_view_default.idx
alter view idx alter column a set default 4

#@ forms/alter_view_default.sq
alter view sq alter column a set default 4

#@ forms/alter_view_option.plain
alter view plain set (security_barrier = true)

#@ forms/alter_view_option.pt
alter view pt set (security_barrier = true)

#@ forms/alter_view_option.ft
alter view ft set (security_barrier = true)

#@ forms/alter_view_option.v
alter view v set (security_barrier = true)

#@ forms/alter_view_option.mv
alter view mv set (security_barrier = true)

#@ forms/alter_view_option.idx
alter view idx set (security_barrier = true)

#@ forms/alter_view_option.sq
alter view sq set (security_barrier = true)

#@ forms/alter_view_owner.plain
alter view plain owner to current_user

#@ forms/alter_view_owner.pt
alter view pt owner to current_user

#@ forms/alter_view_owner.ft
alter view ft owner to current_user

#@ forms/alter_view_owner.v
alter view v owner to current_user

#@ forms/alter_view_owner.mv
alter view mv owner to current_user

#@ forms/alter_view_owner.idx
alter view idx owner to current_user

#@ forms/alter_view_owner.sq
alter view sq owner to current_user

#@ forms/alter_view_rename.plain
alter view plain rename to renamed

#@ forms/alter_view_rename.pt
alter view pt rename to renamed

#@ forms/alter_view_rename.ft
alter view ft rename to renamed

#@ forms/alter_view_rename.v
alter view v rename to renamed

#@ forms/alter_view_rename.mv
alter view mv rename to renamed

#@ forms/alter_view_rename.idx
alter view idx rename to renamed

#@ forms/alter_view_rename.sq
alter view sq rename to renamed

#@ forms/alter_view_schema.plain
alter view plain set schema away

#@ forms/alter_view_schema.pt
alter view pt set schema away

#@ forms/alter_view_schema.ft
alter view ft set schema away

#@ forms/alter_view_schema.v
alter view v set schema away

#@ forms/alter_view_schema.mv
alter view mv set schema away

#@ forms/alter_view_schema.idx
alter view idx set schema away

#@ forms/alter_view_schema.sq
alter view sq set schema away

#@ forms/alter_matview_cluster.plain
alter materialized view plain set without cluster

#@ forms/alter_matview_cluster.pt
alter materialized view pt set without cluster

#@ forms/alter_matview_cluster.ft
alter materialized view ft set without cluster

#@ forms/alter_matview_cluster.v
alter materialized view v set without cluster

#@ forms/alter_matview_cluster.mv
alter materialized view mv set without cluster

#@ forms/alter_matview_cluster.idx
alter materialized view idx set without cluster

#@ forms/alter_matview_cluster.sq
alter materialized view sq set without cluster

#@ forms/alter_matview_rename.plain
alter materialized view plain rename to renamed

#@ forms/alter_matview_rename.pt
alter materialized view pt rename to renamed

#@ forms/alter_matview_rename.ft
alter materialized view ft rename to renamed

#@ forms/alter_matview_rename.v
alter materialized view v rename to renamed

#@ forms/alter_matview_rename.mv
alter materialized view mv rename to renamed

#@ forms/alter_matview_rename.idx
alter materialized view idx rename to renamed

#@ forms/alter_matview_rename.sq
alter materialized view sq rename to renamed

#@ forms/alter_matview_option.plain
alter materialized view plain set (fillfactor = 70)

#@ forms/alter_matview_option.pt
alter materialized view pt set (fillfactor = 70)

#@ forms/alter_matview_option.ft
alter materialized view ft set (fillfactor = 70)

#@ forms/alter_matview_option.v
alter materialized view v set (fillfactor = 70)

#@ forms/alter_matview_option.mv
alter materialized view mv set (fillfactor = 70)

#@ forms/alter_matview_option.idx
alter materialized view idx set (fillfactor = 70)

#@ forms/alter_matview_option.sq
alter materialized view sq set (fillfactor = 70)

#@ forms/alter_matview_storage.plain
alter materialized view plain alter column b set storage external

#@ forms/alter_matview_storage.pt
alter materialized view pt alter column b set storage external

#@ forms/alter_matview_storage.ft
alter materialized view ft alter column b set storage external

#@ forms/alter_matview_storage.v
alter materialized view v alter column b set storage external

#@ forms/alter_matview_storage.mv
alter materialized view mv alter column b set storage external

#@ forms/alter_matview_storage.idx
alter materialized view idx alter column b set storage external

#@ forms/alter_matview_storage.sq
alter materialized view sq alter column b set storage external

#@ forms/alter_matview_statistics.plain
alter materialized view plain alter column b set statistics 10

#@ forms/alter_matview_statistics.pt
alter materialized view pt alter column b set statistics 10

#@ forms/alter_matview_statistics.ft
alter materialized view ft alter column b set statistics 10

#@ forms/alter_matview_statistics.v
alter materialized view v alter column b set statistics 10

#@ forms/alter_matview_statistics.mv
alter materialized view mv alter column b set statistics 10

#@ forms/alter_matview_statistics.idx
alter materialized view idx alter column b set statistics 10

#@ forms/alter_matview_statistics.sq
alter materialized view sq alter column b set statistics 10

#@ forms/alter_index_rename.plain
alter index plain rename to renamed

#@ forms/alter_index_rename.pt
alter index pt rename to renamed

#@ forms/alter_index_rename.ft
alter index ft rename to renamed

#@ forms/alter_index_rename.v
alter index v rename to renamed

#@ forms/alter_index_rename.mv
alter index mv rename to renamed

#@ forms/alter_index_rename.idx
alter index idx rename to renamed

#@ forms/alter_index_rename.sq
alter index sq rename to renamed

#@ forms/alter_index_option.plain
alter index plain set (fillfactor = 70)

#@ forms/alter_index_option.pt
alter index pt set (fillfactor = 70)

#@ forms/alter_index_option.ft
alter index ft set (fillfactor = 70)

#@ forms/alter_index_option.v
alter index v set (fillfactor = 70)

#@ forms/alter_index_option.mv
alter index mv set (fillfactor = 70)

#@ forms/alter_index_option.idx
alter index idx set (fillfactor = 70)

#@ forms/alter_index_option.sq
alter index sq set (fillfactor = 70)

#@ forms/alter_index_tablespace.plain
alter index plain set tablespace ts1

#@ forms/alter_index_tablespace.pt
alter index pt set tablespace ts1

#@ forms/alter_index_tablespace.ft
alter index ft set tablespace ts1

#@ forms/alter_index_tablespace.v
alter index v set tablespace ts1

#@ forms/alter_index_tablespace.mv
alter index mv set tablespace ts1

#@ forms/alter_index_tablespace.idx
alter index idx set tablespace ts1

#@ forms/alter_index_tablespace.sq
alter index sq set tablespace ts1

#@ forms/alter_sequence_rename.plain
alter sequence plain rename to renamed

#@ forms/alter_sequence_rename.pt
alter sequence pt rename to renamed

#@ forms/alter_sequence_rename.ft
alter sequence ft rename to renamed

#@ forms/alter_sequence_rename.v
alter sequence v rename to renamed

#@ forms/alter_sequence_rename.mv
alter sequence mv rename to renamed

#@ forms/alter_sequence_rename.idx
alter sequence idx rename to renamed

#@ forms/alter_sequence_rename.sq
alter sequence sq rename to renamed

#@ forms/alter_sequence_owner.plain
alter sequence plain owner to current_user

#@ forms/alter_sequence_owner.pt
alter sequence pt owner to current_user

#@ forms/alter_sequence_owner.ft
alter sequence ft owner to current_user

#@ forms/alter_sequence_owner.v
alter sequence v owner to current_user

#@ forms/alter_sequence_owner.mv
alter sequence mv owner to current_user

#@ forms/alter_sequence_owner.idx
alter sequence idx owner to current_user

#@ forms/alter_sequence_owner.sq
alter sequence sq owner to current_user

#@ forms/alter_sequence_schema.plain
alter sequence plain set schema away

#@ forms/alter_sequence_schema.pt
alter sequence pt set schema away

#@ forms/alter_sequence_schema.ft
alter sequence ft set schema away

#@ forms/alter_sequence_schema.v
alter sequence v set schema away

#@ forms/alter_sequence_schema.mv
alter sequence mv set schema away

#@ forms/alter_sequence_schema.idx
alter sequence idx set schema away

#@ forms/alter_sequence_schema.sq
alter sequence sq set schema away

#@ forms/alter_sequence_options.plain
alter sequence plain increment by 5

#@ forms/alter_sequence_options.pt
alter sequence pt increment by 5

#@ forms/alter_sequence_options.ft
alter sequence ft increment by 5

#@ forms/alter_sequence_options.v
alter sequence v increment by 5

#@ forms/alter_sequence_options.mv
alter sequence mv increment by 5

#@ forms/alter_sequence_options.idx
alter sequence idx increment by 5

#@ forms/alter_sequence_options.sq
alter sequence sq increment by 5

#@ forms/alter_foreign_column.plain
alter foreign table plain add column x int

#@ forms/alter_foreign_column.pt
alter foreign table pt add column x int

#@ forms/alter_foreign_column.ft
alter foreign table ft add column x int

#@ forms/alter_foreign_column.v
alter foreign table v add column x int

#@ forms/alter_foreign_column.mv
alter foreign table mv add column x int

#@ forms/alter_foreign_column.idx
alter foreign table idx add column x int

#@ forms/alter_foreign_column.sq
alter foreign table sq add column x int

#@ forms/alter_foreign_options.plain
alter foreign table plain options (add header 'true')

#@ forms/alter_foreign_options.pt
alter foreign table pt options (add header 'true')

#@ forms/alter_foreign_options.ft
alter foreign table ft options (add header 'true')

#@ forms/alter_foreign_options.v
alter foreign table v options (add header 'true')

#@ forms/alter_foreign_options.mv
alter foreign table mv options (add header 'true')

#@ forms/alter_foreign_options.idx
alter foreign table idx options (add header 'true')

#@ forms/alter_foreign_options.sq
alter foreign table sq options (add header 'true')

#@ forms/alter_foreign_rename.plain
alter foreign table plain rename to renamed

#@ forms/alter_foreign_rename.pt
alter foreign table pt rename to renamed

#@ forms/alter_foreign_rename.ft
alter foreign table ft rename to renamed

#@ forms/alter_foreign_rename.v
alter foreign table v rename to renamed

#@ forms/alter_foreign_rename.mv
alter foreign table mv rename to renamed

#@ forms/alter_foreign_rename.idx
alter foreign table idx rename to renamed

#@ forms/alter_foreign_rename.sq
alter foreign table sq rename to renamed

#@ forms/comment_view.plain
comment on view plain is 'x'

#@ forms/comment_view.pt
comment on view pt is 'x'

#@ forms/comment_view.ft
comment on view ft is 'x'

#@ forms/comment_view.v
comment on view v is 'x'

#@ forms/comment_view.mv
comment on view mv is 'x'

#@ forms/comment_view.idx
comment on view idx is 'x'

#@ forms/comment_view.sq
comment on view sq is 'x'

#@ forms/comment_index.plain
comment on index plain is 'x'

#@ forms/comment_index.pt
comment on index pt is 'x'

#@ forms/comment_index.ft
comment on index ft is 'x'

#@ forms/comment_index.v
comment on index v is 'x'

#@ forms/comment_index.mv
comment on index mv is 'x'

#@ forms/comment_index.idx
comment on index idx is 'x'

#@ forms/comment_index.sq
comment on index sq is 'x'
