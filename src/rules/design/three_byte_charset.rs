use crate::rules::{Made, Object, Remark};

pub(crate) fn check(made: &Made<'_>) -> Option<Remark> {
    let three = |it: &str| matches!(it.to_ascii_lowercase().as_str(), "utf8" | "utf8mb3");
    let what = match made.object {
        Object::Column(table, column) => {
            let charset = column.data_type.as_ref()?.charset.as_deref()?;
            three(charset).then(|| format!("`{}.{}`", table.name, column.name))?
        }
        Object::Table(table) => {
            let names = ["charset", "character set", "default charset", "default character set"];
            let charset = names.iter().find_map(|it| table.option(it))?;
            three(charset.trim()).then(|| format!("`{}`", table.name))?
        }
        _ => return None,
    };
    Some(Remark::new(
        format!("{what} holds characters of three bytes at most"),
        "`utf8` is `utf8mb3` here: emoji and some scripts are refused, and later versions mean `utf8mb4` by the word",
        "say `utf8mb4`",
    ))
}
