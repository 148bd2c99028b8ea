import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import type { Delivery } from './deliveries.ts';

export interface WebhookPatience {
  /** For one answer. */
  readonly answer: Millis;
  /** Before each further try. */
  readonly pauses: readonly Millis[];
}

const patience: WebhookPatience = { answer: 30_000, pauses: [1_000, 5_000] };
/** The receiver is there and may take the same event later: it has a time-out, too many requests, or a fault. */
const passing: ReadonlySet<number> = new Set([408, 429]);

/** Posts the event as JSON; what may pass is tried again, a few times. */
export function webhookDelivery(url: string, { answer, pauses }: WebhookPatience = patience): Delivery {
  // The path of a webhook is its secret.
  const { origin, host } = new URL(url);
  return {
    name: origin,
    async deliver(line, stop) {
      for (let tries = 1; ; tries += 1) {
        const failure = await post(url, line, AbortSignal.any([stop, AbortSignal.timeout(answer)]));
        if (failure === undefined) return;
        const pause = pauses[tries - 1];
        if (failure.lasting || pause === undefined || stop.aborted)
          throw new Error(`${host} ${failure.words}${tries > 1 ? ` (tried ${tries} times)` : ''}`);
        await sleep(pause, undefined, { signal: stop }).catch(() => {});
      }
    },
  };
}

interface PostFailure {
  readonly words: string;
  /** Whether another try can only fail as well. */
  readonly lasting: boolean;
}

async function post(url: string, line: string, signal: AbortSignal): Promise<PostFailure | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: line,
      redirect: 'manual',
      signal,
    });
    await response.body?.cancel();
    return failureOf(response);
  } catch (error) {
    return { words: wordsOf(error), lasting: false };
  }
}

function failureOf({ ok, status }: Response): PostFailure | undefined {
  if (ok) return undefined;
  if (status >= 300 && status < 400)
    return { words: `answered with status ${status}: give the address that it redirects to`, lasting: true };
  return { words: `answered with status ${status}`, lasting: status < 500 && !passing.has(status) };
}

/** `fetch failed` says nothing: what the system said stands in its cause. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return `could not be reached: ${error}`;
  if (error.name === 'TimeoutError') return 'did not answer in time';
  if (error.name === 'AbortError') return 'did not answer before the watch ended';
  const { cause } = error;
  // One error for each address of the host.
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return `could not be reached: ${first instanceof Error ? first.message : error.message}`;
}
