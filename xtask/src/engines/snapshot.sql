-- One line of text for everything that a schema holds; the order of columns is left out, since what is added comes last.
with mine as (
  select oid, nspname from pg_namespace
  where nspname not in ('pg_catalog', 'information_schema') and nspname !~ '^pg_(toast|temp)'
),
relations as (
  select c.*, format('%I.%I', m.nspname, c.relname) as path from pg_class c join mine m on m.oid = c.relnamespace
)
select 'schema ' || nspname from mine
union all
select format('relation %s %s %s %s %s %s', relkind, path, relpersistence, reloptions, relrowsecurity, relforcerowsecurity)
from relations where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
union all
select format('view %s %s', path, pg_get_viewdef(oid)) from relations where relkind in ('v', 'm')
union all
select format('part %s %s %s', path, pg_get_expr(relpartbound, oid), pg_get_partkeydef(oid))
from relations where relispartition or relkind = 'p'
union all
select format('parent %s %s', r.path, i.inhparent::regclass) from pg_inherits i join relations r on r.oid = i.inhrelid
union all
select format('column %s.%s %s %s %s %s %s', r.path, a.attname, format_type(a.atttypid, a.atttypmod),
  case when a.attnotnull then 'not null' end, pg_get_expr(d.adbin, d.adrelid), a.attidentity,
  nullif(a.attcollation, t.typcollation))
from pg_attribute a
join relations r on r.oid = a.attrelid and r.relkind in ('r', 'p', 'f', 'c')
join pg_type t on t.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where 0 < a.attnum and not a.attisdropped
union all
-- That a constraint was found to hold is nothing that is undone.
select format('constraint %s %s %s', conrelid::regclass, conname, replace(pg_get_constraintdef(c.oid), ' NOT VALID', ''))
from pg_constraint c join mine m on m.oid = c.connamespace where c.contype not in ('t', 'n')
union all
select format('index %s %s', pg_get_indexdef(i.indexrelid), i.indisvalid)
from pg_index i join relations r on r.oid = i.indexrelid
union all
select format('type %I.%I %s %s %s %s', m.nspname, t.typname, t.typtype, format_type(t.typbasetype, t.typtypmod),
  t.typnotnull, t.typdefault)
from pg_type t join mine m on m.oid = t.typnamespace where t.typtype in ('e', 'd', 'r')
union all
select format('values %I.%I %s', m.nspname, t.typname, string_agg(e.enumlabel, ', ' order by e.enumsortorder))
from pg_enum e join pg_type t on t.oid = e.enumtypid join mine m on m.oid = t.typnamespace group by m.nspname, t.typname
union all
select format('sequence %s %s', r.path, row(s.seqtypid, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcycle))
from pg_sequence s join relations r on r.oid = s.seqrelid
union all
select format('function %I.%I(%s)', m.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
from pg_proc p join mine m on m.oid = p.pronamespace
union all
select format('trigger %s %s', pg_get_triggerdef(t.oid), t.tgenabled) from pg_trigger t where not t.tgisinternal
union all
select format('policy %s', row(p.*)) from pg_policies p
union all
select format('rule %s', row(r.*)) from pg_rules r where r.schemaname <> 'pg_catalog'
union all
select format('extension %s', extname) from pg_extension
