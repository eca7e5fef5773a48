//! Statements that a word of another database keeps from being understood.

use super::{Certainty, Effect, EffectKind, Refusal, functions};
use crate::catalog::Schema;
use crate::dialect::{Dialect, Target, Version};
use crate::ops::{Clause, Op};

/// The refusal, if a word of the statement is not this database's.
pub(super) fn refused(ops: &[Op], before: &Schema, target: Target) -> Option<Effect> {
    let dialect = target.dialect;
    if let Some(effect) = functions::refused(ops, before, target) {
        return Some(effect);
    }
    let said = |op: &Op| {
        op.clauses.iter().find_map(|it| match it.0 {
            Clause::Alien(word) if !has_learnt(word, target) => Some(word),
            _ => None,
        })
    };
    let (op, word) = ops.iter().enumerate().find_map(|(at, it)| Some((at, said(it)?)))?;
    let (why, source) = words(word, dialect);
    Some(Effect {
        kind: EffectKind::Refused { why, refusal: Refusal::Version },
        op,
        clause: Some(Clause::Alien(word)),
        certainty: Certainty::Certain,
        because: String::new(),
        source,
    })
}

/// "Database Engine events and errors", with the numbers 102, 156 and 207 and their words.
const ERRORS: &str = "Database Engine events and errors: 0 to 999";

/// Whether this version knows the word that earlier ones do not.
fn has_learnt(word: &str, target: Target) -> bool {
    let since = match (target.dialect, word) {
        // "Boolean Data Type", "UPDATE": the from_clause.
        (Dialect::Oracle, "TRUE" | "FALSE" | "FROM") => Version::new(23, 0, 0),
        // "SELECT ... OFFSET ... FETCH".
        (Dialect::Mariadb, "FETCH") => Version::new(10, 6, 0),
        _ => return false,
    };
    since <= target.version
}

fn words(word: &str, dialect: Dialect) -> (String, &'static str) {
    if let Some(name) = word.strip_prefix("type ") {
        return (["type \"", name, "\" does not exist"].concat(), "Data Types: Table 8.1");
    }
    let name = word.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
    match dialect {
        Dialect::Mssql => {
            let (code, end, source) = match word {
                "*=" => {
                    let words = "4147: the query uses non-ANSI outer join operators";
                    return (words.to_owned(), "Database Engine events and errors: 4000 to 4999");
                }
                "FETCH" => {
                    let words = "Invalid usage of the option FIRST or NEXT in the FETCH statement: OFFSET has to stand before it";
                    return (
                        words.to_owned(),
                        "OFFSET FETCH Clause (SQL Server Compact): Limitations in Using OFFSET-FETCH",
                    );
                }
                _ if name => (
                    "156: Incorrect syntax near the keyword",
                    "",
                    "Reserved Keywords: Transact-SQL reserved keywords",
                ),
                "TRUE" | "FALSE" => ("207: Invalid column name", "", ERRORS),
                _ => ("102: Incorrect syntax near", "", ERRORS),
            };
            ([code, " '", word, "'", end, "."].concat(), source)
        }
        Dialect::Oracle if name => (
            ["ORA-00903 or ORA-00904: invalid identifier: `", word, "` is a reserved word"]
                .concat(),
            "Oracle SQL Reserved Words and Keywords: Oracle SQL Reserved Words",
        ),
        Dialect::Oracle if matches!(word, "TRUE" | "FALSE") => (
            ["ORA-00904: \"", word, "\": invalid identifier"].concat(),
            "Data Types: Boolean Data Type",
        ),
        Dialect::Oracle => (
            ["ORA-00933 or ORA-00911: `", word, "` is not understood"].concat(),
            "Database Error Messages: ORA-00933",
        ),
        Dialect::Mysql | Dialect::Mariadb => (
            ["1064: You have an error in your SQL syntax near '", word, "'"].concat(),
            "Expression Syntax",
        ),
        Dialect::Sqlite if word == "::" => {
            ("unrecognized token: \":\"".to_owned(), "SQL Language Expressions")
        }
        Dialect::Sqlite => {
            (["near \"", word, "\": syntax error"].concat(), "SQL Language Expressions")
        }
        Dialect::Postgres => {
            (["syntax error at or near \"", word, "\""].concat(), "PostgreSQL Error Codes: 42601")
        }
    }
}
