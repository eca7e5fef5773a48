//! The same history in each dialect's own words, and one history judged for all of them.

use super::{Random, fresh_file, generated, measure_for};
use crate::tools::Outcome;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

/// So many bytes for each dialect.
const SIZE: usize = 2_500_000;

/// How a dialect writes what all have.
struct Words {
    target: &'static str,
    number: &'static str,
    text: &'static str,
    moment: &'static str,
    now: &'static str,
    add: &'static str,
    /// Whether a table that is there can get a foreign key.
    keys: bool,
    /// What has to stand around a view's definition.
    apart: &'static str,
}

const COMMON: Words = Words {
    target: "postgres@16",
    number: "bigint",
    text: "varchar(200)",
    moment: "timestamp",
    now: "current_timestamp",
    add: "add column",
    keys: true,
    apart: "",
};

const DIALECTS: [Words; 6] = [
    COMMON,
    Words { target: "mysql@8.4", ..COMMON },
    Words { target: "mariadb@11.4", ..COMMON },
    Words { target: "sqlite@3.45", keys: false, ..COMMON },
    Words { target: "mssql@2022", moment: "datetime2", add: "add", apart: "go\n", ..COMMON },
    Words {
        target: "oracle@19c",
        number: "number(19)",
        text: "varchar2(200)",
        add: "add",
        ..COMMON
    },
];

/// Prints each dialect's speed, then what judging for all at once costs.
pub fn compare(folder: &Path) -> Outcome {
    println!(
        "\n{:16} {:>9} {:>9} {:>9} {:>14}",
        "dialect", "MB", "native", "findings", "to PostgreSQL"
    );
    let speed = |it: &Value| {
        it["bytes"].as_f64().unwrap_or(0.0) / 1e6 / it["seconds"].as_f64().unwrap_or(f64::INFINITY)
    };
    let mut first = None;
    for words in &DIALECTS {
        let input = folder.join(format!("dialect-{}", words.target));
        fresh_file(&input, &history(words))?;
        let measured = measure_for(&input, &[words.target])?;
        let speed = speed(&measured);
        let share = speed / *first.get_or_insert(speed);
        println!(
            "{:16} {:9.2} {speed:9.1} {:>9} {share:14.2}",
            words.target,
            measured["bytes"].as_f64().unwrap_or(0.0) / 1e6,
            measured["findings"],
        );
    }
    let input = folder.join("dialect-all");
    fresh_file(&input, &generated(SIZE))?;
    let seconds = |targets: &[&str]| -> Outcome<f64> {
        Ok(measure_for(&input, targets)?["seconds"].as_f64().unwrap_or(0.0))
    };
    let (one, all) = (seconds(&[COMMON.target])?, seconds(&DIALECTS.map(|it| it.target))?);
    println!(
        "one file for one target {:.0} ms, for six {:.0} ms: {:.1} times",
        one * 1e3,
        all * 1e3,
        all / one
    );
    Ok(())
}

fn history(words: &Words) -> String {
    let mut text = String::with_capacity(SIZE + 1_000);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut tables = 0;
    while text.len() < SIZE {
        statement(&mut text, words, &mut random, &mut tables);
    }
    text
}

fn statement(out: &mut String, words: &Words, random: &mut Random, tables: &mut u64) {
    let Words { number, text, moment, now, add, apart, .. } = words;
    let kind = random.below(8);
    let table = random.below((*tables).max(1));
    let other = random.below((*tables).max(1));
    let serial = random.below(1_000_000);
    // Writing to a string cannot fail.
    let _ = match kind {
        0 => {
            let new = *tables;
            *tables += 1;
            writeln!(
                out,
                "-- what customers asked for in ticket {serial}\ncreate table orders_{new} (\n    id {number} not null primary key,\n    customer_id {number} not null,\n    total decimal(12, 2) default 0 not null,\n    note {text},\n    placed_at {moment} default {now} not null,\n    constraint orders_{new}_note unique (customer_id, total)\n);\n"
            )
        }
        1 => writeln!(out, "alter table orders_{table} {add} extra_{serial} {text};\n"),
        2 => writeln!(
            out,
            "create index orders_{table}_{serial} on orders_{table} (customer_id, placed_at);\n"
        ),
        3 if words.keys => writeln!(
            out,
            "alter table orders_{table} add constraint fk_{serial} foreign key (customer_id) references orders_{other} (id);\n"
        ),
        4 => writeln!(
            out,
            "{apart}create view recent_{serial} as\nselect o.id, o.total, p.note\nfrom orders_{table} o\njoin orders_{other} p on p.id = o.customer_id\nwhere o.total between 1 and {serial};\n{apart}"
        ),
        5 => writeln!(
            out,
            "update orders_{table} set note = 'seen {serial}' where id = {serial} and total < 10;\n"
        ),
        _ => writeln!(
            out,
            "insert into orders_{table} (id, customer_id, total, note) values ({serial}, {}, {}.25, 'it''s a row of {serial}');\n",
            serial + 1,
            serial % 50
        ),
    };
}
