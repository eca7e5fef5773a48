//! TypeScript's types of the answers, made from `src/report/model.rs` so that they never differ from it.

use crate::tools::{self, Outcome};
use std::fmt::Write as _;
use std::path::Path;
use syn::{
    Attribute, Expr, ExprLit, Fields, GenericArgument, Item, Lit, Meta, PathArguments, Type,
};

/// The text of `report.d.ts`.
pub fn typescript(root: &Path) -> Outcome<String> {
    let path = root.join("src/report/model.rs");
    let file =
        syn::parse_file(&tools::read(&path)?).map_err(|it| format!("{}: {it}", path.display()))?;
    let mut text = String::from("// Made from src/report/model.rs by `cargo xtask dist`.\n");
    for item in &file.items {
        match item {
            Item::Struct(it) => structure(it, &mut text)?,
            Item::Enum(it) => enumeration(it, &mut text)?,
            _ => {}
        }
    }
    Ok(text)
}

fn structure(item: &syn::ItemStruct, text: &mut String) -> Outcome {
    let serde = Serde::of(&item.attrs)?;
    let Fields::Named(fields) = &item.fields else {
        return Err(format!("{}: only structs with named fields have a type here", item.ident));
    };
    let mut parents = Vec::new();
    let mut members = String::new();
    for field in &fields.named {
        let own = Serde::of(&field.attrs)?;
        if own.flatten {
            parents.push(type_of(&field.ty)?);
            continue;
        }
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let key = own.rename.unwrap_or_else(|| serde.rename_all.apply(&name));
        // The library fills these for JavaScript alone, and there always.
        let always = key.starts_with("utf16");
        let (mark, field_type) = match option_of(&field.ty) {
            Some(inner) if always => ("", type_of(inner)?),
            Some(inner) if own.skipped => ("?", type_of(inner)?),
            None if own.skipped => ("?", type_of(&field.ty)?),
            _ => ("", type_of(&field.ty)?),
        };
        documentation(&field.attrs, "  ", &mut members);
        line(&mut members, &format!("  {key}{mark}: {field_type};"));
    }
    text.push('\n');
    documentation(&item.attrs, "", text);
    let extends =
        if parents.is_empty() { String::new() } else { format!(" extends {}", parents.join(", ")) };
    line(text, &format!("export interface {}{extends} {{\n{members}}}", item.ident));
    Ok(())
}

fn enumeration(item: &syn::ItemEnum, text: &mut String) -> Outcome {
    let serde = Serde::of(&item.attrs)?;
    let mut words = Vec::new();
    for variant in &item.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(format!("{}: only enums of plain words have a type here", item.ident));
        }
        let own = Serde::of(&variant.attrs)?;
        let word = own
            .rename
            .unwrap_or_else(|| serde.rename_all.apply(&snake(&variant.ident.to_string())));
        words.push(format!("\"{word}\""));
    }
    text.push('\n');
    documentation(&item.attrs, "", text);
    line(text, &format!("export type {} = {};", item.ident, words.join(" | ")));
    Ok(())
}

fn line(text: &mut String, content: &str) {
    text.push_str(content);
    text.push('\n');
}

fn type_of(kind: &Type) -> Outcome<String> {
    let unknown = || Err("a type in src/report/model.rs has no TypeScript type yet".to_owned());
    if let Type::Reference(it) = kind {
        return type_of(&it.elem);
    }
    if let Type::Array(it) = kind {
        return Ok(format!("{}[]", type_of(&it.elem)?));
    }
    let Type::Path(path) = kind else { return unknown() };
    let Some(last) = path.path.segments.last() else { return unknown() };
    let inner = arguments(&last.arguments);
    let name = last.ident.to_string();
    Ok(match (name.as_str(), inner.as_slice()) {
        ("String" | "str" | "char", []) => "string".to_owned(),
        ("bool", []) => "boolean".to_owned(),
        ("u8" | "u16" | "u32" | "usize" | "i32" | "i64" | "u64" | "f32" | "f64", []) => {
            "number".to_owned()
        }
        ("Option", [it]) => format!("{} | null", type_of(it)?),
        ("Box", [it]) => type_of(it)?,
        ("Vec", [it]) if option_of(it).is_some() => format!("({})[]", type_of(it)?),
        ("Vec", [it]) => format!("{}[]", type_of(it)?),
        ("BTreeMap", [_, it]) => format!("Record<string, {}>", type_of(it)?),
        (_, []) => name,
        _ => return unknown(),
    })
}

fn option_of(kind: &Type) -> Option<&Type> {
    let Type::Path(path) = kind else { return None };
    let last = path.path.segments.last()?;
    if last.ident == "Option" { arguments(&last.arguments).into_iter().next() } else { None }
}

fn arguments(arguments: &PathArguments) -> Vec<&Type> {
    let PathArguments::AngleBracketed(it) = arguments else { return Vec::new() };
    let types = it.args.iter().filter_map(|it| match it {
        GenericArgument::Type(it) => Some(it),
        _ => None,
    });
    types.collect()
}

fn documentation(attributes: &[Attribute], indent: &str, text: &mut String) {
    let lines: Vec<String> = attributes
        .iter()
        .filter_map(|it| match &it.meta {
            Meta::NameValue(it) if it.path.is_ident("doc") => match &it.value {
                Expr::Lit(ExprLit { lit: Lit::Str(it), .. }) => Some(it.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    if !lines.is_empty() {
        let body = lines.join(&format!("\n{indent} * ")).replace("*/", "* /");
        let _ = writeln!(text, "{indent}/** {body} */");
    }
}

/// How serde was told to write something; what is not known here is refused, lest the types lie.
#[derive(Default)]
struct Serde {
    rename: Option<String>,
    rename_all: Case,
    flatten: bool,
    skipped: bool,
}

#[derive(Default, Clone, Copy)]
enum Case {
    #[default]
    AsWritten,
    Camel,
    Kebab,
}

impl Case {
    fn apply(self, name: &str) -> String {
        match self {
            Case::AsWritten => name.to_owned(),
            Case::Kebab => name.replace('_', "-"),
            Case::Camel => {
                let mut words = name.split('_');
                let first = words.next().unwrap_or_default().to_owned();
                words.fold(first, |name, word| {
                    let mut letters = word.chars();
                    let initial = letters.next().map(|it| it.to_ascii_uppercase());
                    name + &initial.into_iter().chain(letters).collect::<String>()
                })
            }
        }
    }
}

fn snake(name: &str) -> String {
    let mut result = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !result.is_empty() {
            result.push('_');
        }
        result.push(letter.to_ascii_lowercase());
    }
    result
}

impl Serde {
    fn of(attributes: &[Attribute]) -> Outcome<Serde> {
        let mut serde = Serde::default();
        for attribute in attributes.iter().filter(|it| it.path().is_ident("serde")) {
            attribute
                .parse_nested_meta(|meta| serde.take(&meta))
                .map_err(|it| format!("src/report/model.rs: {it}"))?;
        }
        Ok(serde)
    }

    fn take(&mut self, meta: &syn::meta::ParseNestedMeta<'_>) -> syn::Result<()> {
        let word = || -> syn::Result<String> { Ok(meta.value()?.parse::<syn::LitStr>()?.value()) };
        if meta.path.is_ident("flatten") {
            self.flatten = true;
        } else if meta.path.is_ident("rename") {
            self.rename = Some(word()?);
        } else if meta.path.is_ident("skip_serializing_if") {
            self.skipped = matches!(word()?.as_str(), "Option::is_none" | "Vec::is_empty");
            if !self.skipped {
                return Err(meta.error("only what is none or empty can be left out here"));
            }
        } else if meta.path.is_ident("rename_all") {
            self.rename_all = match word()?.as_str() {
                "camelCase" => Case::Camel,
                "kebab-case" => Case::Kebab,
                "snake_case" => Case::AsWritten,
                _ => return Err(meta.error("this case has no TypeScript name here")),
            };
        } else {
            return Err(meta.error("this attribute has no TypeScript meaning here"));
        }
        Ok(())
    }
}
