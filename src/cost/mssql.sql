-- Run with: sqlcmd -d DATABASE -h -1 -y 0 -i THIS -o stats.json
-- From "sys.dm_db_partition_stats"; no table is read. It was written from the manual and not tried on a server.
SET NOCOUNT ON;
SELECT COALESCE((
  SELECT s.name AS [schema], t.name AS [name],
    SUM(CASE WHEN p.index_id < 2 THEN p.row_count ELSE 0 END) AS [rows],
    SUM(CASE WHEN p.index_id < 2 THEN p.used_page_count ELSE 0 END) * 8192 AS [bytes],
    SUM(CASE WHEN p.index_id < 2 THEN 0 ELSE p.used_page_count END) * 8192 AS [indexBytes]
  FROM sys.tables AS t
  JOIN sys.schemas AS s ON s.schema_id = t.schema_id
  JOIN sys.dm_db_partition_stats AS p ON p.object_id = t.object_id
  GROUP BY s.name, t.name
  ORDER BY s.name, t.name
  FOR JSON PATH, ROOT('tables')
), '{"tables":[]}');
