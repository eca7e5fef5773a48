-- Run with: sqlplus -S USER @THIS > stats.json
-- Rows as the last gathered statistics have them; no table is read. It was written from the manual and not tried on a server.
SET PAGESIZE 0 LINESIZE 32767 LONG 2000000000 LONGCHUNKSIZE 32767 FEEDBACK OFF TRIMSPOOL ON
SELECT JSON_OBJECT('tables' VALUE JSON_ARRAYAGG(JSON_OBJECT(
  'name' VALUE t.table_name, 'rows' VALUE t.num_rows,
  'bytes' VALUE (SELECT SUM(s.bytes) FROM user_segments s WHERE s.segment_name = t.table_name),
  'indexBytes' VALUE (SELECT SUM(s.bytes) FROM user_segments s JOIN user_indexes i ON i.index_name = s.segment_name
    WHERE i.table_name = t.table_name)) RETURNING CLOB) RETURNING CLOB)
FROM user_tables t
WHERE t.temporary = 'N';
EXIT
