//! The catalogue in the shared shape.

use super::model::{ColumnReport, NamedReport, SchemaReport, TableReport};
use crate::catalog::{Schema, Table};

pub fn report(schema: &Schema) -> SchemaReport {
    let named = |name: String, detail: &str| NamedReport { name, detail: detail.to_owned() };
    SchemaReport {
        tables: schema.tables.values().map(table).collect(),
        types: schema.types.values().map(|it| named(it.name.to_string(), "")).collect(),
        sequences: schema.sequences.values().map(|it| named(it.name.to_string(), "")).collect(),
        views: schema.views.values().map(|it| named(it.name.to_string(), &it.query.text)).collect(),
    }
}

fn table(table: &Table) -> TableReport {
    TableReport {
        name: table.name.to_string(),
        columns: table
            .columns
            .iter()
            .map(|it| ColumnReport {
                name: it.name.clone(),
                data_type: it.data_type.as_ref().map(|it| it.text.clone()),
                nullable: it.nullable,
                default: it.default.as_ref().map(|it| it.text.clone()),
            })
            .collect(),
        constraints: table
            .constraints
            .iter()
            .map(|it| NamedReport {
                name: it.name.clone(),
                detail: it.definition.columns().join(", "),
            })
            .collect(),
        indexes: table
            .indexes
            .iter()
            .map(|it| NamedReport {
                name: it.name.clone(),
                detail: it
                    .keys
                    .iter()
                    .filter_map(|it| it.column.as_deref())
                    .collect::<Vec<_>>()
                    .join(", "),
            })
            .collect(),
    }
}
