//! The same core inside a real browser, through JavaScript's door.
#![cfg(target_arch = "wasm32")]

use js_sys::{Array, JSON, Object, Reflect};
use migralint::wasm::{check, explain, inspect, rules};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn an_index_build_blocks_writes() {
    let report = check(&source("create index t_a on t (a);"), &target("postgres@16")).unwrap();
    assert!(text(&report).contains("blocking-index-build"), "{}", text(&report));
}

#[wasm_bindgen_test]
fn the_target_decides_what_rewrites() {
    let sources = source("alter table t add column b int not null default 1;");
    let rewrites =
        |it: &str| text(&inspect(&sources, &target(it)).unwrap()).contains("\"rewrite\"");
    assert!(rewrites("postgres@10"));
    assert!(!rewrites("postgres@11"));
}

#[wasm_bindgen_test]
fn both_parsers_survive_what_is_deep() {
    let deep = format!("select {}1{};", "(".repeat(5000), ")".repeat(5000));
    let long = format!("delete from t where {} a = 1;", "a = 1 and ".repeat(100_000));
    for sql in [deep, long] {
        assert!(check(&source(&sql), &JsValue::UNDEFINED).is_ok());
    }
    let python = format!("def upgrade():\n    op.execute({}'a')\n", "'a' + ".repeat(100_000));
    assert!(check(&sources("versions/a.py", &python), &JsValue::UNDEFINED).is_ok());
}

#[wasm_bindgen_test]
fn offsets_count_as_javascript_does() {
    let report =
        check(&source("/* 𝄞 */ create index t_a on t (a);"), &target("postgres@16")).unwrap();
    let findings: Array = member(&report, "findings").unchecked_into();
    let span = member(&findings.get(0), "span");
    let number = |key: &str| member(&span, key).as_f64().unwrap();
    // The clef is four bytes and two units.
    assert_eq!(number("start") - number("utf16Start"), 2.0);
}

#[wasm_bindgen_test]
fn every_rule_has_a_page() {
    let rules: Array = rules().unwrap().unchecked_into();
    assert!(20 < rules.length());
    for rule in rules.iter() {
        assert!(!explain(&member(&rule, "name")).unwrap().is_null());
    }
    assert!(explain(&JsValue::from_str("no-such-rule")).unwrap().is_null());
}

#[wasm_bindgen_test]
fn wrong_arguments_are_type_errors() {
    for wrong in
        [JsValue::NULL, JsValue::from_str("select 1"), Array::of1(&JsValue::from(7)).into()]
    {
        let error = check(&wrong, &JsValue::UNDEFINED).unwrap_err();
        assert!(error.is_instance_of::<js_sys::TypeError>());
    }
}

fn source(sql: &str) -> JsValue {
    sources("1.sql", sql)
}

fn sources(path: &str, text: &str) -> JsValue {
    Array::of1(&object(&[("path", path), ("text", text)])).into()
}

fn target(target: &str) -> JsValue {
    object(&[("target", target)])
}

fn object(entries: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value)).unwrap();
    }
    object.into()
}

fn member(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &JsValue::from_str(key)).unwrap()
}

fn text(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}
