//! The examples of the rules' pages on real servers: what the engine says of each step is what the server does.

use std::path::Path;

use migralint::dialect::Dialect;
use migralint::report::model::{InspectReport, StepReport};
use migralint::{Options, Source};

use super::measure::{self, Measured, Script};
use super::server::{Server, TEMPLATE, describe};
use super::{answer, compare};
use crate::tools;
pub(super) use read::fences;
use read::{Fence, Language, sources};

#[path = "../../../tests/it/examples.rs"]
mod read;

/// An example of a page.
pub struct Example {
    /// `group/name:line role`.
    pub name: String,
    given: String,
    language: Language,
    text: String,
    /// The version that the block names; the newest that is asked otherwise.
    major: Option<u16>,
}

/// The examples for PostgreSQL, and the names of those for other databases.
pub fn all(root: &Path) -> Result<(Vec<Example>, Vec<String>), String> {
    let (mut examples, mut others) = (Vec::new(), Vec::new());
    for group in tools::list(&root.join("rules"))?.into_iter().filter(|it| it.is_dir()) {
        for path in tools::list(&group)? {
            let stem =
                |it: &Path| it.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let page = format!("{}/{}", stem(&group), stem(&path));
            let text = tools::read(&path)?;
            let mut given = String::new();
            for fence in fences(&text).map_err(|it| format!("{page}: {it}"))? {
                let words: Vec<&str> = fence.info.split_whitespace().collect();
                let (language, role) = match words.as_slice() {
                    ["sql", role, ..] => (Language::Sql, *role),
                    ["python", role, ..] => (Language::Python, *role),
                    _ => (Language::Text, "output"),
                };
                if language == Language::Text {
                    continue;
                }
                if role == "given" {
                    given.clone_from(&fence.text);
                    continue;
                }
                let name = format!("{page}:{} {role}", fence.line);
                match version(words.get(2).copied()) {
                    Some(major) => {
                        examples.push(example(name, &given, language, fence, major));
                    }
                    None => others.push(name),
                }
            }
        }
    }
    Ok((examples, others))
}

fn example(
    name: String,
    given: &str,
    language: Language,
    fence: Fence,
    major: Option<u16>,
) -> Example {
    Example { name, given: given.to_owned(), language, text: fence.text, major }
}

/// The major version behind `postgres@`; `None` for another database.
fn version(target: Option<&str>) -> Option<Option<u16>> {
    let Some(target) = target else { return Some(None) };
    let version = target.strip_prefix("postgres")?;
    Some(version.strip_prefix('@').and_then(|it| it.split('.').next()?.parse().ok()))
}

/// What came of asking.
pub enum Outcome {
    /// Where the engine and the server part.
    Asked(Vec<String>),
    /// Why it could not be asked.
    Unasked(String),
}

impl Example {
    /// The group of its page.
    pub fn family(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }

    /// Whether servers of this version are to be asked, `newest` being the newest of all. What names no version is for
    /// those that are still supported.
    pub fn is_for(&self, major: u16, newest: u16) -> bool {
        let supported = Dialect::Postgres.oldest_supported().major <= major;
        self.major.map_or(supported && major == newest, |it| it == major)
    }

    /// The version that only a server can answer for that is not asked.
    pub fn wants_other(&self, majors: &[u16]) -> bool {
        self.major.is_some_and(|it| !majors.contains(&it))
    }

    /// What is given and each migration of a block of SQL, named so that its way down is a file of its own.
    pub fn as_pairs(&self) -> Option<Vec<Source>> {
        let blocks = sources(self.language, &self.text);
        let texts = std::iter::once(&self.given).chain(blocks.iter().map(|it| &it.text));
        let named = texts.filter(|it| !it.trim().is_empty()).enumerate().map(|(at, text)| {
            let path = format!("{:04}_step.up.sql", at + 1);
            Source { path, text: text.clone() }
        });
        (self.language == Language::Sql).then(|| named.collect())
    }

    pub fn ask(&self, server: &mut Server, major: u16) -> Outcome {
        let report = inspected(sources(self.language, &self.text), &self.given, major);
        if let Some(opaque) = report.coverage.opaque.first() {
            return Outcome::Unasked(format!(
                "it holds what is not run as it stands: {}",
                opaque.why
            ));
        }
        let mut before: Vec<String> = vec![self.given.clone(), FILL.to_owned()];
        let mut found = Vec::new();
        for migration in report.migrations.iter().filter(|it| it.direction == "up") {
            for Run { session, statements } in runs(&migration.steps) {
                let script =
                    Script { setup: before.clone(), session, statements: statements.clone() };
                let placeholder = |it: &String| it.contains('{') || it.contains("$%");
                if statements.iter().any(placeholder) {
                    return Outcome::Unasked("it holds a placeholder".to_owned());
                }
                let mut measured = match measure::measure(server, &script) {
                    Ok(measured) => measured,
                    Err(why) => return Outcome::Unasked(why),
                };
                // The example has rows of its own, which ours stand in the way of.
                let clashes = |it: &String| it.starts_with("23505") || it.starts_with("21000");
                if measured.behaviour.error.as_ref().is_some_and(clashes) {
                    before.retain(|it| it != FILL);
                    let script = Script { setup: before.clone(), ..script.clone() };
                    measured = match measure::measure(server, &script) {
                        Ok(measured) => measured,
                        Err(why) => return Outcome::Unasked(why),
                    };
                }
                let earlier = before.iter().skip(1).filter(|it| *it != FILL);
                let told = Script { setup: earlier.cloned().collect(), ..script };
                let answer = answer::about_later(&told, &self.given, major);
                if is_no_sql(&measured, &statements) {
                    return Outcome::Unasked("it holds what no server reads".to_owned());
                }
                let differences = compare::differences(&answer, &measured);
                // That something is not there may be what the page is about.
                if let (Some(why), false) =
                    (names_what_is_not_there(&measured), differences.is_empty())
                {
                    return Outcome::Unasked(why);
                }
                found.extend(differences);
                if measured.behaviour.error.is_some() {
                    return Outcome::Asked(found);
                }
                before.extend(statements);
            }
        }
        Outcome::Asked(found)
    }
}

/// Whether a client's command, or code of the script, came to the server.
fn is_no_sql(measured: &Measured, statements: &[String]) -> bool {
    let code = |it: &String| it.trim_start().starts_with('\\') || it.contains("session.execute(");
    let error = measured.behaviour.error.as_ref();
    error.is_some_and(|it| it.starts_with("42601")) && statements.iter().any(code)
}

/// What pages take for granted beyond the database that they speak of.
pub fn furnish(server: &Server) -> Result<(), String> {
    let mut statements =
        ["app", "owner", "reporting", "support"].map(|it| format!("create role {it}")).to_vec();
    for name in ["cheap", "fast"] {
        let place = server.place(name)?;
        statements.push(format!("create tablespace {name} location '{}'", place.display()));
    }
    statements.push("create database app".to_owned());
    let mut session = server.connect("postgres")?;
    for sql in statements {
        session.client.batch_execute(&sql).map_err(|it| describe(&it))?;
    }
    let mut within = server.connect(TEMPLATE)?;
    within.client.batch_execute(TAKEN_FOR_GRANTED).map_err(|it| describe(&it))
}

const TAKEN_FOR_GRANTED: &str = "
create schema billing;
create schema old;
grant all on schema public to owner;
";

/// An example that starts in the middle of a history says nothing of the tables that were made before, and none of the
/// server's databases, files and programs.
fn names_what_is_not_there(measured: &Measured) -> Option<String> {
    const UNDEFINED: [&str; 8] =
        ["42P01", "42704", "42883", "3F000", "42501", "3D000", "58P01", "38000"];
    let error = measured.behaviour.error.as_ref()?;
    UNDEFINED.iter().any(|it| error.starts_with(it)).then(|| error.clone())
}

fn inspected(files: Vec<Source>, schema: &str, major: u16) -> InspectReport {
    let target = format!("postgres@{major}");
    let options = Options {
        targets: migralint::dialect::Target::parse(&target).into_iter().collect(),
        schema: Some(Source { path: "schema.sql".to_owned(), text: schema.to_owned() }),
        ..Options::default()
    };
    migralint::inspect(&files, &options)
}

/// What runs together, and the settings of the session that it runs in.
struct Run {
    session: Vec<String>,
    statements: Vec<String>,
}

/// The statements of a migration as they are run: together in one transaction, or where one refuses that or ends it,
/// each alone. The settings before them go to the session.
fn runs(steps: &[StepReport]) -> Vec<Run> {
    let is = |step: &StepReport, kinds: &[&str]| {
        step.operations.iter().any(|it| kinds.contains(&it.kind))
    };
    let control = ["begin", "commit", "rollback", "begin-autocommit", "end-autocommit"];
    let alone = steps.iter().any(|it| {
        is(it, &control)
            || it.effects.iter().any(|it| {
                it.why.as_deref().is_some_and(|it| it.ends_with("inside a transaction block"))
            })
            || it.transaction == "outside"
    });
    let mut runs: Vec<Run> = Vec::new();
    let mut session: Vec<String> = Vec::new();
    for step in steps.iter().filter(|it| !is(it, &control)) {
        match runs.last_mut() {
            Some(run) if !alone => run.statements.push(step.sql.clone()),
            _ if is(step, &["set"]) => {
                session.push(step.sql.replacen("local ", "", 1).replacen("LOCAL ", "", 1));
            }
            _ => runs.push(Run { session: session.clone(), statements: vec![step.sql.clone()] }),
        }
    }
    runs
}

/// Puts some rows into every table that takes them, so that what reads or writes rows can be seen to.
const FILL: &str = r#"
do $fill$
declare
  t record;
  names text;
  vals text;
begin
  for round in 1 .. 3 loop
    for t in select c.oid, c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        order by c.oid loop
      select string_agg(quote_ident(a.attname), ', ' order by a.attnum), string_agg(
          case
            when b.typname in ('int2', 'int4', 'int8', 'numeric', 'float4', 'float8') then 'g'
            when b.typname in ('text', 'varchar', 'bpchar', 'name', 'citext') then '''x'' || g'
            when b.typname in ('timestamptz', 'timestamp', 'date') then 'timestamp ''2024-01-01'' + g * interval ''1 minute'''
            when b.typname = 'bool' then 'true'
            when b.typname = 'uuid' then 'md5(g::text)::uuid'
            when b.typname in ('json', 'jsonb') then quote_literal('{}')
            when b.typcategory = 'A' then quote_literal('{}')
            when b.typtype = 'e' then quote_literal((select enumlabel from pg_enum where enumtypid = b.oid order by enumsortorder limit 1)) || '::' || b.oid::regtype
            else 'null'
          end, ', ' order by a.attnum)
        into names, vals
        from pg_attribute a join pg_type y on y.oid = a.atttypid
          join pg_type b on b.oid = case when y.typtype = 'd' then y.typbasetype else y.oid end
          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = t.oid and 0 < a.attnum and not a.attisdropped and a.attidentity = ''
          and (d.oid is null or pg_get_expr(d.adbin, d.adrelid) !~ '[(]');
      begin
        execute format('insert into %s (%s) select %s from generate_series(1, 60) g where not exists (select 1 from %s)', t.name, names, vals, t.name);
      exception when others then null;
      end;
    end loop;
  end loop;
end
$fill$;
"#;
