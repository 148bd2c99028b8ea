import { count } from './quantities.ts';
import type { Bytes, Millis } from './units.ts';

/** The ladder: how closely a recording looks at the heap, the lightest first. Each rung includes those below it. */
export const rungs = ['ledger', 'sites', 'visits', 'pulses', 'census', 'snapshot', 'snapshots'] as const;
export type Rung = (typeof rungs)[number];

export function isAtLeast(rung: Rung, least: Rung): boolean {
  return rungs.indexOf(rung) >= rungs.indexOf(least);
}

/** The rung that a recording took, and the one that it did not. */
export interface RungChoice {
  /** The one that was taken: it includes those below it. */
  readonly taken: Rung;
  /** The heaviest that was asked for, if that is why no heavier one was taken. */
  readonly asked?: Rung;
  /** The next one above it that this process could have: what it might have cost, at most. */
  readonly next?: RungPrice;
}

/** What a rung that was not taken might have cost, at most. */
export interface RungPrice {
  /** Its name. */
  readonly rung: Rung;
  /** Why it was refused, in words; absent if nobody asked for it. */
  readonly refused?: string;
  /** How long each look might pause the process, in milliseconds. Absent if the process did not say how large its heap is. */
  readonly pause?: Millis;
  /** How much memory the process might take for it. */
  readonly memory?: Bytes;
  /** How much disk the recording might take for all looks. */
  readonly disk?: Bytes;
}

/** What each rung is called, one look of it and several. */
const words: Readonly<Record<Rung, readonly [one: string, all: string]>> = {
  ledger: ['a memory sample', 'memory samples'],
  sites: ['a profile of sampled allocations', 'sampled allocations'],
  visits: ['a visit', 'visits'],
  pulses: ['a pulse', 'pulses and visits'],
  census: ['a census', 'a census and visits'],
  snapshot: ['one snapshot', 'visits and one snapshot'],
  snapshots: ['several snapshots', 'snapshots'],
};

export function oneLook(rung: Rung): string {
  return words[rung][0];
}

export function allLooks(rung: Rung): string {
  return words[rung][1];
}

/** Of a recording that was not to look closer: what it took, and what more would have cost. */
export function askedRungSentence({ taken, asked, next }: RungChoice): string {
  const begun =
    asked === undefined ? allLooks(taken) : `${allLooks(taken)}: --max-rung ${asked} allows no more`;
  return next === undefined ? begun : `${begun}. ${nextRungSentence(next)}`;
}

/** What the next rung would have cost, and why it was refused if it was. */
export function nextRungSentence({ rung, refused, pause, memory = 0, disk = 0 }: RungPrice): string {
  const costs = [
    ...(pause === undefined ? [] : [`could pause the process for ${seconds(pause)}`]),
    ...(memory > 0 ? [`take ${mebibytes(memory)} of memory`] : []),
    ...(disk > 0 ? [`take ${mebibytes(disk)} of disk`] : []),
  ];
  const parts = refused === undefined ? costs : [...costs, `was refused, because ${refused}`];
  return `The next rung, ${oneLook(rung)}, ${listed(parts)}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2
    ? (parts[0] ?? 'was not tried')
    : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

function seconds(span: Millis): string {
  return `${(span / 1000).toFixed(1)} s`;
}

function mebibytes(bytes: Bytes): string {
  return `${count(Math.round(bytes / 2 ** 20))} MiB`;
}
