import { functionWords } from '../../format/anatomy-words.ts';
import { isRuntimeFile, placeFrom } from '../../format/place.ts';
import type { PathStep } from '../../format/suspect.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { isHeldByRuntime } from '../paths/program-function.ts';
import { newestEntries } from './anatomy/newest-entries.ts';
import { functionsInside, programFunction } from './anatomy/program-functions.ts';
import type { Recognition } from './inspector.ts';
import type { Subject } from './subject.ts';

/** So many of the newest entries are asked whether they lead to the same function. */
const mostAsked = 24;
/** If fewer of them lead to one function, it does not stand for all. */
const mostOfThem = 0.75;

/**
 * What the program put into a structure of the runtime, for the front of a title: timer callback `poll` (src/a.mjs:4).
 * Undefined if the recognition says it already, if the program holds the entries itself, or if no function of it stands
 * for most of the entries.
 */
export function programLead(subject: Subject, { kind, what }: Recognition): string | undefined {
  if (kind !== 'timers' && kind !== 'handles' && !isStructureOfRuntime(subject)) return undefined;
  if (!isHeldByRuntime(subject.holderPath)) return undefined;
  const told = functionOfMost(subject);
  // If the entry itself is the function, the title says it already.
  if (told === undefined || told.isEntry || what.includes(told.place)) return undefined;
  return told.words;
}

/** Listeners on an object of the runtime, such as `process`, are functions themselves: which one, if all new ones are the same. */
export function eachFunction(subject: Subject): string {
  const { heap, finding, holderPath } = subject;
  const isProcess = holderPath[0]?.name === 'process' && !holderPath.slice(1).some(isOfProgram);
  if (!isProcess && !isStructureOfRuntime(subject)) return '';
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

/** Who waits for a promise, if most of the newest reactions are of one function. */
export function waitingFunction(subject: Subject, { kind }: Recognition): string {
  const told = kind === 'promises' ? functionOfMost(subject) : undefined;
  return told === undefined ? '' : `, from ${told.words}`;
}

/** Whether nothing on the way to the holder is the program's: no function, no class, no variable of it. */
function isStructureOfRuntime({ heap, holder, holderPath }: Subject): boolean {
  if (holder === undefined) return true;
  return heap.engine.placesFunctions && isHeldByRuntime(holderPath) && !holderPath.some(isOfProgram);
}

function isOfProgram({ kind, location, declared }: PathStep): boolean {
  if (declared !== undefined) return true;
  // A function without a place may be the program's.
  return location === undefined ? kind === 'closure' : !isRuntimeFile(placeFrom(location).file);
}

interface NearestFunction {
  readonly place: string;
  readonly words: string;
  readonly isEntry: boolean;
}

/** The function that most of the newest entries lead to; undefined if none stands for them. */
function functionOfMost({ heap, finding }: Subject): NearestFunction | undefined {
  const asked = newestEntries(heap, finding).slice(0, mostAsked);
  const counts = new Map<string, number>();
  const nearest = asked.flatMap((entry) => nearestFunction(heap, entry) ?? []);
  for (const { place } of nearest) counts.set(place, (counts.get(place) ?? 0) + 1);
  return nearest.find(({ place }) => counts.get(place)! >= asked.length * mostOfThem);
}

function nearestFunction(heap: AgedHeap, entry: NodeIndex): NearestFunction | undefined {
  const [found] = functionsInside(heap, entry);
  const told = found === undefined ? undefined : programFunction(heap, entry, found);
  const place = told?.location ?? told?.module;
  if (found === undefined || told === undefined || place === undefined) return undefined;
  return { place, words: functionWords(told), isEntry: found.way.length === 0 };
}
