//! What env.py tells about how revisions are run.

use crate::lang::python::imports::Library;

/// Settings of `context.configure`; where env.py does not say them literally, Alembic's defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Environment {
    /// Alembic's default is one transaction for the whole run.
    pub(crate) transaction_per_migration: bool,
    /// `None` for what the database's implementation says.
    pub(crate) transactional_ddl: Option<bool>,
    pub(crate) version_table_schema: Setting,
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
pub(crate) fn read(library: &Library<'_>, indexes: &[usize]) -> Vec<Environment> {
    let mut environments = Vec::new();
    for source in indexes.iter().filter_map(|&it| library.sources.get(it)) {
        let path = source.path.replace('\\', "/");
        let Some(folder) = path.strip_suffix("env.py") else { continue };
        if !folder.is_empty() && !folder.ends_with('/') {
            continue;
        }
        environments.push(Environment {
            transaction_per_migration: setting(&source.text, "transaction_per_migration")
                .unwrap_or(false),
            transactional_ddl: setting(&source.text, "transactional_ddl"),
            version_table_schema: named(&source.text, "version_table_schema"),
            folder: folder.to_owned(),
        });
    }
    environments
}

/// The environment of a revision: the one in the deepest folder above it.
pub(crate) fn nearest(environments: &[Environment], path: &str) -> Environment {
    let path = path.replace('\\', "/");
    let above = environments.iter().filter(|it| path.starts_with(&it.folder));
    above.max_by_key(|it| it.folder.len()).cloned().unwrap_or_default()
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
