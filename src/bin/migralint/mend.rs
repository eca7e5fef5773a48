//! Fixes on the disk: files rewritten as a whole or not at all, and differences printed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use migralint::{Repaired, Source};
use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::decode::decode;
use crate::files::Files;

/// Writes what the fixes made; each file that cannot be written is told in one line, and the others are written.
pub fn write(files: &Files, repaired: &Repaired) -> Vec<String> {
    let mut troubles = spared(files, repaired);
    troubles.extend(write_texts(files, &repaired.sources, &repaired.created));
    troubles
}

/// Writes the texts that differ from those that were read, and the files that are new.
pub fn write_texts(files: &Files, new: &[Source], created: &[Source]) -> Vec<String> {
    let mut troubles = Vec::new();
    for (index, new) in new.iter().enumerate() {
        let (Some(old), Some(path)) = (files.sources.get(index), files.paths.get(index)) else {
            continue;
        };
        if old.text == new.text {
            continue;
        }
        let written = match path {
            Some(_) if files.foreign.contains_key(&index) => {
                Err("it is not UTF-8; save it as UTF-8 first".to_owned())
            }
            Some(path) => rewrite(path, &old.text, &new.text),
            None => Err("it has no file to be fixed; use --diff".to_owned()),
        };
        troubles.extend(written.err().map(|it| format!("{}: not fixed: {it}", old.path)));
    }
    for file in created {
        let written = create(Path::new(&file.path), &file.text);
        troubles.extend(written.err().map(|it| format!("{}: not written: {it}", file.path)));
    }
    troubles
}

/// Sources with fixes that were left alone, and why.
pub fn spared(files: &Files, repaired: &Repaired) -> Vec<String> {
    let words = |it: &usize| {
        let path = &files.sources.get(*it)?.path;
        let encoding = files.foreign.get(it)?;
        Some(format!("{path}: not fixed: it is {encoding}; save it as UTF-8 first"))
    };
    repaired.spared.iter().filter_map(words).collect()
}

/// Replaces the file's text at once: a new file beside it takes its place. A link keeps leading to it.
fn rewrite(path: &Path, old: &str, new: &str) -> Result<(), String> {
    let words = |it: std::io::Error| it.to_string();
    let path = path.canonicalize().map_err(words)?;
    let permissions = fs::metadata(&path).map_err(words)?.permissions();
    if permissions.readonly() {
        return Err("it is read-only; allow writing to it".to_owned());
    }
    let bytes = fs::read(&path).map_err(words)?;
    if decode(bytes)?.text != old {
        return Err("it was changed meanwhile; run again".to_owned());
    }
    let mut file = beside(&path, new)?;
    fs::set_permissions(file.path(), permissions).map_err(words)?;
    file.flush().map_err(words)?;
    file.persist(&path).map_err(|it| words(it.error))?;
    Ok(())
}

/// Makes a file that is not there yet, at once.
fn create(path: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|it| it.to_string())?;
    }
    let file = beside(path, text)?;
    // A temporary file is for its owner alone; a migration is as readable as its folder's files are.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let open = fs::Permissions::from_mode(0o644);
        fs::set_permissions(file.path(), open).map_err(|it| it.to_string())?;
    }
    file.persist_noclobber(path).map_err(|it| match it.error.kind() {
        std::io::ErrorKind::AlreadyExists => "there is a file of that name".to_owned(),
        _ => it.error.to_string(),
    })?;
    Ok(())
}

fn beside(path: &Path, text: &str) -> Result<NamedTempFile, String> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut file = NamedTempFile::new_in(folder).map_err(|it| it.to_string())?;
    file.write_all(text.as_bytes()).map_err(|it| it.to_string())?;
    file.as_file().sync_all().map_err(|it| it.to_string())?;
    Ok(file)
}

/// What would change, as `patch` and `git apply` take it.
pub fn diff(old: &[Source], repaired: &Repaired) -> String {
    let mut text = String::new();
    for (old, new) in old.iter().zip(&repaired.sources).filter(|(old, new)| old.text != new.text) {
        let (from, to) = (format!("a/{}", old.path), format!("b/{}", new.path));
        text.push_str(&unified(&old.text, &new.text, &from, &to));
    }
    for file in &repaired.created {
        text.push_str(&unified("", &file.text, "/dev/null", &format!("b/{}", file.path)));
    }
    text
}

fn unified(old: &str, new: &str, from: &str, to: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(from, to).to_string()
}
