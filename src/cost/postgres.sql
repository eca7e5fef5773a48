-- Run with: psql --no-align --tuples-only --file=THIS > stats.json
-- Estimates of the last ANALYZE and the statistics collector; no table is read. A partitioned table has the sum of its partitions.
WITH RECURSIVE part AS (
  SELECT oid AS root, oid AS part FROM pg_catalog.pg_class WHERE relkind IN ('r', 'm', 'p') AND relpersistence <> 't'
  UNION
  SELECT part.root, child.inhrelid
  FROM part
  JOIN pg_catalog.pg_class parent ON parent.oid = part.part AND parent.relkind = 'p'
  JOIN pg_catalog.pg_inherits child ON child.inhparent = part.part
), stored AS (
  SELECT part.root, pg_catalog.pg_table_size(it.oid) AS bytes, pg_catalog.pg_indexes_size(it.oid) AS index_bytes,
    greatest(it.reltuples::double precision, pg_catalog.pg_stat_get_live_tuples(it.oid)::double precision, 0) AS live,
    pg_catalog.pg_relation_size(it.oid) AS heap
  FROM part JOIN pg_catalog.pg_class it ON it.oid = part.part AND it.relkind IN ('r', 'm')
), counted AS (
  SELECT n.nspname AS schema, c.relname AS name,
    CASE WHEN bool_or(stored.live = 0 AND stored.heap > 0) THEN NULL ELSE coalesce(sum(stored.live), 0)::bigint END AS rows,
    coalesce(sum(stored.bytes), 0)::bigint AS bytes, coalesce(sum(stored.index_bytes), 0)::bigint AS index_bytes
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN stored ON stored.root = c.oid
  WHERE c.relkind IN ('r', 'm', 'p') AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'
  GROUP BY n.nspname, c.relname
)
SELECT json_build_object('tables', coalesce(json_agg(json_build_object(
  'schema', schema, 'name', name, 'rows', rows, 'bytes', bytes, 'indexBytes', index_bytes) ORDER BY schema, name), '[]'))
FROM counted;
