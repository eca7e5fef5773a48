//! alembic.ini and pyproject.toml: which folders make one graph, and which graphs have a database of their own. What is
//! expected is what Alembic 1.20.1 told of the same folders (`ScriptDirectory.from_config`, `get_heads`).

use migralint::lint::{self, Ask, Judged};
use migralint::{Options, Source, history, lang};

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

fn revision(path: &str, id: &str, parent: &str, table: &str) -> Source {
    let text = format!(
        "from alembic import op\nimport sqlalchemy as sa\nrevision = '{id}'\ndown_revision = {parent}\n\
         def upgrade():\n    op.create_table('{table}', sa.Column('id', sa.Integer(), primary_key=True))\n\
         def downgrade():\n    op.drop_table('{table}')\n"
    );
    source(path, &text)
}

/// How many heads are told as second ones: one where both folders are one graph.
fn second_heads(configurations: &[(&str, &str)], second: &str) -> usize {
    let mut sources: Vec<Source> = configurations.iter().map(|it| source(it.0, it.1)).collect();
    sources.extend([
        source("app/migrations/env.py", ""),
        revision("app/migrations/versions/a.py", "aaaa", "None", "a"),
        revision(&format!("{second}/b.py"), "bbbb", "'aaaa'", "b"),
        revision("app/migrations/versions/c.py", "cccc", "'aaaa'", "c"),
    ]);
    let target = lint::targets(&sources, &Options::default())[0].target;
    let units = lang::read(&sources, target);
    assert_eq!(units.len(), 6, "a configuration is no migration");
    let problems = history::order(&units, &sources).problems;
    problems.iter().filter(|it| matches!(it.kind, history::ProblemKind::SecondHead { .. })).count()
}

#[test]
fn version_locations_make_one_graph_of_several_folders() {
    const BEGIN: &str = "[alembic]\nscript_location = app/migrations\n";
    let ini = |rest: &str| format!("{BEGIN}{rest}\n");
    let wanted = [
        ini("version_path_separator = space\nversion_locations = app/migrations/versions app/more"),
        ini(
            "path_separator = os\nversion_locations = %(here)s/app/migrations/versions:%(here)s/app/more",
        ),
        ini("path_separator: :\nversion_locations: app/migrations/versions:app/more"),
        ini("path_separator = ;\nversion_locations = app/migrations/versions;./app/x/../more"),
        ini(
            "path_separator = newline\nversion_locations =\n  app/migrations/versions\n\n  app/more",
        ),
        ini("version_locations = app/migrations/versions, app/more"),
        ini("base = app\n# app/none\nversion_locations = %(base)s/migrations/versions   app/more"),
        format!("[DEFAULT]\nversion_locations = app/more app/migrations/versions\n{BEGIN}"),
        "[one]\nscript_location = app:migrations\npath_separator = space\nversion_locations = \
         app:more app.migrations:versions\n"
            .to_owned(),
    ];
    for text in wanted {
        assert_eq!(second_heads(&[("alembic.ini", &text)], "app/more"), 1, "{text}");
    }
    let project = "[tool.alembic]\nversion_locations = [\n  '%(here)s/app/migrations/versions', # ]\n  \
                   \"app/more\",\n]\nscript_location = \"app/migrations\"\n[tool.ruff]\nselect = ['E']\n";
    assert_eq!(second_heads(&[("pyproject.toml", project)], "app/more"), 1);
    // What alembic.ini does not say stands beside it.
    assert_eq!(second_heads(&[("alembic.ini", BEGIN), ("pyproject.toml", project)], "app/more"), 1);
    let below = "app/migrations/versions/2024/05";
    let recursive = ini("recursive_version_locations = true");
    assert_eq!(second_heads(&[("alembic.ini", &recursive)], below), 1);
    for text in ["", BEGIN, "[tool.black]\nline-length = 88\n"] {
        assert_eq!(second_heads(&[("alembic.ini", text)], "app/more"), 0, "{text}");
        assert_eq!(second_heads(&[("pyproject.toml", text)], below), 0, "{text}");
    }
}

/// The tables of each database after its last way up, and the rules that found something.
fn databases(env: &str) -> (Vec<usize>, Vec<&'static str>) {
    let ini = "[one]\nscript_location = one\n[two]\nscript_location = two\n";
    let sources = [
        source("alembic.ini", ini),
        source("one/env.py", env),
        source("two/env.py", env),
        revision("one/versions/a.py", "aaaa", "None", "users"),
        revision("two/versions/a.py", "aaaa", "None", "users"),
    ];
    judged(&sources)
}

fn judged(sources: &[Source]) -> (Vec<usize>, Vec<&'static str>) {
    let (mut tables, mut rules) = (Vec::new(), Vec::new());
    let options = Options::default();
    let target = lint::targets(sources, &options)[0].target;
    lint::judge(sources, &options, target, Ask::Rules, &mut |it| match it {
        Judged::Schema(schema) => tables.push(schema.tables.values().count()),
        Judged::Finding(finding) => rules.push(finding.rule.name),
        _ => {}
    });
    (tables, rules)
}

#[test]
fn sections_with_scripts_of_their_own_have_databases_of_their_own() {
    assert_eq!(databases("context.configure()\n"), (vec![1, 1], vec![]));
    // With a table of versions each they may share one, and then the second table is there already.
    let (tables, rules) = databases("context.configure(version_table='versions_of_one')\n");
    assert_eq!(tables, [1]);
    assert!(rules.contains(&"refused-statement"), "{rules:?}");
}

/// Which folders there are may be said in Python alone.
#[test]
fn what_follows_a_configured_revision_shares_its_database() {
    let sources = [
        source("alembic.ini", "[alembic]\nscript_location = app\n"),
        source("app/env.py", "context.configure()\n"),
        revision("app/versions/b.py", "aaaa", "None", "users"),
        revision("app/versions/1/a.py", "bbbb", "'aaaa'", "users"),
    ];
    let (tables, rules) = judged(&sources);
    assert_eq!(tables, [1]);
    assert!(rules.contains(&"refused-statement"), "{rules:?}");
}
