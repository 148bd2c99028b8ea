import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { Artefacts } from './artefacts.ts';
import type { AllowedSuspect } from './tell-apart.ts';

export interface LeakTestResult {
  /** What fails the test, the most likely first: empty if nothing leaks. */
  readonly leaks: readonly Suspect[];
  /** What also grows, but is within the budget, allowed, or not caused by the operation. */
  readonly allowed: readonly AllowedSuspect[];
  /** Operations that were performed in all. */
  readonly operations: number;
  readonly duration: Millis;
  /** The most that each operation leaves behind, measured over the rounds, whatever holds it. */
  readonly perOperation: { readonly objects: number; readonly bytes: Bytes };
  /** The result in words: the report's text if something leaks. */
  readonly message: string;
  /** Given if growth had to be explained. */
  readonly report?: Report;
  /** Given if something leaks and artefacts are kept. */
  readonly artefacts?: Artefacts;
}
