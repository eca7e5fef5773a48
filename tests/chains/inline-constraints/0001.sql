create table p (id bigint primary key, code text unique not null);
create table t (
  id int generated always as identity primary key,
  p_id bigint constraint its_parent references p on delete cascade on update set null deferrable initially deferred,
  code text references p (code) on delete restrict,
  n numeric(10, 2) default 1.5 not null constraint n_is_positive check (n > 0),
  at timestamptz default now() unique,
  twice numeric generated always as (n * 2) stored,
  nothing text null default null,
  again int unique unique,
  constraint p_and_n unique (p_id, n)
);
