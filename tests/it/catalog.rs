//! The catalogue holds together whatever is done to it, and costs what it should.

use std::fmt::Write as _;

use migralint::catalog::{Birth, Schema};
use migralint::dialect::{Dialect, Target, Version};
use migralint::lang::sql;
use migralint::ops::constraint::ConstraintKind;
use migralint::text::Span;

fn apply(schema: &mut Schema, text: &str) {
    let read = sql::read(text, Span::new(0, text.len()), schema.target.dialect);
    for (number, statement) in read.iter().enumerate() {
        schema.apply_all(&statement.ops, Birth { unit: 0, transaction: number, statement: 0 });
    }
}

fn postgres(text: &str) -> Schema {
    let mut schema = Schema::unknown(Target::new(Dialect::Postgres));
    apply(&mut schema, text);
    schema
}

/// What must hold whatever was done: names and objects agree.
fn faults(schema: &Schema) -> Vec<String> {
    let mut faults = Vec::new();
    let local = matches!(schema.target.dialect, Dialect::Mysql | Dialect::Mariadb | Dialect::Mssql);
    for (name, relation) in &schema.indexes {
        if schema.index(name).is_none() {
            faults.push(format!("index {name} is not on {relation}"));
        }
    }
    let maps: [Vec<_>; 4] = [
        schema.tables.keys().collect(),
        schema.views.keys().collect(),
        schema.sequences.keys().collect(),
        schema.indexes.keys().collect(),
    ];
    let mut names = maps.concat();
    names.sort();
    faults.extend(names.windows(2).filter(|it| it[0] == it[1]).map(|it| format!("two {}", it[0])));
    for (name, table) in &schema.tables {
        if table.name != *name {
            faults.push(format!("{name} calls itself {}", table.name));
        }
        for index in &table.indexes {
            if !local && schema.indexes.get(&name.sibling(&index.name)) != Some(name) {
                faults.push(format!("index {} of {name} has no name", index.name));
            }
            for column in index.keys.iter().filter_map(|it| it.column.as_deref()) {
                if table.column(column).is_none() {
                    faults.push(format!("index {} of {name}: no column {column}", index.name));
                }
            }
            if let Some(whole) = &index.part_of
                && schema.index(whole).is_none()
            {
                faults.push(format!("index {} of {name} is part of nothing", index.name));
            }
        }
        for constraint in &table.constraints {
            if let Some(index) = &constraint.index
                && table.index(index).is_none()
            {
                faults.push(format!("constraint {} of {name} has no index", constraint.name));
            }
            // What a CHECK seems to mention need not be a column.
            let is_check = matches!(constraint.definition.kind, ConstraintKind::Check(_));
            for column in constraint.definition.columns() {
                if !is_check && table.column(column).is_none() {
                    let constraint = &constraint.name;
                    faults.push(format!("constraint {constraint} of {name}: no column {column}"));
                }
            }
        }
        for (constraint, key) in table.foreign_keys() {
            let known = schema
                .foreign_keys_to(&key.references)
                .any(|(it, of, _)| it.name == *name && of.name == constraint.name);
            if !known {
                faults.push(format!("foreign key {} of {name} is not found", constraint.name));
            }
        }
        for (place, column) in table.columns.iter().enumerate() {
            if table.columns[..place].iter().any(|it| it.name == column.name) {
                faults.push(format!("{name} has two columns {}", column.name));
            }
        }
        for parent in table.parents() {
            if !schema.children_of(parent).any(|it| it.name == *name) {
                faults.push(format!("{name} is no child of {parent}"));
            }
        }
    }
    for (name, sequence) in &schema.sequences {
        if let Some((table, _)) = &sequence.owned_by
            && !schema.sequences_of(table).any(|it| it.name == *name)
        {
            faults.push(format!("sequence {name} is not found"));
        }
    }
    faults
}

/// A reproducible stream of numbers.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % sides
    }

    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

/// Statements over few names, so that they meet; most are wrong in some state.
const FORMS: &[&str] = &[
    "create table T (C int primary key, D int unique, check (C > D))",
    "create table T (C serial, D int references T)",
    "create table T (C int, D int) partition by range (C)",
    "create table T partition of T for values from (1) to (2)",
    "create table T () inherits (T)",
    "create table T (like T including all)",
    "create table if not exists T (C int)",
    "drop table T",
    "drop table T cascade",
    "alter table T rename to T",
    "alter table T set schema S",
    "alter table T add column C int default 1 check (C > 0)",
    "alter table T add column C serial, add unique (C)",
    "alter table T add column C int generated always as (D * 2) stored",
    "alter table T drop column C",
    "alter table T drop column C cascade",
    "alter table T rename column C to C",
    "alter table T alter column C set not null, alter column D drop not null",
    "alter table T alter column C type bigint",
    "alter table T add primary key (C)",
    "alter table T add constraint N unique (C, D)",
    "alter table T add constraint N check (C is not null) not valid",
    "alter table T validate constraint N",
    "alter table T add foreign key (C) references T (D)",
    "alter table T drop constraint N",
    "alter table T rename constraint N to N",
    "alter table T inherit T",
    "alter table T no inherit T",
    "alter table T attach partition T for values from (3) to (4)",
    "alter table T detach partition T",
    "create index N on T (C)",
    "create unique index N on T (C, D) where C > 0",
    "create index on T (lower(C))",
    "create index N on only T (C)",
    "alter index N attach partition N",
    "alter index N rename to N",
    "alter table T add constraint N unique using index N",
    "drop index N",
    "create view N as select C from T",
    "create materialized view N as select C from T",
    "drop view N cascade",
    "create sequence N owned by T.C",
    "alter sequence N rename to N",
    "alter table N rename to N",
    "alter schema S rename to S",
    "drop schema S cascade",
    "insert into T values (1)",
    "truncate T",
];

fn statement(dice: &mut Dice) -> String {
    let form = dice.pick(FORMS);
    let mut text = String::new();
    for word in form.split_inclusive(|it: char| !it.is_ascii_alphanumeric()) {
        let (word, rest) = match word.char_indices().next_back() {
            Some((at, last)) if !last.is_ascii_alphanumeric() => word.split_at(at),
            _ => (word, ""),
        };
        text.push_str(match word {
            "T" => dice.pick(&["t", "u", "v", "w", "s1.t", "s2.u"]),
            "C" => dice.pick(&["a", "b", "c"]),
            "D" => dice.pick(&["a", "b", "d"]),
            "N" => dice.pick(&["n", "m", "t_a_key", "t_pkey", "u_a_idx", "t_b_check", "t"]),
            "S" => dice.pick(&["s1", "s2"]),
            other => other,
        });
        text.push_str(rest);
    }
    text + ";\n"
}

#[test]
fn names_and_objects_agree_whatever_is_done() {
    for (seed, dialect) in (0..60).zip(Dialect::ALL.into_iter().cycle()) {
        let mut schema = Schema::unknown(Target::new(dialect));
        if dialect == Dialect::Postgres && seed % 2 == 0 {
            schema = Schema::unknown(Target::at(dialect, Version::new(18, 0, 0)));
        }
        schema.complete = seed % 5 == 0;
        let mut dice = Dice(seed);
        let mut done = String::new();
        for _ in 0..250 {
            let statement = statement(&mut dice);
            done.push_str(&statement);
            apply(&mut schema, &statement);
            let faults = faults(&schema);
            let from = done.len().saturating_sub(2_000);
            assert!(faults.is_empty(), "seed {seed} {dialect}: {faults:?}\n{}", &done[from..]);
        }
    }
}

#[test]
fn what_is_undone_leaves_no_trace() {
    for seed in 0..20 {
        let mut dice = Dice(1_000 + seed);
        let text: String = (0..100).map(|_| statement(&mut dice)).collect();
        let mut schema = postgres(&text);
        let point = schema.point();
        let before = shown(&schema);
        let passing = schema.point();
        apply(&mut schema, &statement(&mut dice));
        schema.forget(passing);
        let more: String = (0..30).map(|_| statement(&mut dice)).collect();
        apply(&mut schema, &more);
        let inner = schema.point();
        let between = shown(&schema);
        apply(&mut schema, &more);
        schema.undo(inner);
        assert_eq!(shown(&schema), between, "seed {seed}");
        schema.undo(point);
        assert_eq!(shown(&schema), before, "seed {seed}");
        assert!(faults(&schema).is_empty(), "seed {seed}: {:?}", faults(&schema));
    }
}

fn shown(schema: &Schema) -> String {
    format!("{:?}", migralint::report::schema::report(schema))
}

#[test]
fn hostile_scripts_stay_cheap() {
    let many = 2_000;
    let mut text = "create table wide (id int);\n".to_owned();
    for it in 0..many {
        _ = writeln!(text, "alter table wide add column c{it} int;");
    }
    let schema = postgres(&text);
    assert_eq!(schema.tables.values().next().map(|it| it.columns.len()), Some(many + 1));

    // Copies of a wide table, and heirs of heirs.
    let mut bomb = text.clone();
    for it in 0..many {
        _ = writeln!(bomb, "create table copy{it} (like wide including all);");
    }
    _ = writeln!(bomb, "create table heir0 () inherits (wide);");
    for it in 1..many {
        _ = writeln!(bomb, "create table heir{it} () inherits (heir{});", it - 1);
    }
    let schema = postgres(&bomb);
    let columns: usize = schema.tables.values().map(|it| it.columns.len()).sum();
    assert!(columns < 200_000, "{columns} columns");

    let mut same = "create table t (a int);\n".to_owned();
    for _ in 0..many {
        same.push_str("create index on t (a); alter table t add check (a > 0);\n");
    }
    let schema = postgres(&same);
    assert!(faults(&schema).is_empty());

    let mut circle = String::new();
    for it in 0..200 {
        _ = writeln!(circle, "create table t{it} (a int);");
    }
    for it in 0..200 {
        _ = writeln!(circle, "alter table t{it} inherit t{};", (it + 1) % 200);
        _ = writeln!(circle, "alter table t{it} add column c{it} int;");
        _ = writeln!(circle, "create view v{it} as select * from v{};", (it + 1) % 200);
    }
    circle.push_str("alter table t0 drop column a; drop view v0; drop table t0 cascade;");
    let schema = postgres(&circle);
    assert!(schema.tables.is_empty() && schema.views.is_empty());
}

/// The text of a table's only CHECK after a column was renamed.
fn renamed_check(check: &str, from: &str, to: &str) -> String {
    let schema = postgres(&format!(
        "create table t ({from} text, check ({check})); alter table t rename column {from} to {to}"
    ));
    let (_, table) = schema.tables.iter().next().expect("the table");
    match &table.constraints[0].definition.kind {
        ConstraintKind::Check(it) => it.text.clone(),
        other => panic!("{other:?} is no CHECK"),
    }
}

#[test]
fn a_renamed_column_has_its_new_name_in_checks_and_only_names_are_replaced() {
    assert_eq!(renamed_check("a > 'a' AND \"a\" < a(b.A)", "a", "z"), "z > 'a' AND \"z\" < a(b.z)");
    assert_eq!(renamed_check("a || 'a''b' > ''", "a", "\"Z z\""), "\"Z z\" || 'a''b' > ''");
    assert_eq!(renamed_check("ä < äh", "ä", "o"), "o < äh");
}

#[test]
fn a_made_up_name_is_cut_where_postgres_cuts_it() {
    let (table, other) = ("a".repeat(40), "b".repeat(30));
    let long = "t".repeat(80);
    let umlauts = "ä".repeat(40);
    let schema = postgres(&format!(
        "create table p (id int primary key); create table {table} ({other} int references p); \
         create table {long} (id int primary key); create table {umlauts} (id int primary key);"
    ));
    let names: Vec<&str> = schema
        .tables
        .iter()
        .flat_map(|(_, it)| &it.constraints)
        .map(|it| it.name.as_str())
        .collect();
    let cut = format!("{}_{}_fkey", "a".repeat(29), "b".repeat(28));
    assert!(names.contains(&cut.as_str()), "{names:?}");
    assert!(names.contains(&format!("{}_pkey", "t".repeat(58)).as_str()), "{names:?}");
    assert!(names.contains(&format!("{}_pkey", "ä".repeat(29)).as_str()), "{names:?}");
}

#[test]
fn columns_swap_their_names_in_one_statement() {
    // Asked of MariaDB 10.11: the columns stay where they are, and the index follows its column.
    let swaps = [
        ("rename column a to b, rename column b to a", "b int, a varchar(9)"),
        ("change a b int, change b a varchar(9)", "b int, a varchar(9)"),
        (
            "rename column a to b, rename column b to c, add column d int after b",
            "b int, d int, c varchar(9)",
        ),
    ];
    for (change, expected) in swaps {
        let text =
            format!("create table t (a int, b varchar(9), key k (a)); alter table t {change};");
        let mut schema = Schema::unknown(Target::new(Dialect::Mysql));
        apply(&mut schema, &text);
        let table = schema.tables.values().next().unwrap();
        let types = table.columns.iter().map(|it| it.data_type.as_ref().unwrap().text.as_str());
        let named: Vec<String> =
            table.columns.iter().zip(types).map(|(it, of)| format!("{} {of}", it.name)).collect();
        assert_eq!(named.join(", "), expected, "{change}");
        assert_eq!(table.indexes.iter().next().unwrap().keys[0].column.as_deref(), Some("b"));
    }
}

/// The columns of a table, those of its primary key and those of its first index, after one ALTER TABLE.
fn altered(dialect: Dialect, clauses: &str) -> [String; 3] {
    let mut schema = Schema::unknown(Target::new(dialect));
    apply(
        &mut schema,
        &format!(
            "create table t (a int not null, b varchar(20) not null, c int, primary key (a)); \
             create index kb on t (b); alter table t {clauses};"
        ),
    );
    let (_, table) = schema.tables.iter().next().expect("the table");
    let columns: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).collect();
    let key = table.primary_key().map(|(_, it)| it.columns.join(" ")).unwrap_or_default();
    let index = table.indexes.iter().find(|it| it.name == "kb").expect("the index");
    let index: Vec<&str> = index.keys.iter().filter_map(|it| it.column.as_deref()).collect();
    [columns.join(" "), key, index.join(" ")]
}

/// What MariaDB 10.11 answers to SHOW CREATE TABLE.
#[test]
fn clauses_of_one_alter_find_the_columns_of_the_table_before_it() {
    for dialect in [Dialect::Mysql, Dialect::Mariadb] {
        let after = |clauses: &str| altered(dialect, clauses);
        assert_eq!(after("rename column a to b, rename column b to a"), ["b a c", "b", "a"]);
        let changed = after("change a b varchar(30) not null, change b a bigint not null");
        assert_eq!(changed, ["b a c", "b", "a"]);
        let turned = "rename column a to b, rename column b to c, rename column c to a";
        assert_eq!(after(turned), ["b c a", "b", "c"]);
        assert_eq!(after("rename column c to b, rename column b to d"), ["a d b", "a", "d"]);
        assert_eq!(after("add column b int, rename column b to d"), ["a d c b", "a", "d"]);
        assert_eq!(after("rename column a to b, drop column c, rename column b to c")[0], "b c");
        assert_eq!(after("rename column c to a, drop column a, add column c int")[0], "b a c");
    }
}
