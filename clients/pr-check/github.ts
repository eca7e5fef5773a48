// What is asked of GitHub, and nothing about migrations.

import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import type { Source } from "migralint";

export interface App {
  APP_ID: string;
  PRIVATE_KEY: string;
  GITHUB_API?: string;
}

export interface PullRequest {
  owner: string;
  repo: string;
  number: number;
  head: string;
  installation: number;
}

export interface CheckRun {
  conclusion: "success" | "neutral" | "failure";
  title: string;
  summary: string;
  annotations: Annotation[];
}

export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  annotation_level: "notice" | "warning" | "failure";
  title: string;
  message: string;
}

/** So many files of a pull request does GitHub list at most. */
const MOST_CHANGED = 3_000;
/** So many annotations does GitHub take at once. */
const ANNOTATIONS = 50;
const MOST_FILES = 500;
const MOST_BYTES = 10_000_000;

export function connect(app: App, installation: number): Octokit {
  return new Octokit({
    authStrategy: createAppAuth,
    auth: { appId: app.APP_ID, privateKey: app.PRIVATE_KEY, installationId: installation },
    userAgent: "migralint-pr-check",
    ...(app.GITHUB_API ? { baseUrl: app.GITHUB_API } : {}),
  });
}

/** The paths of files that the pull request adds or changes. */
export async function changedFiles(github: Octokit, pull: PullRequest): Promise<string[]> {
  const paths: string[] = [];
  for (let page = 1; paths.length < MOST_CHANGED; page += 1) {
    const { data } = await github.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
      owner: pull.owner,
      repo: pull.repo,
      pull_number: pull.number,
      per_page: 100,
      page,
    });
    paths.push(...data.filter((it) => it.status !== "removed").map((it) => it.filename));
    if (data.length < 100) break;
  }
  return paths;
}

/** The files of these folders at a commit that `wanted` takes by their names, and whether that is all of them. */
export async function filesIn(
  github: Octokit,
  pull: PullRequest,
  folders: ReadonlySet<string>,
  wanted: (path: string) => boolean,
): Promise<{ sources: Source[]; whole: boolean }> {
  const { owner, repo, head } = pull;
  const { data: tree } = await github.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
    owner,
    repo,
    tree_sha: head,
    recursive: "1",
  });
  const files = tree.tree.filter((it) => it.type === "blob" && wanted(it.path) && folders.has(folderOf(it.path)));
  let whole = !tree.truncated;
  let bytes = 0;
  const sources: Source[] = [];
  for (const { path, sha, size } of files) {
    bytes += size ?? 0;
    if (sources.length === MOST_FILES || MOST_BYTES < bytes) {
      whole = false;
      break;
    }
    const { data: blob } = await github.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", { owner, repo, file_sha: sha });
    sources.push({ path, text: decoded(blob.content) });
  }
  return { sources, whole };
}

function decoded(base64: string): string {
  const bytes = Uint8Array.from(atob(base64.replaceAll("\n", "")), (it) => it.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Publishes a check run: made with the first annotations, then given the others. */
export async function publish(github: Octokit, pull: PullRequest, run: CheckRun): Promise<void> {
  const { owner, repo, head } = pull;
  const output = (from: number) => ({
    title: run.title,
    summary: run.summary,
    annotations: run.annotations.slice(from, from + ANNOTATIONS),
  });
  const { data } = await github.request("POST /repos/{owner}/{repo}/check-runs", {
    owner,
    repo,
    name: "migralint",
    head_sha: head,
    status: "completed",
    conclusion: run.conclusion,
    output: output(0),
  });
  for (let from = ANNOTATIONS; from < run.annotations.length; from += ANNOTATIONS) {
    await github.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
      owner,
      repo,
      check_run_id: data.id,
      output: output(from),
    });
  }
}
