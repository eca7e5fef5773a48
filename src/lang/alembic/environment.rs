//! What env.py tells about how revisions are run.

use crate::dialect::Dialect;
use crate::lang::python::evaluate::{Evaluator, same};
use crate::lang::python::machine::Machine;
use crate::lang::python::value::{Object, Value};
use crate::lang::sql;
use crate::ops::OpKind;
use crate::ops::transaction::Setting as SessionSetting;

use super::configuration::{Home, is_at};
use super::host::Script;
use super::naming::Naming;

/// Settings of `context.configure`; where env.py does not say them literally, Alembic's defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Environment {
    /// Alembic's default is one transaction for the whole run.
    pub(crate) transaction_per_migration: bool,
    /// `None` for what the database's implementation says.
    pub(crate) transactional_ddl: Option<bool>,
    pub(crate) version_table_schema: Setting,
    pub(crate) naming: Naming,
    /// What is set for the session before the first revision runs.
    pub(crate) settings: Vec<SessionSetting>,
    /// Whether it says in which schemas bare names are looked for.
    pub(crate) moves_names: bool,
    /// What was taken for Alembic's default because it is not said, or only when env.py runs.
    pub(crate) assumed: Vec<String>,
    /// Whether the naming convention is among that.
    pub(crate) names_are_assumed: bool,
    /// Whether it says what the table of versions is called.
    pub(crate) names_version_table: bool,
    /// Whether there is an env.py at all.
    pub(crate) is_found: bool,
    /// The folder that the env.py lies in.
    folder: String,
}

/// A setting that is a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Setting {
    /// Alembic's default, which is none.
    #[default]
    Unset,
    Literal(String),
    /// What it is set to is only known when env.py runs.
    Unknown,
}

/// The environments among the sources.
pub(crate) fn read<'a>(
    evaluator: &mut Evaluator<'a, Script<'a>>,
    indexes: &[usize],
) -> Vec<Environment> {
    let library = evaluator.machine.library;
    let mut environments = Vec::new();
    for &index in indexes {
        let Some(source) = library.sources.get(index) else { continue };
        let path = source.path.replace('\\', "/");
        let Some(folder) = path.strip_suffix("env.py") else { continue };
        if !folder.is_empty() && !folder.ends_with('/') {
            continue;
        }
        let naming = naming(evaluator, index, indexes);
        let mut assumed: Vec<String> = DEFAULTS
            .iter()
            .filter(|it| setting(&source.text, it.0).is_none() && is_given(&source.text, it.0))
            .map(|(name, default)| {
                format!("`{name}` in {path} is only known when it runs; {default}, Alembic's default, is taken")
            })
            .collect();
        if named(&source.text, "version_table_schema") == Setting::Unknown {
            assumed.push(format!("`version_table_schema` in {path} is only known when it runs"));
        }
        if naming.is_none() {
            assumed.push(format!(
                "the metadata that {path} hands over is made elsewhere; it is taken for one without a naming convention"
            ));
        }
        environments.push(Environment {
            assumed,
            names_are_assumed: naming.is_none(),
            transaction_per_migration: setting(&source.text, "transaction_per_migration")
                .unwrap_or(false),
            transactional_ddl: setting(&source.text, "transactional_ddl"),
            version_table_schema: named(&source.text, "version_table_schema"),
            naming: naming.unwrap_or_default(),
            settings: settings(&source.text, evaluator.host.target.dialect),
            moves_names: ["search_path", "translate_map"].iter().any(|it| source.text.contains(it)),
            names_version_table: source.text.contains("version_table"),
            is_found: true,
            folder: folder.to_owned(),
        });
    }
    environments
}

/// The environment of a revision: the one that its configuration names, else that in the deepest folder above it, or the
/// only one.
pub(crate) fn nearest(
    environments: &[Environment],
    path: &str,
    home: Option<&Home>,
) -> Environment {
    let is_named = |it: &&Environment| {
        home.is_some_and(|home| is_at(it.folder.trim_end_matches('/'), &home.scripts))
    };
    let named = environments.iter().find(is_named);
    let above = environments.iter().filter(|it| path.starts_with(&it.folder));
    let only = || environments.first().filter(|_| environments.len() == 1);
    let found = named.or_else(|| above.max_by_key(|it| it.folder.len())).or_else(only);
    found.cloned().unwrap_or_else(|| {
        let told = "Alembic's defaults, as no env.py is among the files: one transaction for all revisions, and no \
                    naming convention";
        Environment { assumed: vec![told.to_owned()], ..Environment::default() }
    })
}

/// Settings that are true or false, with what Alembic takes where they are not given ("EnvironmentContext.configure").
const DEFAULTS: [(&str, &str); 2] = [
    ("transaction_per_migration", "one transaction for all revisions"),
    ("transactional_ddl", "what the database can do"),
];

/// Whether a setting is given a value as an argument or by name.
fn is_given(text: &str, name: &str) -> bool {
    text.lines().filter(|it| !it.trim_start().starts_with('#')).any(|line| {
        let rest = line.find(name).and_then(|at| line.get(at + name.len()..)).unwrap_or("");
        rest.trim_start_matches(['"', '\'', ' ']).starts_with(['=', ':'])
    })
}

/// Modules that are looked through for the metadata of an application where env.py does not tell it.
const MOST_MODULES: usize = 4;

/// The naming convention of the metadata that env.py hands to Alembic; where it has them from the running application, of
/// the only metadata among the sources that has one; `None` where nothing tells it.
fn naming<'a>(
    evaluator: &mut Evaluator<'a, Script<'a>>,
    index: usize,
    indexes: &[usize],
) -> Option<Naming> {
    let library = evaluator.machine.library;
    let conventional = |it: usize| library.text(it).contains("naming_convention");
    // Nothing that could have one is loaded for it.
    if !indexes.iter().any(|&it| conventional(it)) {
        let makes = ["MetaData", "declarative_base", "DeclarativeBase"];
        let told = |it: usize| makes.iter().any(|word| library.text(it).contains(word));
        let handed = library.text(index).lines().any(|it| {
            it.strip_prefix("target_metadata = ").is_some_and(|it| !it.starts_with("None"))
        });
        let elsewhere = handed && !indexes.iter().any(|&it| told(it));
        return (!elsewhere).then(Naming::default);
    }
    evaluator.load(index);
    let target = evaluator.machine.globals.get(&index).and_then(|it| it.get("target_metadata"));
    let target = target.cloned().map(|it| evaluator.force(it));
    let is_handed_over = target.as_ref().is_some_and(|it| !it.is_none());
    if let Some(found) = target.and_then(|it| convention_of(evaluator, it)) {
        return Some(found);
    }
    let mut found: Vec<Naming> = Vec::new();
    let modules = indexes.iter().copied().filter(|&it| {
        conventional(it)
            && library.text(it).contains("MetaData(")
            && !library.text(it).contains("down_revision")
    });
    for module in modules.take(MOST_MODULES) {
        evaluator.load(module);
        let globals = evaluator.machine.globals.get(&module).cloned().unwrap_or_default();
        for value in globals.into_values() {
            let Some(naming) = convention_of(evaluator, value) else { continue };
            if !naming.templates.is_empty() && !found.contains(&naming) {
                found.push(naming);
            }
        }
    }
    match found.as_slice() {
        [only] => Some(only.clone()),
        [] if !is_handed_over => Some(Naming::default()),
        _ => None,
    }
}

/// The convention of a `MetaData(…)`, of what is made with one, or of a class above which one stands; `None` where the
/// value tells nothing of metadata.
fn convention_of<'a>(
    evaluator: &mut Evaluator<'a, Script<'a>>,
    value: Value<'a>,
) -> Option<Naming> {
    let mut value = value;
    for _ in 0..8 {
        value = evaluator.force(value);
        let set_later = evaluator.machine.set_later.iter().rev().find(|(of, name, _)| {
            *name == "naming_convention" && is_same(&evaluator.machine, of, &value)
        });
        if let Some((_, _, convention)) = set_later {
            let convention = convention.clone();
            return Some(templates(evaluator, &convention));
        }
        let next = match evaluator.machine.object(&value)? {
            Object::Call(call) => {
                let made = evaluator.machine.last_name(&call.callee)?;
                match (made.as_str(), call.keyword("naming_convention"), call.keyword("metadata")) {
                    ("MetaData", Some(arg), _) => {
                        let convention = arg.value.clone();
                        return Some(templates(evaluator, &convention));
                    }
                    ("MetaData", None, _) => return Some(Naming::default()),
                    (_, _, Some(arg)) => arg.value.clone(),
                    _ => return None,
                }
            }
            Object::Member { of, name } if &**name == "metadata" => of.clone(),
            Object::Class(class) => {
                // A declarative base may have its metadata from the registry that it states.
                let own = ["metadata", "registry"].iter().find_map(|it| class.attributes.get(it));
                own.or_else(|| class.bases.first())?.clone()
            }
            _ => return None,
        };
        value = next;
    }
    None
}

/// Whether two values are one thing, or the same attribute of one thing.
fn is_same<'a>(machine: &Machine<'a>, left: &Value<'a>, right: &Value<'a>) -> bool {
    let (mut left, mut right) = (left, right);
    for _ in 0..8 {
        if same(left, right) == Some(true) {
            return true;
        }
        match (machine.object(left), machine.object(right)) {
            (
                Some(Object::Member { of: one, name }),
                Some(Object::Member { of: other, name: other_name }),
            ) if name == other_name => (left, right) = (one, other),
            _ => return false,
        }
    }
    false
}

/// The templates of a convention. Keys may be SQLAlchemy's classes; what is no text is made when the script runs.
fn templates<'a>(evaluator: &mut Evaluator<'a, Script<'a>>, convention: &Value<'a>) -> Naming {
    let convention = evaluator.force(convention.clone());
    let machine = &evaluator.machine;
    let entries = machine.entries(&convention).unwrap_or_default();
    let templates = entries.iter().filter_map(|(key, template)| {
        let class = machine.last_name(key).unwrap_or_default();
        let kind = match (key.as_known_str(), class.as_str()) {
            (Some(it), _) => it,
            (None, "Index") => "ix",
            (None, "UniqueConstraint") => "uq",
            (None, "CheckConstraint") => "ck",
            (None, "ForeignKeyConstraint") => "fk",
            (None, "PrimaryKeyConstraint") => "pk",
            (None, _) => return None,
        };
        Some((kind.to_owned(), template.as_known_str()?.to_owned()))
    });
    Naming { templates: templates.collect() }
}

/// Settings that bound how long a session waits.
const PATIENCE: [&str; 5] = [
    "lock_timeout",
    "statement_timeout",
    "lock_wait_timeout",
    "innodb_lock_wait_timeout",
    "ddl_lock_timeout",
];

/// What env.py sets for the session, as an option of the connection (`-c lock_timeout=4000`, PostgreSQL's "libpq", `options`),
/// as an entry of asyncpg's `server_settings`, or by a statement in a string.
fn settings(text: &str, dialect: Dialect) -> Vec<SessionSetting> {
    let mut found = Vec::new();
    for line in text.lines().filter(|it| !it.trim_start().starts_with('#')) {
        for name in PATIENCE {
            let Some(at) = line.find(name) else { continue };
            let (before, after) = line.split_at(at);
            let after = after.get(name.len()..).unwrap_or_default();
            let before = before.trim_end().to_ascii_lowercase();
            let statement =
                ["set", "session", "local", "=", "global"].iter().any(|it| before.ends_with(it));
            let option = dialect == Dialect::Postgres
                && (before.ends_with("-c") || before.ends_with(['"', '\'']) && after.contains(':'));
            if !statement && !option || name == "lock_wait_timeout" && before.ends_with("innodb_") {
                continue;
            }
            let value: String = after
                .trim_start_matches(|it: char| it.is_whitespace() || "=:'\"\\".contains(it))
                .trim_start_matches("TO ")
                .trim_start_matches("to ")
                .trim_start_matches([' ', '\'', '"', '\\'])
                .chars()
                .take_while(|it| it.is_alphanumeric())
                .collect();
            let scope = if before.ends_with("local") { "LOCAL " } else { "" };
            let text = format!("SET {scope}{name} = '{value}'");
            let read = sql::read_embedded(&text, dialect, &|it| it);
            found.extend(read.into_iter().flat_map(|it| it.ops).filter_map(|it| match it.kind {
                OpKind::Set(setting) if !value.is_empty() => Some(setting),
                _ => None,
            }));
        }
    }
    found
}

/// `name=True` or `name=False`, as an argument or an assignment; true wins where both occur (online and offline mode).
fn setting(text: &str, name: &str) -> Option<bool> {
    let mut found = None;
    for (at, _) in text.match_indices(name) {
        let rest = text.get(at + name.len()..).unwrap_or("").trim_start_matches(['"', '\'', ' ']);
        let Some(value) = rest.strip_prefix(['=', ':']) else { continue };
        let value = value.trim_start();
        if value.starts_with("True") {
            return Some(true);
        }
        if value.starts_with("False") {
            found = Some(false);
        }
    }
    found
}

/// `name="value"` as an argument.
fn named(text: &str, name: &str) -> Setting {
    let mut found = Setting::Unset;
    for (at, _) in text.match_indices(name) {
        let rest = text.get(at + name.len()..).unwrap_or("").trim_start();
        let value = rest.strip_prefix('=').map(str::trim_start).unwrap_or("");
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''));
        let literal = quote.and_then(|it| value.get(1..)?.split(it).next());
        match literal {
            Some(literal) if found == Setting::Unset => {
                found = Setting::Literal(literal.to_owned());
            }
            Some(literal) if found == Setting::Literal(literal.to_owned()) => {}
            _ => return Setting::Unknown,
        }
    }
    found
}
