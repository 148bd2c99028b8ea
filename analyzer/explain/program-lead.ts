import { functionWords } from '../../format/anatomy-words.ts';
import { isHeldByRuntime } from '../paths/program-function.ts';
import { newestEntries } from './anatomy/newest-entries.ts';
import { type FoundFunction, functionsInside, programFunction } from './anatomy/program-functions.ts';
import type { Subject } from './subject.ts';

/** So many of the newest entries are asked whether they are the same function. */
const mostAsked = 24;

/**
 * What the program put into a structure of the runtime, for the front of a title: timer callback `poll` (src/a.mjs:4).
 * Undefined if `held` says it already, if the program holds the entries itself, or if none of its functions is near them.
 */
export function programLead(subject: Subject, held: string): string | undefined {
  const { heap, entry, holderPath, wayToProgram } = subject;
  const isRuntimes = wayToProgram.length > 0 || (!heap.engine.placesFunctions && isHeldByRuntime(holderPath));
  if (!isRuntimes) return undefined;
  const [nearest] = functionsInside(heap, entry);
  // The entry itself is the function: the title says it already.
  if (nearest === undefined || nearest.way.length === 0) return undefined;
  return leadWords(subject, nearest, held);
}

function leadWords({ heap, entry }: Subject, found: FoundFunction, held: string): string | undefined {
  const told = programFunction(heap, entry, found);
  const place = told.location ?? told.module;
  return place === undefined || held.includes(place) ? undefined : functionWords(told);
}

/** Listeners on an object of the runtime, such as `process`, are functions themselves: which one, if all new ones are the same. */
export function eachFunction({ heap, finding, holderPath }: Subject): string {
  const [first] = holderPath;
  if (first === undefined || !(first.name === 'process' || isHeldByRuntime(holderPath))) return '';
  const words = new Set<string>();
  for (const entry of newestEntries(heap, finding).slice(0, mostAsked)) {
    const [found] = functionsInside(heap, entry);
    if (found === undefined || found.way.length > 0) return '';
    const { name, location } = programFunction(heap, entry, found);
    if (location === undefined) return '';
    words.add(`\`${name}\` (${location})`);
  }
  const [only] = words;
  return words.size === 1 ? `, each ${only}` : '';
}
