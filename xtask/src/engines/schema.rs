//! The tables of a server's catalog and those of migralint's, in one shape, and where they differ.

use std::collections::BTreeMap;

use migralint::report::model::SchemaReport;
use postgres::Client;

/// By name, the schema only where it is not `public`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tables {
    pub tables: BTreeMap<String, Table>,
    pub views: Vec<String>,
    pub sequences: Vec<String>,
    pub types: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub constraints: Vec<String>,
    pub indexes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub data_type: String,
    pub nullable: Option<bool>,
    pub has_default: bool,
}

/// Temporary relations have no schema, unless they hide another of their name.
const NAMED: &str =
    "case when n.nspname = 'public' or n.nspname like 'pg_temp%' and not exists (select
        from pg_class h join pg_namespace p on p.oid = h.relnamespace
        where h.relname = c.relname and p.nspname = 'public') then ''
      when n.nspname like 'pg_temp%' then 'pg_temp.' else n.nspname || '.' end";
const OF_TYPE: &str =
    "case when n.nspname = 'public' or n.nspname like 'pg_temp%' then '' else n.nspname || '.' end";
const OURS: &str =
    "n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'";

/// The server's tables as the open transaction sees them.
pub fn read(client: &mut Client) -> Result<Tables, postgres::Error> {
    let mut tables = Tables::default();
    let query = format!(
        "select {NAMED} || c.relname, c.relkind::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where {OURS} and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') order by 1"
    );
    for row in client.query(&query, &[])? {
        let name: String = row.get(0);
        match row.get::<_, &str>(1) {
            "v" | "m" => tables.views.push(name),
            "S" => tables.sequences.push(name),
            _ => drop(tables.tables.insert(name, Table::default())),
        }
    }
    let query = format!(
        "select {NAMED} || c.relname, a.attname::text, format_type(a.atttypid, a.atttypmod),
           not a.attnotnull or exists (select from pg_constraint k where k.conrelid = a.attrelid
             and k.contype = 'n' and k.conkey = array[a.attnum] and not k.convalidated),
           a.atthasdef and coalesce(to_jsonb(a) ->> 'attgenerated', '') = ''
             and not exists (select from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum
               and pg_get_expr(d.adbin, d.adrelid) ~ '^NULL(::[a-z ]+([(][0-9]+[)])?)?$')
         from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
         where {OURS} and c.relkind in ('r', 'p', 'f') and 0 < a.attnum and not a.attisdropped order by 1, a.attnum"
    );
    for row in client.query(&query, &[])? {
        if let Some(table) = tables.tables.get_mut(row.get::<_, &str>(0)) {
            table.columns.push(Column {
                name: row.get(1),
                data_type: row.get(2),
                nullable: row.get(3),
                has_default: row.get(4),
            });
        }
    }
    let query = format!(
        "select {NAMED} || c.relname, k.conname::text
         from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
         where {OURS} and k.contype <> 't'
           and not exists (select from pg_constraint q where q.conrelid = k.conrelid
             and q.oid::text = to_jsonb(k) ->> 'conparentid') order by 1, 2"
    );
    for row in client.query(&query, &[])? {
        if let Some(table) = tables.tables.get_mut(row.get::<_, &str>(0)) {
            table.constraints.push(row.get(1));
        }
    }
    let query = format!(
        "select {NAMED} || c.relname, i.relname::text
         from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
         join pg_namespace n on n.oid = c.relnamespace where {OURS} order by 1, 2"
    );
    for row in client.query(&query, &[])? {
        if let Some(table) = tables.tables.get_mut(row.get::<_, &str>(0)) {
            table.indexes.push(row.get(1));
        }
    }
    let query = format!(
        "select {OF_TYPE} || t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace
         left join pg_class c on c.oid = t.typrelid
         where {OURS} and (t.typtype in ('e', 'd', 'r') or t.typtype = 'c' and c.relkind = 'c') order by 1"
    );
    tables.types = client.query(&query, &[])?.iter().map(|it| it.get(0)).collect();
    Ok(tables)
}

/// migralint's tables.
pub fn of_report(report: &SchemaReport) -> Tables {
    let names = |it: &[migralint::report::model::NamedReport]| {
        sorted(it.iter().map(|it| it.name.clone()).collect())
    };
    let tables = report.tables.iter().map(|it| {
        let columns = it.columns.iter().map(|it| Column {
            name: it.name.clone(),
            data_type: it.data_type.clone().unwrap_or_default(),
            nullable: it.nullable,
            has_default: it.default.is_some(),
        });
        let table = Table {
            columns: columns.collect(),
            constraints: names(&it.constraints),
            indexes: names(&it.indexes),
        };
        (it.name.clone(), table)
    });
    Tables {
        tables: tables.collect(),
        views: names(&report.views),
        sequences: names(&report.sequences),
        types: names(&report.types),
    }
}

/// What the server has otherwise than migralint, a line each.
pub fn differences(server: &Tables, ours: &Tables) -> Vec<String> {
    let mut found = Vec::new();
    sets("views", &server.views, &ours.views, &mut found);
    sets("sequences", &server.sequences, &ours.sequences, &mut found);
    sets("types", &server.types, &ours.types, &mut found);
    let names = |it: &Tables| it.tables.keys().cloned().collect::<Vec<_>>();
    sets("tables", &names(server), &names(ours), &mut found);
    for (name, table) in &server.tables {
        let Some(own) = ours.tables.get(name) else { continue };
        sets(&format!("constraints of {name}"), &table.constraints, &own.constraints, &mut found);
        sets(&format!("indexes of {name}"), &table.indexes, &own.indexes, &mut found);
        let names = |it: &Table| it.columns.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
        if names(table) != names(own) {
            found.push(format!(
                "columns of {name}: the server has {}, migralint {}",
                names(table).join(", "),
                names(own).join(", ")
            ));
            continue;
        }
        for (column, own) in table.columns.iter().zip(&own.columns) {
            columns(name, column, own, &mut found);
        }
    }
    found
}

fn columns(table: &str, server: &Column, ours: &Column, found: &mut Vec<String>) {
    let name = &server.name;
    if spelled(&server.data_type) != spelled(&ours.data_type) {
        let (server, ours) = (&server.data_type, &ours.data_type);
        found.push(format!(
            "schema: type of {table}.{name}: the server has {server}, migralint {ours}"
        ));
    }
    if ours.nullable.is_some() && server.nullable != ours.nullable {
        let word = |it: Option<bool>| if it == Some(true) { "nullable" } else { "not null" };
        let (server, ours) = (word(server.nullable), word(ours.nullable));
        found.push(format!("schema: {table}.{name}: the server has {server}, migralint {ours}"));
    }
    if server.has_default != ours.has_default {
        let word = |it: bool| if it { "a default" } else { "no default" };
        let (server, ours) = (word(server.has_default), word(ours.has_default));
        found.push(format!("schema: {table}.{name}: the server has {server}, migralint {ours}"));
    }
}

fn sets(what: &str, server: &[String], ours: &[String], found: &mut Vec<String>) {
    let (server, ours) = (sorted(server.to_vec()), sorted(ours.to_vec()));
    let missing: Vec<&str> =
        server.iter().filter(|it| !ours.contains(it)).map(String::as_str).collect();
    let extra: Vec<&str> =
        ours.iter().filter(|it| !server.contains(it)).map(String::as_str).collect();
    if !missing.is_empty() {
        found.push(format!("schema: {what}: migralint lacks {}", missing.join(", ")));
    }
    if !extra.is_empty() {
        found.push(format!("schema: {what}: migralint alone has {}", extra.join(", ")));
    }
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// A type in one spelling: PostgreSQL prints its own long names ("Data Types").
fn spelled(text: &str) -> String {
    let text = text.to_ascii_lowercase().replace('"', "").replace(", ", ",");
    let (base, array) = match text.find('[') {
        Some(at) => (text[..at].trim(), "[]"),
        None => (text.trim(), ""),
    };
    let (word, rest) = match base.find('(') {
        Some(at) => {
            let end = base.rfind(')').map_or(base.len(), |it| it + 1);
            let name = format!("{}{}", base[..at].trim(), &base[end..]);
            (name, base[at..end].to_owned())
        }
        None => (base.to_owned(), String::new()),
    };
    let word = word.strip_prefix("pg_catalog.").or(word.strip_prefix("public.")).unwrap_or(&word);
    let long = match word {
        "int" | "int4" | "serial" | "serial4" => "integer",
        "int8" | "bigserial" | "serial8" => "bigint",
        "int2" | "smallserial" | "serial2" => "smallint",
        "bool" => "boolean",
        "varchar" | "char varying" => "character varying",
        "char" | "bpchar" => "character",
        "float4" => "real",
        "float8" | "float" | "double" => "double precision",
        "decimal" | "dec" => "numeric",
        "timestamp" => "timestamp without time zone",
        "timestamptz" => "timestamp with time zone",
        "time" => "time without time zone",
        "timetz" => "time with time zone",
        "varbit" => "bit varying",
        other => other,
    };
    let rest = match (long, rest.as_str()) {
        ("character" | "bit", "") => "(1)".to_owned(),
        ("numeric", it) if !it.is_empty() && !it.contains(',') => it.replace(')', ",0)"),
        _ => rest,
    };
    format!("{long}{rest}{array}")
}
