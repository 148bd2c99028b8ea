import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DevtoolsSession } from '../transport/devtools-session.ts';
import { ConsoleEntries } from './console-entries.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A session whose target hears everything and answers nothing, as one that waits at its exit. */
class SilentSession extends DevtoolsSession {
  readonly heard: string[] = [];

  protected transmit(message: string): void {
    this.heard.push(JSON.parse(message).method);
  }

  pause(): void {}

  resume(): void {}

  async close(): Promise<void> {}
}

it('does not wait forever for a target that does not answer', async () => {
  const session = new SilentSession();
  const discarded = new ConsoleEntries(session, true).discard();
  expect(session.heard).toEqual(['Runtime.discardConsoleEntries']);
  await vi.advanceTimersByTimeAsync(10_000);
  await expect(discarded).resolves.toBeUndefined();
});

it('leaves alone what another client may want to read', async () => {
  const session = new SilentSession();
  await new ConsoleEntries(session, false).discard();
  expect(session.heard).toEqual([]);
});
