// Asks the worker; hands on the newest answer alone, and starts another worker where one does not come back.

import type { Options, Source } from "../dist/npm/index.js";
import type { Answer, Request } from "./worker.js";

/** How long one judgement may last before it is given up. */
const PATIENCE = 20_000;

export type Report = Extract<Answer, { kind: "answer" }>;

export interface Listener {
  answered(report: Report): void;
  failed(why: string): void;
}

export class Judge {
  private worker = this.start();
  private asked = 0;
  private deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly listener: Listener) {}

  ask(sources: Source[], options: Options) {
    this.asked += 1;
    const request: Request = { id: this.asked, sources, options };
    this.worker.postMessage(request);
    clearTimeout(this.deadline);
    this.deadline = setTimeout(() => this.giveUp(), PATIENCE);
  }

  private start(): Worker {
    const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    worker.onmessage = (message: MessageEvent<Answer>) => this.hear(message.data);
    worker.onerror = () => {
      clearTimeout(this.deadline);
      this.listener.failed("the linter could not be started; the page's files may be incomplete");
    };
    return worker;
  }

  private hear(answer: Answer) {
    if (answer.kind === "ready") return;
    if (answer.kind === "failure" && (answer.id === -1 || answer.id === this.asked)) {
      clearTimeout(this.deadline);
      this.listener.failed(answer.why);
    }
    // An answer to an older question is about a text that is no longer there.
    if (answer.kind === "answer" && answer.id === this.asked) {
      clearTimeout(this.deadline);
      this.listener.answered(answer);
    }
  }

  private giveUp() {
    this.worker.terminate();
    this.worker = this.start();
    this.listener.failed(`no answer after ${PATIENCE / 1000} seconds; the text may be too large for a page`);
  }
}
