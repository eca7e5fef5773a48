use crate::rules::{Made, Object, Remark};

/// Words with which a name asks what is answered by yes or no.
const ASKING: [&str; 3] = ["is_", "has_", "can_"];

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let Object::Column(table, column) = made.object else { return None };
    let data_type = column.data_type.as_ref()?;
    let letter = ["character", "character varying"].iter().any(|it| data_type.is(it))
        && data_type.number(0) == Some(1);
    let number = data_type.is("smallint") || data_type.is("integer");
    let name = column.name.to_ascii_lowercase();
    if !(letter || number) || !ASKING.iter().any(|it| name.starts_with(it)) {
        return None;
    }
    // `is_of` may be anything, as `is_parent_id` is a key.
    if name.ends_with("_id") || name.len() < 6 {
        return None;
    }
    Some(Remark::new(
        format!("`{}.{}` keeps yes or no as another type", table.name, column.name),
        "it lets in what is neither, and every query has to know which value means yes",
        "use `boolean`",
    ))
}
