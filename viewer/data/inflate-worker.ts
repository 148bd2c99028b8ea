/// <reference lib="webworker" />
import { inflate } from './inflate.ts';

/** What the page asks of its worker, and what it gets back. */
export interface InflateRequest {
  readonly number: number;
  readonly base64: string;
}

export interface InflateAnswer {
  readonly number: number;
  readonly bytes?: ArrayBuffer;
  readonly fault?: string;
}

const scope = self as unknown as DedicatedWorkerGlobalScope;

scope.addEventListener('message', async ({ data }: MessageEvent<InflateRequest>) => {
  const { number, base64 } = data;
  try {
    const bytes = await inflate(base64);
    scope.postMessage({ number, bytes } satisfies InflateAnswer, [bytes]);
  } catch (error) {
    scope.postMessage({ number, fault: String(error) } satisfies InflateAnswer);
  }
});
