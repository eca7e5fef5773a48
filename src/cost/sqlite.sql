-- Run with: sqlite3 DATABASE < THIS > stats.json
-- Counted from the pages: it reads the whole file. The virtual table dbstat is in the shell, not in every build of the library.
SELECT json_object('tables', json_group_array(json_object(
  'name', name, 'rows', rows, 'bytes', bytes, 'indexBytes', index_bytes)))
FROM (
  SELECT m.name AS name,
    sum(CASE WHEN s.name = m.name AND (s.pagetype = 'leaf' OR s.pagetype = 'internal' AND m.without) THEN s.ncell ELSE 0 END)
      AS rows,
    sum(CASE WHEN s.name = m.name THEN s.pgsize ELSE 0 END) AS bytes,
    sum(CASE WHEN s.name <> m.name THEN s.pgsize ELSE 0 END) AS index_bytes
  FROM (
    SELECT name, EXISTS (SELECT 1 FROM pragma_index_list(it.name) AS i
      WHERE i.origin = 'pk' AND NOT EXISTS (SELECT 1 FROM sqlite_master AS o WHERE o.name = i.name)) AS without
    FROM sqlite_master AS it WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND rootpage > 0
  ) AS m
  JOIN sqlite_master AS o ON o.tbl_name = m.name AND o.rootpage > 0
  JOIN dbstat AS s ON s.name = o.name
  GROUP BY m.name ORDER BY m.name
);
