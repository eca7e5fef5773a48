//! What MySQL and MariaDB run through EXECUTE and CALL.

use migralint::dialect::Target;
use migralint::{Options, Source};

const TABLE: &str = "CREATE TABLE t (id int PRIMARY KEY, a int);\n";

/// The last statement's operations, and the condition that it stands under.
fn last(script: &str) -> String {
    let targets = vec![Target::parse("mysql@8.4").expect("a target")];
    let options = Options { targets, ..Options::default() };
    let source = Source { path: "1.sql".to_owned(), text: format!("{TABLE}{script}") };
    let report = migralint::inspect(&[source], &options);
    let step = report.migrations[0].steps.last().expect("a step");
    let kinds: Vec<&str> = step.operations.iter().map(|it| it.kind).collect();
    let condition = step.condition.as_ref().map(|it| format!(" if {it}")).unwrap_or_default();
    kinds.join(", ") + &condition
}

#[test]
fn a_prepared_statement_is_what_its_text_says() {
    let cases = [
        ("PREPARE p FROM 'ALTER TABLE t ADD b int'; EXECUTE p", "add-column"),
        ("PREPARE p FROM 'ALTER TABLE t ADD b varchar(9) DEFAULT ''x'''; EXECUTE p", "add-column"),
        ("SET @s = 'DROP TABLE t'; PREPARE p FROM @s; EXECUTE p", "drop-table"),
        ("SET @a = 1, @s := 'DROP TABLE t'; PREPARE p FROM @s; EXECUTE p", "drop-table"),
        // The newest text counts, and the text at PREPARE.
        ("SET @s = 'DROP TABLE t'; SET @s = 'SELECT 1'; PREPARE p FROM @s; EXECUTE p", "query"),
        (
            "SET @s = 'DROP TABLE t'; PREPARE p FROM @s; SET @s = 'SELECT 1'; EXECUTE p",
            "drop-table",
        ),
        (
            "SET @t = 't'; SET @s = CONCAT('ALTER TABLE ', @t, ' ADD ', 'b int'); PREPARE p FROM @s; EXECUTE p",
            "add-column",
        ),
        (
            "SET @s = IF((SELECT COUNT(*) FROM x) > 0, 'SELECT 1', 'ALTER TABLE t ADD b int'); PREPARE p FROM @s; EXECUTE p",
            "add-column if not (SELECT COUNT(*) FROM x) > 0",
        ),
        (
            "SET @s = (SELECT IF(@n = 0, \"ALTER TABLE t ADD b int\", \"SELECT 'there'\")); PREPARE p FROM @s; EXECUTE p",
            "add-column if @n = 0",
        ),
        (
            "SELECT IF(COUNT(*) = 1, 'DROP TABLE t', 'SELECT 1') INTO @s FROM x; PREPARE p FROM @s; EXECUTE p",
            "drop-table if COUNT(*) = 1",
        ),
        (
            "SET @s = CASE WHEN @n THEN 'DROP TABLE t' ELSE 'SELECT 1' END; PREPARE p FROM @s; EXECUTE p",
            "drop-table if @n",
        ),
        (
            "SET @s = IF(@n, 'DROP TABLE t', 'ALTER TABLE t ADD b int'); PREPARE p FROM @s; EXECUTE p",
            "drop-table, add-column if @n",
        ),
        (
            "SET @s = 'INSERT INTO t (id) VALUES (?)'; PREPARE p FROM @s; EXECUTE p USING @a",
            "insert",
        ),
    ];
    for (script, expected) in cases {
        assert_eq!(last(script), expected, "{script}");
    }
}

#[test]
fn what_a_prepared_statement_says_is_not_guessed() {
    let cases = [
        "EXECUTE p",
        "SET @s = CONCAT('DROP DATABASE ', DATABASE()); PREPARE p FROM @s; EXECUTE p",
        "SET @s = CONCAT('DROP TABLE ', (SELECT a FROM t)); PREPARE p FROM @s; EXECUTE p",
        "SET @s = IF(@n, 'SELECT 1', CONCAT('DROP TABLE ', DATABASE())); PREPARE p FROM @s; EXECUTE p",
        "SET @s = 'DROP TABLE t'; SELECT a INTO @s FROM t; PREPARE p FROM @s; EXECUTE p",
        "SET @s = 'no statement'; PREPARE p FROM @s; EXECUTE p",
        "CALL elsewhere()",
    ];
    for script in cases {
        assert_eq!(last(script), "call", "{script}");
    }
}

fn called(body: &str) -> String {
    last(&format!(
        "DELIMITER //\nCREATE PROCEDURE p(IN x varchar(9))\n{body}//\nDELIMITER ;\nCALL p('b');"
    ))
}

#[test]
fn a_procedure_of_the_script_is_what_its_body_says() {
    let cases = [
        ("BEGIN ALTER TABLE t ADD b int; DROP TABLE o; END", "add-column, drop-table"),
        (
            "BEGIN IF NOT EXISTS (SELECT 1 FROM x) THEN ALTER TABLE t ADD b int; END IF; END",
            "add-column if NOT EXISTS (SELECT 1 FROM x)",
        ),
        (
            "BEGIN DECLARE n int; SELECT COUNT(*) INTO n FROM x; IF n = 0 THEN DROP TABLE t; ELSE SELECT 1; END IF; END",
            "drop-table if n = 0",
        ),
        (
            "BEGIN DECLARE CONTINUE HANDLER FOR 1060 BEGIN END; ALTER TABLE t ADD b int; END",
            "add-column if nothing before it fails",
        ),
        (
            "BEGIN SET @s = CONCAT('ALTER TABLE t ADD ', x, ' int'); PREPARE q FROM @s; EXECUTE q; DEALLOCATE PREPARE q; END",
            "add-column",
        ),
        // Inside a branch a condition ends with it.
        (
            "BEGIN IF x THEN IF x = 'a' THEN SELECT 1; END IF; DROP TABLE t; END IF; END",
            "drop-table if x",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(called(body), expected, "{body}");
    }
}

#[test]
fn a_procedure_may_serve_many_calls_and_needs_no_delimiter() {
    let made = "CREATE PROCEDURE p(IN tableName tinytext,\n\tIN fieldName tinytext, IN fieldDef text)\nBEGIN\n\tIF NOT EXISTS (SELECT * FROM information_schema.columns WHERE column_name = fieldName) THEN\n\t\tSET @ddl = CONCAT('ALTER TABLE ', tableName, ' ADD COLUMN ', fieldName, ' ', fieldDef); -- x\n\t\tPREPARE stmt FROM @ddl; -- y\n\t\tEXECUTE stmt;\n\tEND IF;\nEND;\n";
    let calls: String =
        (0..60).map(|it| format!("CALL p('t', 'b{it}', 'varchar(9) DEFAULT \"\"');\n")).collect();
    let expected =
        "add-column if NOT EXISTS (SELECT * FROM information_schema.columns WHERE column_name =";
    assert_eq!(last(&format!("{made}{calls}")), expected);
}

#[test]
fn what_a_procedure_does_is_not_guessed() {
    let cases = [
        "BEGIN WHILE 1 DO DROP TABLE t; END WHILE; END",
        "BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END; DROP TABLE t; END",
        "BEGIN CALL elsewhere(); DROP TABLE t; END",
        "BEGIN CALL p(x); DROP TABLE t; END",
        "BEGIN SET @s = 'SELECT 1'; IF x THEN SET @s = 'DROP TABLE t'; END IF; PREPARE q FROM @s; EXECUTE q; END",
        "BEGIN PREPARE q FROM @s; EXECUTE q; END",
    ];
    for body in cases {
        assert_eq!(called(body), "call", "{body}");
    }
}
