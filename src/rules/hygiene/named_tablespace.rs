use crate::ops::index::IndexChange;
use crate::ops::object::ObjectKind;
use crate::ops::table::Storage;
use crate::ops::{OpKind, Verb};
use crate::replay::Step;
use crate::rules::Remark;

pub(crate) fn check(step: &Step<'_>) -> Option<Remark> {
    let name = named(&step.op.kind)?;
    Some(Remark::new(
        format!("the tablespace `{name}` has to be on every server that this runs on"),
        "where it is missing the migration fails, and a restored copy of the database does not find its files",
        "leave the place to the server's `default_tablespace`, or to whoever sets the database up",
    ))
}

fn named(kind: &OpKind) -> Option<&str> {
    match kind {
        OpKind::CreateTable(table) => {
            let option = table.options.iter().find(|it| it.name == "tablespace")?;
            Some(option.value.as_str())
        }
        OpKind::CreateIndex(index) => {
            let option = index.options.iter().find(|it| it.0 == "tablespace")?;
            Some(option.1.as_str())
        }
        OpKind::SetStorage { storage: Storage::Tablespace(name), .. } => Some(name),
        OpKind::AlterIndex(alter) => match &alter.change {
            IndexChange::SetTablespace(name) => Some(name),
            _ => None,
        },
        OpKind::Reindex(reindex) => reindex.tablespace.as_deref(),
        OpKind::Set(setting) if setting.name == "default_tablespace" => {
            setting.value.as_deref().filter(|it| !it.is_empty())
        }
        OpKind::Other {
            kind: ObjectKind::Tablespace,
            verb: Verb::Create | Verb::Alter | Verb::Drop,
            name: Some(name),
            ..
        }
        | OpKind::DropObject { kind: ObjectKind::Tablespace, name, .. } => Some(&name.name),
        _ => None,
    }
}
