use crate::ops::constraint::{Constraint, ConstraintKind};
use crate::ops::expr::DataType;
use crate::ops::index::IndexKey;
use crate::ops::{ObjectName, Op, OpKind};
use crate::replay::Step;
use crate::rules::Remark;

/// Types that `gist` has no operator class for by itself (PostgreSQL manual, "Built-in Operator Classes" of GiST, and
/// "btree_gist").
const PLAIN: [&str; 14] = [
    "smallint",
    "integer",
    "bigint",
    "numeric",
    "real",
    "double precision",
    "text",
    "character varying",
    "uuid",
    "boolean",
    "date",
    "timestamp without time zone",
    "timestamp with time zone",
    "bytea",
];

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let column = match &step.op.kind {
        OpKind::CreateTable(table) => {
            let of = |name: &str| {
                let column = table.columns.iter().find(|it| it.name == name)?;
                column.data_type.clone()
            };
            table.constraints.iter().find_map(|it| plain(it, &of))?
        }
        OpKind::AddConstraint { table, constraint, .. } => {
            let of = |name: &str| step.column(table, name)?.data_type.clone();
            plain(constraint, &of)?
        }
        _ => return None,
    };
    let brings = |it: &Op| match &it.kind {
        OpKind::CreateExtension { name, .. } => name == "btree_gist",
        OpKind::Opaque(_) => true,
        _ => false,
    };
    let known = step.before.extensions.contains_key(&ObjectName::bare("btree_gist"));
    if known || step.shortly_before().any(brings) {
        return None;
    }
    Some(Remark::new(
        format!("`gist` cannot compare `{column}` without the extension `btree_gist`"),
        "no migration makes the extension, and where the database has it not the server refuses the constraint",
        "make it first: `create extension if not exists btree_gist`",
    ))
}

/// The first column of the constraint that `gist` has no operator class for.
fn plain(constraint: &Constraint, type_of: &dyn Fn(&str) -> Option<DataType>) -> Option<String> {
    let ConstraintKind::Exclude { method, keys, .. } = &constraint.kind else { return None };
    if method.as_deref() != Some("gist") {
        return None;
    }
    let is_plain = |it: &IndexKey| {
        let data_type = it.column.as_deref().and_then(type_of);
        it.opclass.is_none() && data_type.is_some_and(|it| PLAIN.iter().any(|name| it.is(name)))
    };
    keys.iter().find(|it| is_plain(it))?.column.clone()
}
