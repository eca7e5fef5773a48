-- Run with: mysql --batch --raw --skip-column-names DATABASE < THIS > stats.json
-- InnoDB's own estimates for the tables of this database; no table is read.
SELECT JSON_OBJECT('tables', COALESCE(JSON_ARRAYAGG(JSON_OBJECT(
  'name', TABLE_NAME, 'rows', TABLE_ROWS, 'bytes', DATA_LENGTH, 'indexBytes', INDEX_LENGTH)), JSON_ARRAY()))
FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE';
