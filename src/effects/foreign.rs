//! Spellings of other databases that a server refuses in a column: types and literals.

use crate::ops::column::ColumnDef;
use crate::ops::expr::{DataType, Form};

/// What one database does not know.
pub(super) struct Unknown {
    /// Types by the names that the reader gives them.
    pub types: &'static [&'static str],
    /// Whether TRUE and FALSE are no values.
    pub booleans: bool,
}

impl Unknown {
    /// The type of a column, if it is none of this database's.
    pub fn data_type<'a>(&self, column: &'a ColumnDef) -> Option<&'a DataType> {
        let data_type = column.data_type.as_ref()?;
        let foreign = data_type.name.schema.is_none()
            && self.types.iter().any(|it| data_type.name.name.eq_ignore_ascii_case(it));
        (foreign || data_type.array != 0).then_some(data_type)
    }

    /// A text for the default of a column of numbers that is none: `'false'`.
    pub fn misfit(column: &ColumnDef) -> Option<&str> {
        const NUMBERS: [&str; 9] = [
            "boolean", "bit", "tinyint", "smallint", "integer", "bigint", "numeric", "number",
            "decimal",
        ];
        let data_type = column.data_type.as_ref()?;
        let default = column.default.as_ref()?;
        let Form::Literal(value) = &default.form else { return None };
        let known = !value.trim().is_empty() && !value.contains('{');
        let text = default.text.trim_start_matches('(').starts_with('\'');
        (text
            && known
            && NUMBERS.iter().any(|it| data_type.is(it))
            && value.trim().parse::<f64>().is_err())
        .then_some(value.as_str())
    }

    /// A column's default that is a word for a truth value, where this database has none.
    pub fn truth<'a>(&self, column: &'a ColumnDef) -> Option<&'a str> {
        let default = column.default.as_ref().filter(|_| self.booleans)?;
        let word = ["true", "false"].iter().any(|word| default.text.eq_ignore_ascii_case(word));
        (word && matches!(default.form, Form::Literal(_))).then_some(default.text.as_str())
    }
}
