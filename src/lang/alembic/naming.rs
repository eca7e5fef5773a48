//! The names that a project's naming convention gives to constraints and indexes ("The Importance of Naming Constraints";
//! SQLAlchemy's `sql/naming.py`).

use crate::dialect::Dialect;
use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::{ConstraintRef, ObjectName, Op, OpKind};

use super::names;

/// Templates by the kind of object: `ix`, `uq`, `ck`, `fk`, `pk`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Naming {
    pub(crate) templates: Vec<(String, String)>,
}

impl Naming {
    fn template(&self, kind: &str) -> Option<&str> {
        self.templates.iter().find(|it| it.0 == kind).map(|it| it.1.as_str())
    }

    /// Names what the operations make without a name, and what the convention renames. `finals` are names that `op.f` marks
    /// as already made by it.
    pub(crate) fn apply(&self, ops: &mut [Op], finals: &[String], dialect: Dialect) {
        if self.templates.is_empty() {
            return;
        }
        for op in ops {
            match &mut op.kind {
                OpKind::CreateTable(table) => {
                    let name = table.name.clone();
                    let inline = table.columns.iter_mut().flat_map(|it| it.constraints.iter_mut());
                    for constraint in table.constraints.iter_mut().chain(inline) {
                        self.name(&name, constraint, finals, dialect);
                    }
                }
                OpKind::AddConstraint { table, constraint, .. } => {
                    self.name(table, constraint, finals, dialect);
                }
                OpKind::AddColumn { table, column, .. } => {
                    for constraint in &mut column.constraints {
                        self.name(table, constraint, finals, dialect);
                    }
                }
                OpKind::CreateIndex(index) => {
                    let first = index.keys.first().and_then(|it| it.column.clone());
                    let made = first.map(|it| names::index_name(&index.table, &it, dialect));
                    let given = index.name.as_ref().is_some_and(|it| finals.contains(it));
                    let unnamed = !given && (index.name.is_none() || index.name == made);
                    if let Some(template) = self.template("ix").filter(|_| unnamed) {
                        let columns: Vec<&str> =
                            index.keys.iter().filter_map(|it| it.column.as_deref()).collect();
                        let of = Named { columns, ..Named::of(&index.table) };
                        index.name = of.fill(template, dialect).or(index.name.take());
                    }
                }
                OpKind::DropConstraint {
                    table, constraint: ConstraintRef::Check(name), ..
                } => {
                    let template = self.template("ck").filter(|it| it.contains(CONSTRAINT_NAME));
                    let Some(template) = template.filter(|_| !finals.contains(name)) else {
                        continue;
                    };
                    let of = Named { name: Some(name), ..Named::of(table) };
                    if let Some(made) = of.fill(template, dialect) {
                        *name = made;
                    }
                }
                _ => {}
            }
        }
    }

    fn name(
        &self,
        table: &ObjectName,
        constraint: &mut Constraint,
        finals: &[String],
        dialect: Dialect,
    ) {
        let mut referred = None;
        let kind = match &constraint.kind {
            ConstraintKind::PrimaryKey(_) => "pk",
            ConstraintKind::Unique(_) => "uq",
            ConstraintKind::Check(_) => "ck",
            ConstraintKind::ForeignKey(key) => {
                referred = Some(key);
                "fk"
            }
            ConstraintKind::Exclude { .. }
            | ConstraintKind::NotNull { .. }
            | ConstraintKind::Default { .. } => return,
        };
        let Some(template) = self.template(kind) else { return };
        let renames = template.contains(CONSTRAINT_NAME);
        let is_final = constraint.name.as_ref().is_some_and(|it| finals.contains(it));
        if is_final || constraint.name.is_some() != renames {
            return;
        }
        let of = Named {
            table,
            columns: constraint.columns(),
            referred: referred.map(|it| &it.references),
            referred_columns: referred.map(|it| it.referenced.as_slice()).unwrap_or_default(),
            name: constraint.name.as_deref(),
        };
        if let Some(name) = of.fill(template, dialect) {
            constraint.name = Some(name);
        }
    }
}

/// What stands for the name that the script gives.
const CONSTRAINT_NAME: &str = "%(constraint_name)s";

/// What a template may speak of.
struct Named<'n> {
    table: &'n ObjectName,
    columns: Vec<&'n str>,
    referred: Option<&'n ObjectName>,
    referred_columns: &'n [String],
    name: Option<&'n str>,
}

impl<'n> Named<'n> {
    fn of(table: &'n ObjectName) -> Named<'n> {
        Named { table, columns: Vec::new(), referred: None, referred_columns: &[], name: None }
    }

    /// The template with its tokens put in; `None` where one of them is not known.
    fn fill(&self, template: &str, dialect: Dialect) -> Option<String> {
        let mut text = String::new();
        let mut rest = template;
        while let Some(at) = rest.find("%(") {
            text.push_str(rest.get(..at)?);
            let (token, after) = rest.get(at + 2..)?.split_once(")s")?;
            text.push_str(&self.token(token, dialect)?);
            rest = after;
        }
        text.push_str(rest);
        Some(names::fold(&names::shortened(&text, dialect), dialect))
    }

    fn token(&self, token: &str, dialect: Dialect) -> Option<String> {
        // What Oracle's catalogue has in capitals is what the script has in small letters.
        let said = |name: &str| match dialect {
            Dialect::Oracle if name == name.to_ascii_uppercase() => name.to_ascii_lowercase(),
            _ => name.to_owned(),
        };
        match token {
            "table_name" => return Some(said(&self.table.name)),
            "referred_table_name" => return Some(said(&self.referred?.name)),
            "constraint_name" => return self.name.map(said),
            _ => {}
        }
        if let Some(part) = token.strip_prefix("referred_column_") {
            let columns: Vec<String> = self.referred_columns.iter().map(|it| said(it)).collect();
            return of_columns(&columns, part, "");
        }
        let columns: Vec<String> = self.columns.iter().map(|it| said(it)).collect();
        let schema = self.table.schema.as_ref().map(|it| format!("{}_", said(it)));
        let table = format!("{}{}_", schema.unwrap_or_default(), said(&self.table.name));
        of_columns(&columns, token.strip_prefix("column_")?, &table)
    }
}

/// `0_name`, `0N_name`, `0_N_name`, and the same of `label` and `key`; a label has its table before it.
fn of_columns(columns: &[String], part: &str, table: &str) -> Option<String> {
    let (which, what) = part.rsplit_once('_')?;
    let before = match what {
        "label" => table,
        "name" | "key" => "",
        _ => return None,
    };
    let one = |it: &String| format!("{before}{it}");
    Some(match which {
        "0N" if !columns.is_empty() => columns.iter().map(one).collect(),
        "0_N" if !columns.is_empty() => columns.iter().map(one).collect::<Vec<_>>().join("_"),
        _ => columns.get(which.parse::<usize>().ok()?).map(one)?,
    })
}
