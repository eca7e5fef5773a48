// What each step does, who waits for whom, and how long: one row a step, one rail a lock.

import type { EffectReport, InspectReport, MigrationReport, SchemaReport, StepReport } from "../dist/npm/index.js";
import { button, element, prose } from "./dom.js";
import type { Go } from "./findings.js";

/** More rows than anybody reads would only make the page slow. */
const SHOWN = 400;

/** More rails than fit beside a step. */
const RAILS = 6;

export function showSteps(into: HTMLElement, report: InspectReport, go: Go) {
  let left = SHOWN;
  const parts: HTMLElement[] = [];
  for (const migration of report.migrations.filter((it) => it.steps.length)) {
    if (left <= 0) break;
    parts.push(timeline(migration, left, go));
    left -= migration.steps.length;
  }
  if (!parts.length) parts.push(element("p", "empty", "Steps appear here: which locks each one takes, whom they stop, and until when."));
  else parts.unshift(legend());
  if (left < 0) parts.push(element("p", "empty", "The rest is left out; the command line shows all of it."));
  into.replaceChildren(...parts);
}

function legend(): HTMLElement {
  const box = element("p", "legend");
  for (const [kind, words] of [["all", "reads and writes wait"], ["writes", "writes wait"], ["ddl", "only other schema changes wait"]] as const) {
    box.append(element("span", `rail ${kind}`), ` ${words} `);
  }
  return box;
}

interface Rail {
  relation: string;
  from: number;
  to: number;
  strength: "all" | "writes" | "ddl";
  mode: string;
}

function timeline(migration: MigrationReport, limit: number, go: Go): HTMLElement {
  const box = element("section", "migration");
  const title = element("h3");
  title.append(element("span", "direction", migration.direction === "up" ? "▲" : "▼"), ` ${migration.path}`);
  if (migration.direction === "down") title.append(element("span", "quiet", " downgrade"));
  box.append(title);
  const steps = migration.steps.slice(0, limit);
  const rails = railsOf(steps);
  const list = element("ol", "steps");
  list.style.setProperty("--rails", String(Math.min(rails.reduce((most, it) => Math.max(most, it.length), 0), RAILS)));
  steps.forEach((step, index) => list.append(row(migration, step, rails[index] ?? [], index, go)));
  box.append(list);
  return box;
}

/** For each step the locks that are held while it runs, in the order in which they were taken. */
function railsOf(steps: StepReport[]): Rail[][] {
  const rows: Rail[][] = steps.map(() => []);
  const open: Rail[] = [];
  steps.forEach((step, index) => {
    // Whatever commits, or runs outside a transaction, ends what was held before it.
    if (step.transaction !== "inside" && step.transaction !== "refused") open.length = 0;
    for (const effect of step.effects) {
      if (effect.kind !== "lock" || !effect.relation) continue;
      const strength = effect.blocks?.includes("reads") ? "all" : effect.blocks?.includes("writes") ? "writes" : "ddl";
      const rail: Rail = { relation: effect.relation, from: index, to: index, strength, mode: effect.mode ?? "" };
      const held = open.find((it) => it.relation === rail.relation && it.strength === rail.strength);
      if (held) continue;
      if (effect.heldUntil === "commit" && step.transaction === "inside") open.push(rail);
      else rows[index]?.push(rail);
    }
    if (step.operations.some((it) => it.kind === "commit" || it.kind === "rollback")) open.length = 0;
    for (const rail of open) {
      rail.to = index;
      rows[index]?.push(rail);
    }
  });
  return rows;
}

function row(migration: MigrationReport, step: StepReport, rails: Rail[], index: number, go: Go): HTMLElement {
  const item = element("li");
  const lanes = element("div", "lanes");
  for (const it of rails.slice(0, RAILS)) {
    const lane = element("span", `rail ${it.strength}${it.from === index ? " first" : ""}`);
    const until = it.from === index ? "taken here" : `held since step ${it.from + 1}`;
    lane.title = `${it.relation}: ${it.mode}, ${until}`;
    lanes.append(lane);
  }
  const body = element("div", "step");
  const sql = button(firstLine(step.sql), "sql", () => go(migration.path, step.span));
  sql.title = step.sql.slice(0, 2000);
  body.append(sql);
  const chips = element("div", "chips");
  for (const it of step.effects) chips.append(chip(it));
  const duration = step.cost.duration;
  if (duration === "grows-with-table") chips.append(element("span", "chip slow", "takes longer the larger the table"));
  if (step.transaction !== "inside") chips.append(element("span", "chip", transactionWords(step.transaction)));
  body.append(chips);
  const held = rails.filter((it) => it.from < index && it.strength !== "ddl");
  if (held.length) {
    const names = [...new Set(held.map((it) => `\`${it.relation}\``))].join(", ");
    body.append(prose("p", `meanwhile still locked: ${names}`, "meanwhile"));
  }
  item.append(lanes, body);
  return item;
}

function firstLine(sql: string): string {
  const text = sql.trim().replace(/\s+/g, " ");
  return text.length <= 160 ? text : `${text.slice(0, 159)}…`;
}

function transactionWords(transaction: string): string {
  if (transaction === "outside") return "outside a transaction";
  if (transaction === "refused") return "refused inside a transaction";
  return "commits what came before";
}

/** An effect in a few words; how sure it is and why stands in the hint. */
function chip(effect: EffectReport): HTMLElement {
  const on = effect.relation ? ` \`${effect.relation}\`` : "";
  const column = effect.column ? `.${effect.column}` : "";
  const [style, words] = ((): [string, string] => {
    switch (effect.kind) {
      case "lock": {
        const stops = effect.blocks?.length ? `, ${effect.blocks.join(" and ")} wait` : "";
        const strength = effect.blocks?.includes("reads") ? "all" : effect.blocks?.includes("writes") ? "writes" : "ddl";
        return [strength, `${effect.mode ?? "lock"}${on}${stops}`];
      }
      case "scan": return ["slow", `reads all of${on}`];
      case "rewrite": return ["slow", `rewrites${on}`];
      case "build-index": return ["slow", `builds \`${effect.index ?? "an index"}\``];
      case "change-rows": return ["slow", `changes rows of${on}`];
      case "lose-data": return ["all", `loses data of${on}${column}`];
      case "breaks": return ["writes", `breaks code that uses${on}${column}`];
      case "may-fail": return ["writes", `may fail: ${effect.when ?? ""}`];
      case "refused": return ["all", `refused: ${effect.why ?? ""}`];
      case "commits-implicitly": return ["writes", "commits implicitly"];
      case "algorithm": return ["", `${effect.algorithm ?? ""}, LOCK=${effect.lock ?? ""}`];
      case "waits-for": return ["writes", `waits for ${effect.why ?? "others"}`];
      case "leaves-invalid-index": return ["", `a failure leaves \`${effect.index ?? ""}\` invalid`];
      case "unknown": return ["", `unknown: ${effect.why ?? ""}`];
      default: return ["", effect.kind];
    }
  })();
  const made = prose("span", words, `chip ${style}`);
  made.title = [effect.certainty, effect.because, effect.source].filter(Boolean).join(" · ");
  return made;
}

export function showSchema(into: HTMLElement, schema: SchemaReport) {
  const parts: HTMLElement[] = [];
  for (const table of schema.tables.slice(0, SHOWN)) {
    const box = element("section", "table");
    box.append(element("h3", "", table.name));
    const grid = element("table");
    for (const column of table.columns) {
      const line = element("tr");
      line.append(element("th", "", column.name), element("td", "", column.type ?? "?"));
      line.append(element("td", "", column.nullable === false ? "not null" : ""));
      line.append(element("td", "", column.default === null ? "" : `default ${column.default}`));
      grid.append(line);
    }
    box.append(grid);
    for (const it of [...table.constraints, ...table.indexes]) box.append(element("p", "detail", `${it.name}  ${it.detail}`));
    parts.push(box);
  }
  for (const [kind, things] of [["type", schema.types], ["sequence", schema.sequences], ["view", schema.views]] as const) {
    for (const it of things.slice(0, SHOWN)) parts.push(element("p", "detail", `${kind} ${it.name}  ${it.detail}`));
  }
  if (!parts.length) parts.push(element("p", "empty", "The tables as they are after the last migration appear here."));
  into.replaceChildren(...parts);
}
