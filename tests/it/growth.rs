//! That work grows with the text and not with its square, whatever the statements share: counted in allocations, so
//! that no clock is needed.

use migralint::dialect::Target;
use migralint::{Options, Source};

/// Judges a script of so many pieces, and again of four times as many.
fn grows_with_its_length(name: &str, script: impl Fn(usize) -> String) {
    grows_on("postgres@16", name, script);
}

fn grows_on(target: &str, name: &str, script: impl Fn(usize) -> String) {
    const FEW: usize = 250;
    let measured = |pieces: usize| {
        let sources = [Source { path: "1.sql".to_owned(), text: script(pieces) }];
        let targets = vec![Target::parse(target).expect("a target")];
        let options = Options { targets, ..Options::default() };
        allocation_counter::measure(|| {
            migralint::check(&sources, &options);
        })
    };
    let (few, many) = (measured(FEW), measured(4 * FEW));
    assert!(many.count_total < 6 * few.count_total, "{name}: {few:?}, then {many:?}");
    assert!(many.bytes_max < 6 * few.bytes_max, "{name}: {few:?}, then {many:?}");
}

fn repeated(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

fn listed(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<String>>().join(", ")
}

#[test]
fn one_statement_of_many_parts_takes_work_in_proportion() {
    grows_with_its_length("added columns", |it| {
        format!(
            "alter table t {};\n",
            listed(it, |it| format!("add column c{it} int default {it}"))
        )
    });
    grows_with_its_length("dropped columns", |it| {
        format!("alter table t {};\n", listed(it, |it| format!("drop column c{it}")))
    });
    grows_with_its_length("added keys", |it| {
        let keys = listed(it, |_| "add foreign key (a) references o (id)".to_owned());
        format!("create table o (id int primary key);\nalter table t {keys};\n")
    });
    grows_with_its_length("a table's keys to one other", |it| {
        let columns = listed(it, |it| format!("c{it} int references o (id)"));
        format!("create table o (id int primary key);\ncreate table t ({columns});\n")
    });
    grows_with_its_length("a table's keys to others", |it| {
        let others = repeated(it, |it| format!("create table o{it} (id int primary key);\n"));
        let columns = listed(it, |it| format!("c{it} int references o{it} (id)"));
        format!("{others}create table t ({columns});\n")
    });
    grows_with_its_length("dropped tables", |it| {
        let tables = repeated(it, |it| format!("create table o{it} (id int primary key);\n"));
        format!("{tables}drop table {};\n", listed(it, |it| format!("o{it}")))
    });
}

#[test]
fn columns_that_are_changed_stay_where_they_are() {
    grows_on("mysql@8.4", "columns changed in place", |it| {
        let columns = listed(it, |it| format!("c{it} int"));
        let changes = listed(it, |it| format!("modify c{it} bigint"));
        format!("create table t ({columns});\nalter table t {changes};\n")
    });
}

#[test]
fn what_mysql_runs_where_it_does_not_stand_takes_work_in_proportion() {
    grows_on("mysql@8.4", "a text that doubles", |it| {
        let doubled = repeated(it, |_| {
            "set @s = concat(@s, ' ', @s);\nprepare p from @s;\nexecute p;\n".to_owned()
        });
        format!("set @s = 'select 1';\n{doubled}")
    });
    grows_on("mysql@8.4", "a long text that runs often", |it| {
        let text = listed(it, |it| it.to_string());
        let runs = repeated(it, |_| "execute p;\n".to_owned());
        format!("prepare p from 'select {text}';\n{runs}")
    });
    grows_on("mysql@8.4", "a long procedure that is called often", |it| {
        let body = repeated(it, |it| format!("alter table t add c{it} int;"));
        let runs = repeated(it, |_| "call p();\n".to_owned());
        format!("delimiter //\ncreate procedure p() begin {body} end//\ndelimiter ;\n{runs}")
    });
    grows_on("mysql@8.4", "prepared statements", |it| {
        repeated(it, |it| {
            format!("set @a = 'select {it}';\nprepare p{it} from @a;\nexecute p{it};\n")
        })
    });
}

#[test]
fn many_statements_over_one_schema_take_work_in_proportion() {
    grows_with_its_length("partitions", |it| {
        let parts = repeated(it, |it| {
            format!("create table p{it} partition of p for values from ({it}) to ({});\n", it + 1)
        });
        format!("create table p (d int) partition by range (d);\n{parts}")
    });
    grows_with_its_length("functions dropped beside triggers", |it| {
        repeated(it, |it| {
            format!(
                "create table t{it} (id int);\ncreate trigger g before insert on t{it} for each row execute function f{it}();\ndrop function f{it}() cascade;\n"
            )
        })
    });
    grows_with_its_length("domains beside materialized views", |it| {
        repeated(it, |it| {
            format!(
                "create domain d{it} as int;\ncreate table t{it} (c d{it});\ncreate materialized view v{it} as select c from t{it};\nalter domain d{it} add constraint k{it} check (0 < value);\n"
            )
        })
    });
    grows_with_its_length("defaults that draw from sequences", |it| {
        repeated(it, |it| {
            format!(
                "create sequence s{it};\ncreate table t{it} (id int default nextval('s{it}'));\n"
            )
        })
    });
}

/// The words of the effects that say that something is not known.
fn unknown(text: String) -> Vec<String> {
    let sources = [Source { path: "1.sql".to_owned(), text }];
    let targets = vec![Target::parse("postgres@16").expect("a target")];
    let report = migralint::check(&sources, &Options { targets, ..Options::default() });
    let told = report.findings.into_iter().filter(|it| it.rule == "unknown-effect");
    told.map(|it| it.reason).collect()
}

#[test]
fn what_is_left_out_for_there_is_too_much_of_it_is_said() {
    let domains = |count: usize| {
        let domains = repeated(count, |it| format!("create domain d{it} as d;\n"));
        let used = format!("create table t (c d{});\n", count - 1);
        format!("create domain d as int;\n{domains}{used}alter domain d set not null;\n")
    };
    // However many there are, a table behind the last of them is found.
    let sources = [Source { path: "1.sql".to_owned(), text: domains(600) }];
    let report = migralint::inspect(&sources, &Options::default());
    let told = serde_json::to_string(&report.migrations).expect("a report");
    assert!(told.contains("{\"kind\":\"breaks\",\"relation\":\"t\",\"column\":\"c\""));
    let keys = |statements: usize| {
        let tables = repeated(1_000, |it| format!("create table k{it} (t int references t);\n"));
        let deleted = "delete from t;\n".repeat(statements);
        format!("create table t (id int primary key);\n{tables}{deleted}")
    };
    assert_eq!(unknown(keys(10)), Vec::<String>::new());
    let told = unknown(keys(700));
    assert!(told[0].contains("there are too many"), "{told:?}");
}

#[test]
fn partitions_that_overlap_are_refused_however_many_there_are() {
    let parts = repeated(400, |it| {
        let (from, to) = (10 * it, 10 * it + 10);
        format!("create table p{it} partition of p for values from ({from}) to ({to});\n")
    });
    let overlaps = |change: &str| {
        let text = format!("create table p (d int) partition by range (d);\n{parts}{change};\n");
        let sources = [Source { path: "1.sql".to_owned(), text }];
        let targets = vec![Target::parse("postgres@16").expect("a target")];
        let report = migralint::inspect(&sources, &Options { targets, ..Options::default() });
        let told = serde_json::to_string(&report.migrations).expect("a report");
        told.matches("would overlap partition").count()
    };
    let new = "create table n partition of p for values from";
    assert_eq!(overlaps(&format!("{new} (4000) to (4010)")), 0);
    assert_eq!(overlaps(&format!("{new} (3995) to (4005)")), 1);
    assert_eq!(overlaps(&format!("{new} (minvalue) to (1)")), 1);
    assert_eq!(overlaps(&format!("{new} (minvalue) to (0)")), 0);
    assert_eq!(overlaps(&format!("drop table p7;\n{new} (70) to (80)")), 0);
    assert_eq!(overlaps(&format!("alter table p7 rename to q;\n{new} (70) to (80)")), 1);
    assert_eq!(overlaps(&format!("alter table p detach partition p7;\n{new} (71) to (80)")), 0);
}

fn told(texts: &[String]) -> Vec<(String, String)> {
    let source =
        |(at, text): (usize, &String)| Source { path: format!("{at}.sql"), text: text.clone() };
    let sources: Vec<Source> = texts.iter().enumerate().map(source).collect();
    let targets = vec![Target::parse("postgres@16").expect("a target")];
    let report = migralint::check(&sources, &Options { targets, ..Options::default() });
    report.findings.into_iter().map(|it| (it.rule, it.message)).collect()
}

fn says(told: &[(String, String)], rule: &str, words: &str) -> bool {
    told.iter().any(|it| it.0 == rule && it.1.contains(words))
}

#[test]
fn a_gap_between_partitions_is_found_however_many_there_are() {
    let parts = |missing: usize| {
        let parts = repeated(400, |it| {
            if it == missing {
                return String::new();
            }
            let (from, to) = (10 * it, 10 * it + 10);
            format!("create table p{it} partition of p for values from ({from}) to ({to});\n")
        });
        format!("create table p (d int) partition by range (d);\n{parts}")
    };
    let gap = "values from '3000' to '3010'";
    assert!(says(&told(&[parts(300)]), "partition-gap", gap));
    assert!(!says(&told(&[parts(400)]), "partition-gap", ""));
}

#[test]
fn of_a_table_with_too_many_indexes_is_said_that_they_are_not_compared() {
    let indexes = |count: usize| {
        let indexes = repeated(count, |it| format!("create index t_{it} on t (c, (c + {it}));\n"));
        format!("create table t (c int);\n{indexes}create index t_c on t (c);\n")
    };
    assert!(says(&told(&[indexes(200)]), "redundant-index", "begins with the columns of `t_c`"));
    assert!(says(&told(&[indexes(300)]), "redundant-index", "has 301 indexes"));
}

#[test]
fn a_lock_is_known_to_be_held_however_many_others_are() {
    for count in [10, 600] {
        let tables = repeated(count, |it| format!("create table t{it} (c int);\n"));
        let locked = repeated(count, |it| format!("lock table t{it} in share mode;\n"));
        let last = count - 1;
        let strong = format!("lock table t{last} in access exclusive mode;\n");
        let found = told(&[tables, format!("{locked}{strong}update t0 set c = 1;\n")]);
        assert!(says(&found, "work-under-lock", &format!("`t{last}`")), "{found:?}");
    }
}
