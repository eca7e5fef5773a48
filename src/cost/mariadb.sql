-- Run with: mariadb --batch --raw --skip-column-names DATABASE < THIS > stats.json
-- InnoDB's own estimates for the tables of this database; no table is read.
SET SESSION group_concat_max_len = 1073741824;
SELECT CONCAT('{"tables":[', COALESCE(GROUP_CONCAT(JSON_OBJECT(
  'name', TABLE_NAME, 'rows', TABLE_ROWS, 'bytes', DATA_LENGTH, 'indexBytes', INDEX_LENGTH) ORDER BY TABLE_NAME), ''), ']}')
FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE';
