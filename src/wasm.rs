//! JavaScript's door: the public API over plain objects.
//! Arguments are read by hand, so that a wrong one throws a `TypeError` that names it.

use crate::cost::sizes::{self, Size, Sizes};
use crate::dialect::Target;
use crate::text::Source;
use crate::{Options, Preset};
use js_sys::{Array, JsString, Reflect, TypeError};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

const OPTIONS: [&str; 4] = ["target", "schema", "stats", "preset"];

/// A WebAssembly memory ends at 4 GiB, and judging takes up to some thirty times the text.
const LARGEST: usize = 64 << 20;

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A panic says where it happened instead of `unreachable`.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// Findings of every rule over the sources, and what was read of them.
#[wasm_bindgen]
pub fn check(sources: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    give(&crate::check(&read_sources(sources)?, &read_options(options)?))
}

/// What each step does: operations and effects, without rules.
#[wasm_bindgen]
pub fn inspect(sources: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    give(&crate::inspect(&read_sources(sources)?, &read_options(options)?))
}

/// Each migration's way down: its grade, and the one that would be written.
#[wasm_bindgen]
pub fn revert(sources: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    give(&crate::revert(&read_sources(sources)?, &read_options(options)?))
}

/// The plan a person runs: steps, risks, durations, what to ask before and after, the way back.
#[wasm_bindgen]
pub fn plan(sources: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    give(&crate::plan(&read_sources(sources)?, &read_options(options)?))
}

/// A rule's page; `null` where there is no such rule.
#[wasm_bindgen]
pub fn explain(rule: &JsValue) -> Result<JsValue, JsValue> {
    give(&crate::explain(&string(rule, "rule")?))
}

/// Every rule, by group and name.
#[wasm_bindgen]
pub fn rules() -> Result<JsValue, JsValue> {
    give(&crate::all_rules())
}

/// The same objects that the command line prints as JSON.
fn give(report: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = Serializer::json_compatible();
    report.serialize(&serializer).map_err(|it| js_sys::Error::new(&it.to_string()).into())
}

fn read_sources(value: &JsValue) -> Result<Vec<Source>, JsValue> {
    if !Array::is_array(value) {
        return Err(wrong("sources", "an array of {path, text}"));
    }
    let mut sources = Vec::new();
    let mut length = 0;
    for (item, name) in items(value, "sources")? {
        let source = read_source(&item?, &name)?;
        length += source.text.len();
        if LARGEST < length {
            return Err(wrong("sources", "at most 64 MiB of text"));
        }
        sources.push(source);
    }
    Ok(sources)
}

type Item = (Result<JsValue, JsValue>, String);

/// The items of an array with their names; one by one, since an array's length may be a lie.
fn items(array: &JsValue, name: &str) -> Result<impl Iterator<Item = Item>, JsValue> {
    let length = member(array, "length", &format!("{name}.length"))?.as_f64().unwrap_or(0.0);
    Ok((0..length as u32).map(move |index| {
        let name = format!("{name}[{index}]");
        (Reflect::get_u32(array, index).map_err(|_| wrong(&name, "readable")), name)
    }))
}

fn read_source(value: &JsValue, name: &str) -> Result<Source, JsValue> {
    if !value.is_object() {
        return Err(wrong(name, "an object with path and text"));
    }
    let field = |key: &str| {
        let name = format!("{name}.{key}");
        string(&member(value, key, &name)?, &name)
    };
    Ok(Source { path: field("path")?, text: field("text")? })
}

fn read_options(value: &JsValue) -> Result<Options, JsValue> {
    let mut options = Options::default();
    if value.is_undefined() || value.is_null() {
        return Ok(options);
    }
    if !value.is_object() || Array::is_array(value) {
        return Err(wrong("options", "an object"));
    }
    refuse_unknown(value)?;
    options.targets =
        read_words(&member(value, "target", "options.target")?, "options.target", Target::parse)?;
    options.presets =
        read_words(&member(value, "preset", "options.preset")?, "options.preset", Preset::parse)?;
    let schema = member(value, "schema", "options.schema")?;
    if let Some(text) = schema.as_string() {
        options.schema = Some(Source { path: "schema.sql".to_owned(), text });
    } else if !schema.is_undefined() && !schema.is_null() {
        options.schema = Some(read_source(&schema, "options.schema")?);
    }
    let stats = member(value, "stats", "options.stats")?;
    if !stats.is_undefined() && !stats.is_null() {
        options.sizes = read_stats(&stats)?;
    }
    Ok(options)
}

/// What the query for sizes answered: its JSON as an object.
fn read_stats(value: &JsValue) -> Result<Sizes, JsValue> {
    const TABLES: &str = "options.stats.tables";
    if !value.is_object() {
        return Err(wrong("options.stats", "an object with tables"));
    }
    let tables = member(value, "tables", TABLES)?;
    if !Array::is_array(&tables) {
        return Err(wrong(TABLES, "an array of {name, rows, bytes}"));
    }
    let mut sizes = Vec::new();
    for (item, name) in items(&tables, TABLES)? {
        let item = item?;
        if !item.is_object() {
            return Err(wrong(&name, "an object with name, rows and bytes"));
        }
        let field = |key: &str| -> Result<(JsValue, String), JsValue> {
            let name = format!("{name}.{key}");
            Ok((member(&item, key, &name)?, name))
        };
        let number = |key: &str| -> Result<Option<f64>, JsValue> {
            let (value, name) = field(key)?;
            if value.is_undefined() || value.is_null() {
                return Ok(None);
            }
            let number = value.as_f64().filter(|it| sizes::is_count(*it));
            number.map(Some).ok_or_else(|| wrong(&name, sizes::COUNT))
        };
        let (schema, schema_name) = field("schema")?;
        let (table, table_name) = field("name")?;
        sizes.push(Size {
            schema: match schema.is_undefined() || schema.is_null() {
                true => None,
                false => Some(string(&schema, &schema_name)?),
            },
            name: string(&table, &table_name)?,
            rows: number("rows")?,
            bytes: number("bytes")?,
            index_bytes: number("indexBytes")?,
        });
    }
    Ok(Sizes::new(sizes))
}

/// A misspelt option would silently judge for something else.
fn refuse_unknown(options: &JsValue) -> Result<(), JsValue> {
    let keys = Reflect::own_keys(options)
        .map_err(|_| wrong("options", "an object whose keys can be read"))?;
    let unknown =
        keys.iter().filter_map(|it| it.as_string()).find(|it| !OPTIONS.contains(&it.as_str()));
    match unknown {
        None => Ok(()),
        Some(it) => {
            let known = OPTIONS.join(", ");
            Err(TypeError::new(&format!("options.{it} is not an option; known are {known}")).into())
        }
    }
}

/// What a string or an array of strings names; nothing where there is none.
fn read_words<T>(
    value: &JsValue,
    name: &str,
    parse: fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, JsValue> {
    let read = |it: &JsValue, name: &str, kind: &str| -> Result<T, JsValue> {
        let text = it.as_string().ok_or_else(|| wrong(name, kind))?;
        parse(&text).map_err(|it| TypeError::new(&format!("{name}: {it}")).into())
    };
    if value.is_undefined() || value.is_null() {
        return Ok(Vec::new());
    }
    if !Array::is_array(value) {
        return Ok(vec![read(value, name, "a string or an array of strings")?]);
    }
    items(value, name)?.map(|(it, name)| read(&it?, &name, "a string")).collect()
}

/// A property, whatever a getter or a proxy does.
fn member(value: &JsValue, key: &str, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(value, &JsValue::from_str(key)).map_err(|_| wrong(name, "readable"))
}

fn string(value: &JsValue, name: &str) -> Result<String, JsValue> {
    let length = value.dyn_ref::<JsString>().map_or(0, JsString::length);
    if LARGEST < length as usize {
        return Err(wrong(name, "at most 64 MiB of text"));
    }
    value.as_string().ok_or_else(|| wrong(name, "a string"))
}

fn wrong(name: &str, kind: &str) -> JsValue {
    TypeError::new(&format!("{name} must be {kind}")).into()
}
