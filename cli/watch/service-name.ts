import path from 'node:path';
import { scriptOf } from '../../analyzer/triage/script-of-command.ts';
import { type Origin, serviceOf } from '../../format/origin.ts';

/** What a process is called among others: as it was given, or by its script. */
export function serviceNameOf(given: Origin, command: string): string {
  const words = command.split(' ');
  return serviceOf(given) ?? path.basename(scriptOf(words) ?? words[0] ?? 'unknown');
}
