// Asks one version of SQLite every question: `node ask.mjs PACKAGE < questions.json > answers.json`.
// Each case starts from a fresh database with the schema; what is told is what the library did.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);

/** Opens databases with one interface for both packages. */
async function opener(name) {
  const about = require(`${process.cwd()}/node_modules/${name}/package.json`);
  const folder = `${process.cwd()}/node_modules/${name}`;
  if (about.name === "sql.js") {
    const make = require(`${folder}/dist/sql-wasm.js`);
    // Given the bytes, it fetches nothing.
    const wasmBinary = readFileSync(`${folder}/dist/sql-wasm.wasm`);
    const SQL = await make({ wasmBinary });
    return () => {
      const db = new SQL.Database();
      return {
        run: (sql) => db.exec(sql),
        rows: (sql) => db.exec(sql)[0]?.values ?? [],
        close: () => db.close(),
      };
    };
  }
  const entry = pathToFileURL(`${folder}/dist/node.mjs`).href;
  const sqlite3 = await (await import(entry)).default({ print() {}, printErr() {} });
  return () => {
    const db = new sqlite3.oo1.DB(":memory:", "c");
    return {
      run: (sql) => db.exec(sql),
      rows: (sql) => db.exec({ sql, returnValue: "resultRows" }),
      close: () => db.close(),
    };
  };
}

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

/** The user's tables with their columns and how many rows they hold. */
function tables(db) {
  const list = db.rows(
    "select name from (select type, name from sqlite_master union all select type, name from sqlite_temp_master) " +
      "where type = 'table' and name not like 'sqlite_%' order by name",
  );
  const found = {};
  for (const [name] of list) {
    found[name] = {
      columns: db.rows(`pragma table_xinfo(${quoted(name)})`).map((row) => row[1]),
      rows: db.rows(`select count(*) from ${quoted(name)}`)[0][0],
    };
  }
  return found;
}

function ask(open, schema, question) {
  const db = open();
  try {
    db.run(schema);
    for (const sql of question.setup) {
      try {
        db.run(sql);
      } catch (error) {
        return { unsupported: String(error.message ?? error) };
      }
    }
    const before = tables(db);
    try {
      for (const sql of [...question.session, ...question.sql]) {
        db.run(sql);
      }
    } catch (error) {
      return { error: String(error.message ?? error) };
    }
    const integrity = db.rows("pragma integrity_check").map((row) => row[0]).join("; ");
    return { before, after: tables(db), integrity };
  } finally {
    db.close();
  }
}

const { schema, questions } = JSON.parse(readFileSync(0, "utf8"));
const open = await opener(process.argv[2]);
const db = open();
const version = db.rows("select sqlite_version()")[0][0];
db.close();
const answers = questions.map((question) => ask(open, schema, question));
process.stdout.write(JSON.stringify({ version, answers }));
