import { inflate } from './inflate.ts';
import type { InflateAnswer, InflateRequest } from './inflate-worker.ts';

/** The worker's own bundle as text: a page that is one file has nowhere else to load it from. */
declare const inflateWorkerSource: string;

/** Inflates in a worker if the browser lets a page from disk start one, else on the main thread. */
export class Inflater {
  #worker: Worker | undefined;
  #count = 0;
  readonly #waiting = new Map<number, (answer: InflateAnswer) => void>();

  constructor() {
    try {
      const url = URL.createObjectURL(new Blob([inflateWorkerSource], { type: 'text/javascript' }));
      this.#worker = new Worker(url);
      URL.revokeObjectURL(url);
    } catch {
      return;
    }
    this.#worker.addEventListener('message', ({ data }: MessageEvent<InflateAnswer>) => {
      this.#waiting.get(data.number)?.(data);
      this.#waiting.delete(data.number);
    });
    // A worker that was not allowed to start says so here.
    this.#worker.addEventListener('error', () => {
      this.#worker = undefined;
      for (const [number, answer] of this.#waiting) answer({ number });
      this.#waiting.clear();
    });
  }

  async inflate(base64: string): Promise<ArrayBuffer> {
    const answer = this.#worker === undefined ? undefined : await this.#ask(this.#worker, base64);
    if (answer?.fault !== undefined) throw new Error(answer.fault);
    return answer?.bytes ?? inflate(base64);
  }

  #ask(worker: Worker, base64: string): Promise<InflateAnswer> {
    const number = this.#count++;
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      worker.postMessage({ number, base64 } satisfies InflateRequest);
    });
  }
}
