// A program over the package's types; the compiler is the test.

import { type CheckReport, type Options, type Source, check, explain, inspect, rules } from "migralint";

const sources: readonly Source[] = [{ path: "1.sql", text: "select 1" }];
const options: Options = { target: ["postgres@16", "mysql@8.0"], schema: { path: "schema.sql", text: "" }, preset: ["strict", "style"] };

const report: CheckReport = check(sources, options);
for (const it of report.findings) {
  const line: number = it.span.line;
  const unit: number = it.span.utf16Start;
  const edits: string[] = it.fixes.flatMap((fix) => fix.edits.map((edit) => edit.text));
  console.log(it.rule, it.severity, line + unit, edits.length, it.operation?.table?.length);
}
const why: string | undefined = report.coverage.opaque[0]?.why;

const { migrations, schema } = inspect(sources);
const modes: (string | undefined)[] = migrations.flatMap((it) => it.steps).flatMap((it) => it.effects.map((effect) => effect.mode));
const nullable: boolean | null | undefined = schema.tables[0]?.columns[0]?.nullable;

const page: string = explain("dropped-column")?.page ?? "";
const names: string[] = rules().map((it) => `${it.group}/${it.name}`);

// @ts-expect-error a text must be a string
check([{ path: "1.sql", text: new Uint8Array() }]);
// @ts-expect-error a misspelt option
check(sources, { tagret: "postgres" });
// @ts-expect-error no such preset
check(sources, { preset: "stern" });
// @ts-expect-error explain may answer null
explain("x").page;
// @ts-expect-error no such key
report.findngs;

console.log(why, modes, nullable, page, names);
