//! The graph of revisions: its order, and what is wrong with it.

use migralint::Source;
use migralint::history::{self, Problem, ProblemKind};
use migralint::ops::unit::{Direction, Framework, Unit};

/// Revisions written as `folder/file: id < parent parent + depends_on #label`, a line each; without `<`, a file that is
/// ordered by its name. Each revision gets a way down too.
fn read(text: &str) -> (Vec<Unit>, Vec<Source>) {
    let mut units = Vec::new();
    let mut sources = Vec::new();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let (path, rest) = line.split_once(": ").unwrap_or((line, ""));
        let source = sources.len();
        sources.push(Source { path: path.to_owned(), text: String::new() });
        let (head, parents) = match rest.split_once('<') {
            Some((head, parents)) => (head.trim(), Some(parents)),
            None => (path, None),
        };
        let mut unit = Unit::new(source, Direction::Up, Framework::Alembic, head);
        let mut after = "<";
        if let Some(parents) = parents {
            unit.parents = Some(Vec::new());
            for word in parents.split_whitespace() {
                match word {
                    "+" => after = "+",
                    _ if word.starts_with('#') => unit.labels.push(word[1..].to_owned()),
                    _ if after == "+" => unit.depends_on.push(word.to_owned()),
                    _ => unit.parents.get_or_insert_default().push(word.to_owned()),
                }
            }
        }
        let down = Unit { direction: Direction::Down, ..unit.clone() };
        units.extend([unit, down]);
    }
    (units, sources)
}

/// The identifiers of the ways up in order, and the problems in words.
fn ordered(text: &str) -> (Vec<String>, Vec<String>) {
    let (units, sources) = read(text);
    let history = history::order(&units, &sources);
    let ids_of = |direction: Direction| -> Vec<String> {
        let places = history.order.iter().filter(|&&it| units[it].direction == direction);
        places.map(|&it| units[it].id.clone()).collect()
    };
    let ids = ids_of(Direction::Up);
    // The ways down run in the reverse of this, whatever their files are called.
    assert_eq!(ids_of(Direction::Down), ids, "{text}");
    (ids, history.problems.iter().map(|it| words(it, &units)).collect())
}

fn words(problem: &Problem, units: &[Unit]) -> String {
    let id = &units[problem.unit].id;
    match &problem.kind {
        ProblemKind::PassedOver => "passed over".to_owned(),
        ProblemKind::UsedWithoutSchema { table } => format!("{id}: without the schema of {table}"),
        ProblemKind::Uncounted { files, .. } => format!("{files} files in no order"),
        ProblemKind::SecondHead { head, others, .. } if id == head => {
            format!("{id}: head beside {}", others.join(" "))
        }
        ProblemKind::SecondHead { head, others, onto } => {
            format!("{id}: begins {head} beside {}, onto {onto:?}", others.join(" "))
        }
        ProblemKind::MissingParent { parent } => format!("{id}: no {parent}"),
        ProblemKind::Predated { made, parent, after } => {
            format!("{id}: of {made} after {parent} of {after}")
        }
        ProblemKind::DuplicateRevision { other } => format!("{id}: also in source {other}"),
        ProblemKind::Cycle { through } => format!("{id}: circle {}", through.join(" ")),
        ProblemKind::UsedBeforeMade { table, maker } => {
            format!("{id}: {table} before {}", units[*maker].id)
        }
        ProblemKind::UsedAfterDropped { table, by } => {
            format!("{id}: {table} after {}", units[*by].id)
        }
    }
}

#[test]
fn files_without_parents_run_in_the_order_of_their_numbers() {
    let (ids, problems) =
        ordered("10_b\n9_a\n2_c\n002_b\nV1.1__x\nV1__z\nV1.10__y\nV1.2__x\nV2__a");
    let expected =
        ["002_b", "2_c", "9_a", "10_b", "V1__z", "V1.1__x", "V1.2__x", "V1.10__y", "V2__a"];
    assert_eq!(ids, expected);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn graphs_are_ordered_and_their_faults_told() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("a: 3 < 2\nb: 2 < 1\nc: 1 <", "1 2 3", &[]),
        ("a: m < x y\nb: x < r\nc: y < r\nd: r <", "r y x m", &[]),
        ("a: x < r\nb: y < r\nc: r <", "r y x", &["y: head beside x"]),
        ("a: x < r #api\nb: y < r #web\nc: r <", "r y x", &[]),
        // What Alembic 1.20's own `RevisionMap` gives for these.
        (
            "a: x1 < r\nb: x2 < x1\nc: y1 < r\nd: y2 < y1 + x1\ne: m1 < y2 x2\nf: z1 < r\ng: m2 < m1 z1\nh: r <",
            "r x1 x2 z1 y1 y2 m1 m2",
            &[],
        ),
        ("one/a: x <\ntwo/b: y <", "x y", &[]),
        ("a: a < a", "a", &["a: circle a"]),
        ("a: a < b\nb: b < c\nc: c < a", "c b a", &["c: circle a b c"]),
        ("a: x < gone", "x", &[]),
        ("a: r <\nb: x < gone", "r x", &["x: no gone", "x: head beside r"]),
        ("a: x < + gone", "x", &["x: no gone"]),
        ("a: x < {down}", "x", &[]),
        ("a: late < + early\nb: early <", "early late", &["late: head beside early"]),
        ("a: x < web\nb: y < #web", "y x", &[]),
        ("a: abcdef <\nb: x < abcd", "abcdef x", &[]),
        (
            "a: abcdef <\nb: abcdxx < abcdef\nc: x < abcd",
            "abcdef abcdxx x",
            &["x: no abcd", "x: head beside abcdxx"],
        ),
        ("a: abcdef <\nb: x < abc", "abcdef x", &["x: no abc", "x: head beside abcdef"]),
        ("a: x <\nb: x <\nc: y < x", "x x y", &["x: also in source 0"]),
    ];
    for (text, order, problems) in cases {
        let (ids, found) = ordered(text);
        assert_eq!(ids.join(" "), *order, "{text}");
        assert_eq!(found, *problems, "{text}");
    }
}

#[test]
fn of_several_heads_the_new_one_is_told_where_its_branch_begins() {
    let told = |text: &str, new: &[usize]| -> Vec<String> {
        let (units, sources) = read(text);
        let new = new.iter().copied().collect();
        let history = history::order_after(&units, &sources, Some(&new));
        let onto = |it: &Problem| match &it.kind {
            ProblemKind::SecondHead { head, onto, .. } => {
                let onto = onto.as_deref().unwrap_or("nothing");
                format!("{}: {head} onto {onto}", units[it.unit].id)
            }
            _ => words(it, &units),
        };
        history.problems.iter().map(onto).collect()
    };
    let fork = "r: r <\na: a < r\nb: b < r";
    assert_eq!(told(fork, &[1]), ["a: a onto b"]);
    assert_eq!(told(fork, &[2]), ["b: b onto a"]);
    assert_eq!(told("r: r <\na: a < r\nb: b < a\nx: x < r", &[1, 2]), ["a: b onto x"]);
    assert_eq!(
        told("r: r <\na: a < r\nb: b < r\nc: c < r", &[2, 3]),
        ["b: b onto a", "c: c onto b"]
    );
    // A merge, a beginning of its own and what depends on others are not moved.
    assert_eq!(told("r: r <\nx: x < r\na: a <", &[2]), ["a: a onto nothing"]);
    assert_eq!(told("r: r <\nx: x < r\na: a < r + x", &[2]), ["a: a onto nothing"]);
}

#[test]
fn long_and_tangled_graphs_take_linear_time() {
    let many = 10_000;
    let chain = |it: usize| {
        format!("f{it}: r{it} < {}\n", if it == 0 { String::new() } else { format!("r{}", it - 1) })
    };
    let text: String = (0..many).rev().map(chain).collect();
    let (ids, problems) = ordered(&text);
    assert_eq!((ids.len(), ids[0].as_str(), problems.len()), (many, "r0", 0));

    // Every revision follows the one before and the last: as many circles as revisions.
    let tangle: String =
        (0..many).map(|it| format!("f{it}: r{it} < r{} r{}\n", it + 1, many - 1)).collect();
    let (ids, _) = ordered(&tangle);
    assert_eq!(ids.len(), many);
    let back: String = (0..many).map(|it| format!("f{it}: r{it} < r{} r0\n", it + 1)).collect();
    assert_eq!(ordered(&back).0.len(), many);

    let heads: String = (0..many).map(|it| format!("f{it}: r{it} <\n")).collect();
    assert_eq!(ordered(&heads).1.len(), many - 1);
    let same: String = (0..many).map(|_| "f: same <\n".to_owned()).collect();
    assert_eq!(ordered(&same).0.len(), many);
}

#[test]
fn what_two_files_make_is_not_used_before_the_second_one() {
    let made = "create table orders (id bigint primary key);\n";
    let source = |path: &str, text: String| Source { path: path.to_owned(), text };
    let told = |first: String| {
        let sources = [source("1.sql", first), source("2.sql", made.to_owned())];
        let report = migralint::check(&sources, &migralint::Options::default());
        report.findings.iter().any(|it| it.rule == "use-before-creation")
    };
    let used = "create index orders_id on orders (id);\n";
    assert!(told(used.to_owned()));
    assert!(!told(format!("{made}{used}")));
}
