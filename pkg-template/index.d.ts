import type { CheckReport, InspectReport, PlanReport, RevertReport, RulePage, RuleReport } from "./report.js";

export type * from "./report.js";

/** One file: its path as you name it, and its text. */
export interface Source {
  path: string;
  text: string;
}

export type Preset = "strict" | "style";

export interface Options {
  /**
   * `DIALECT[@VERSION][:EDITION]`, for example `postgres@16`; several to judge each migration for every one of them.
   * Without it: what the sources tell, else postgres; the report says which was assumed and why.
   */
  target?: string | readonly string[];
  /** Rules that are asked besides those that always are: `strict` adds hazards that many teams accept, `style` opinions. */
  preset?: Preset | readonly Preset[];
  /** The schema before the first migration, as DDL. */
  schema?: Source | string;
  /** How large the tables are, as the query that `migralint stats-query` prints answers; with it durations are told in seconds. */
  stats?: Stats;
}

export interface Stats {
  tables: readonly TableSize[];
}

/** Null or absent for what nobody knows. */
export interface TableSize {
  /** Absent for the default one. */
  schema?: string | null;
  name: string;
  rows?: number | null;
  /** The table's own, without its indexes. */
  bytes?: number | null;
  indexBytes?: number | null;
}

/** Findings of every rule over the sources, and what was read of them. */
export function check(sources: readonly Source[], options?: Options): CheckReport;

/** What each step does: operations and effects, without rules. */
export function inspect(sources: readonly Source[], options?: Options): InspectReport;

/** How well each migration can be taken back, and the downgrades that are missing or wrong. */
export function revert(sources: readonly Source[], options?: Options): RevertReport;

/** The plan a person runs: steps, risks, durations, what to ask before and after, the way back. */
export function plan(sources: readonly Source[], options?: Options): PlanReport;

/** A rule's page; `null` where there is no such rule. */
export function explain(rule: string): RulePage | null;

/** Every rule, by group and name. */
export function rules(): RuleReport[];
