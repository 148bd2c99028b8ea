import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sample } from '../samples/sample.d.mts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder of this run, for what is left of the recordings of samples: pages, and whole recordings. */
    readonly samplePages: string;
  }
}

/** The sample whose whole recording the tests of the page take over. */
export const sharedSample = 'event-listeners';

export function pageOfSample(folder: string, { name }: Sample): string {
  return join(folder, `${name}.html`);
}

export function sharedRecording(folder: string): string {
  return join(folder, `${sharedSample}.heaptrail`);
}

const begun = (folder: string) => join(folder, 'begun');
const over = (folder: string) => join(folder, 'over');

/** Said by who records the samples, so that others wait for them. */
export function beginSharing(folder: string): void {
  writeFileSync(begun(folder), '');
}

export function endSharing(folder: string): void {
  writeFileSync(over(folder), '');
}

/** Waits for those files as long as another test makes them; false if none does in this run. */
export async function areShared(folder: string, files: readonly string[]): Promise<boolean> {
  const areThere = () => files.every((file) => existsSync(file));
  while (!areThere() && existsSync(begun(folder)) && !existsSync(over(folder))) await sleep(100);
  return areThere() || existsSync(begun(folder));
}
