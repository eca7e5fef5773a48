// A webhook of GitHub: judges the migrations that a pull request changes and answers with a check run.

import { verify } from "@octokit/webhooks-methods";
import { type CheckReport, check, type Finding, type Source } from "migralint";
import { type Annotation, type App, changedFiles, type CheckRun, connect, filesIn, folderOf, publish, type PullRequest } from "./github.js";

interface Environment extends App {
  WEBHOOK_SECRET: string;
  TARGETS?: string;
}

const LEVELS: Record<string, Annotation["annotation_level"]> = { error: "failure", warning: "warning", note: "notice" };
/** A pull request's head moved, or there is one more. */
const ACTIONS = ["opened", "reopened", "synchronize"];

export default {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    if (request.method !== "POST") return answer(405, "a webhook of GitHub is expected: POST");
    const body = await request.text();
    const signature = request.headers.get("x-hub-signature-256") ?? "";
    if (!signature || !(await verify(environment.WEBHOOK_SECRET, body, signature))) {
      return answer(401, "the signature is not that of the webhook's secret");
    }
    if (request.headers.get("x-github-event") !== "pull_request") return answer(200, "nothing to do for this event");
    const pull = pullRequest(body);
    if (!pull) return answer(200, "nothing to do for this action");
    try {
      return answer(200, await judge(pull, environment));
    } catch (error) {
      // GitHub shows the answer to whoever owns the App, and tries again when asked to.
      return answer(502, `GitHub: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
};

function answer(status: number, words: string): Response {
  return new Response(`${words}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}

/** What the event is about; `undefined` where nothing is to be judged or the event is none. */
function pullRequest(body: string): PullRequest | undefined {
  let event;
  try {
    event = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (!ACTIONS.includes(event?.action)) return undefined;
  const { repository, pull_request: pull, installation } = event;
  if (!repository?.name || !repository.owner?.login || !pull?.number || !pull.head?.sha || !installation?.id) return undefined;
  return { owner: repository.owner.login, repo: repository.name, number: pull.number, head: pull.head.sha, installation: installation.id };
}

async function judge(pull: PullRequest, environment: Environment): Promise<string> {
  const github = connect(environment, pull.installation);
  const changed = new Set((await changedFiles(github, pull)).filter(isCandidate));
  if (changed.size === 0) return "no migration is changed";
  const folders = new Set([...changed].map(folderOf));
  const { sources, whole } = await filesIn(github, pull, folders, isCandidate);
  const migrations = sources.filter(isMigration);
  const about = new Set(migrations.map((it) => it.path).filter((it) => changed.has(it)));
  if (about.size === 0) return "no migration is changed";
  const targets = (environment.TARGETS ?? "").split(",").map((it) => it.trim()).filter(Boolean);
  const report = check(migrations, targets.length ? { target: targets } : {});
  const run = checkRun(report, about, whole);
  await publish(github, pull, run);
  return run.title;
}

function isCandidate(path: string): boolean {
  return path.endsWith(".sql") || path.endsWith(".py");
}

/** Python is a migration if it names its revision. */
function isMigration(source: Source): boolean {
  return source.path.endsWith(".sql") || /^(down_)?revision\b/m.test(source.text);
}

/** The report as far as it is about the files that the pull request changes. */
export function checkRun(report: CheckReport, about: ReadonlySet<string>, whole: boolean): CheckRun {
  const findings = report.findings.filter((it) => about.has(it.path));
  const opaque = report.coverage.opaque.filter((it) => about.has(it.path)).length;
  const count = (severity: Finding["severity"]) => findings.filter((it) => it.severity === severity).length;
  const [errors, warnings, notes] = [count("error"), count("warning"), count("note")];
  const targets = report.targets.map((it) => `\`${it.target}\` (${it.chosen})`).join(", ");
  const summary = [
    `${about.size} changed migrations, judged for ${targets} with the ${report.coverage.migrations} migrations of their folders.`,
    `${errors} errors, ${warnings} warnings, ${notes} notes.`,
    opaque
      ? `**${opaque} pieces were not understood**: that nothing else is reported there does not mean that they are safe.`
      : "Everything was understood.",
    ...(whole ? [] : ["**The folders hold more than is read here**, so what earlier migrations made is known only in part."]),
  ];
  return {
    conclusion: errors ? "failure" : warnings ? "neutral" : "success",
    title: findings.length ? `${errors} errors, ${warnings} warnings, ${notes} notes` : "nothing to say",
    summary: summary.join("\n\n"),
    annotations: findings.map(annotation),
  };
}

function annotation({ path, span, severity, rule, message, reason, help, pages }: Finding): Annotation {
  return {
    path,
    start_line: span.line,
    end_line: Math.max(span.line, span.endLine),
    annotation_level: LEVELS[severity] ?? "notice",
    title: rule,
    message: [message, reason, help, pages].filter(Boolean).join("\n"),
  };
}
