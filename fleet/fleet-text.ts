import { type Paint, paint } from '../analyzer/terminal/paint.ts';
import { printable } from '../format/printable.ts';
import { bytesPerHour, count, counted, share } from '../format/quantities.ts';
import type { EpochMillis } from '../format/units.ts';
import { fleetLimits } from '../judgement/parameters/fleet.ts';
import type { PresenceProof } from '../judgement/presence.ts';
import { keys } from './cards/card.ts';
import type {
  Counted,
  Fleet,
  FleetLeak,
  FleetService,
  FleetVersion,
  LeakInVersion,
  LeakPace,
  NextLook,
  SetApart,
  Spread,
} from './join/fleet.ts';

export interface FleetTextOptions {
  readonly colors?: boolean;
  /** Every leak and version, not only the first and the last ones. */
  readonly all?: boolean;
}

const shownLeaks = 5;
const shownVersions = 4;
const shownInstances = 4;

/** Each service: what leaks in how many of its processes, since which version, and where to look next. */
export function renderFleetText(raw: Fleet, { colors = false, all = false }: FleetTextOptions = {}): string {
  const fleet = printable(raw);
  const ink = paint(colors);
  const blocks = [
    ...fleet.services.map((service) => serviceLines(service, all, ink)),
    fleet.unread.map((text) => ink.faint(`not read: ${text}`)),
  ].filter((block) => block.length > 0);
  if (fleet.services.length === 0) blocks.unshift(['no reports yet']);
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function serviceLines(service: FleetService, all: boolean, ink: Paint): readonly string[] {
  const { leaks, versions, next } = service;
  const shown = all ? leaks : leaks.slice(0, shownLeaks);
  return [
    headline(service, ink),
    ...shown.flatMap((leak) => leakLines(leak, ink)),
    ...more(leaks.length - shown.length, 'more leak', ink),
    ...versionLines(versions, all, ink),
    ...(next === undefined ? [] : [nextLine(next, ink)]),
  ];
}

function headline({ name, leaks, versions }: FleetService, ink: Paint): string {
  const last = versions.at(-1)!;
  const still = leaks.filter((leak) => leak.versions.at(-1)!.affected > 0).length;
  const where = last.name === undefined ? '' : ` in ${last.name}`;
  if (still > 0)
    return `${ink.strong(name)}: ${ink.alarm(counted(still, 'leak'))}${where}, ${affectedOf(last)}`;
  if (last.affected > 0)
    return `${ink.strong(name)}: ${ink.alarm('memory grows')}${where}, ${affectedOf(last)}`;
  if (last.looked === 0)
    return `${ink.strong(name)}: ${ink.caution('not known')}${where}, no process was looked at for long enough (${count(last.seen)} seen)`;
  return `${ink.strong(name)}: ${ink.calm('no leak')}${where}, in none of ${count(last.looked)} processes looked at`;
}

function affectedOf({ affected, looked }: Pick<LeakInVersion, 'affected' | 'looked'>): string {
  return `in ${count(affected)} of ${counted(looked, 'process')} looked at`;
}

function leakLines(leak: FleetLeak, ink: Paint): readonly string[] {
  const last = leak.versions.findLast(({ affected }) => affected > 0)!;
  const isGone = leak.versions.at(-1)!.affected === 0;
  const word = isGone ? ink.calm('gone') : ink.alarm('leak');
  return [
    `  ${word}[${ink.strong(leak.fingerprint)}]: ${leak.title}`,
    `    held by  ${leak.holder}${leak.place === undefined ? '' : `  ${ink.frame('-->')} ${leak.place}`}`,
    `    ${spreadWords(leak, last)}`,
    ...(leak.change === undefined ? [] : changeLines(leak, leak.change)),
    ...(leak.pace === undefined ? [] : paceLines(leak.pace)),
    ...(leak.setApart === undefined ? [] : [apartLine(leak.setApart)]),
    `    first seen ${day(leak.firstSeen)}${inVersion(leak.versions.find(({ affected }) => affected > 0)!)}, last ${day(leak.lastSeen)}${inVersion(last)}`,
    ...(leak.instances.length === 0 ? [] : [`    in  ${names(leak.instances)}`]),
    ink.faint(`    page  ${keys.page(leak.report)}`),
  ];
}

function spreadWords({ versions }: FleetLeak, last: LeakInVersion): string {
  const parts = [
    `${affectedOf(last)}${versions.length > 1 ? inVersion(last) : ''}`,
    ...(last.bytesPerHour === undefined ? [] : [range(last.bytesPerHour, bytesPerHour)]),
    ...(last.objectsPerOperation === undefined
      ? []
      : [`${range(last.objectsPerOperation, objects)} per operation`]),
  ];
  return parts.join(', ');
}

const objects = (number: number) => counted(number, 'object');

function range(spread: Spread<number>, say: (value: number) => string): string {
  const { low, middle, high } = spread;
  const [from, to] = [say(low), say(high)];
  return from === to ? say(middle) : `${say(middle)} (half of them ${from} to ${to})`;
}

function changeLines(
  { versions }: FleetLeak,
  { change, isProven, chance }: PresenceProof,
): readonly string[] {
  if (change === 'unchanged') return [];
  const [before, after] = [versions.at(-2)!, versions.at(-1)!];
  const words = {
    new: 'new since the version before',
    gone: 'gone since the version before',
    more: 'in more processes than in the version before',
    fewer: 'in fewer processes than in the version before',
  }[change];
  const sure = isProven ? '' : `; that may be chance (${share(chance)})`;
  return [
    `    ${words}: ${count(after.affected)} of ${count(after.looked)}, before ${count(before.affected)} of ${count(before.looked)}${sure}`,
  ];
}

/** What is neither sure nor large says nothing. */
function paceLines({ change, ratio, chance, isProven, per }: LeakPace): readonly string[] {
  const times = Math.max(ratio, 1 / ratio);
  if (!isProven && times < 1 + fleetLimits.leastPace) return [];
  const figure = times.toLocaleString('en-US', { maximumFractionDigits: 1 });
  const sure = isProven ? '' : `; that may be chance (${share(chance)})`;
  return [`    ${figure} times ${change} than in the version before, by what each ${per} leaves${sure}`];
}

function apartLine({ attribute, value, with: inside, without }: SetApart): string {
  const of = ({ affected, looked }: Counted) => `${count(affected)} of ${count(looked)}`;
  return `    where ${attribute} is ${value}: ${of(inside)}, elsewhere ${of(without)}`;
}

function versionLines(versions: readonly FleetVersion[], all: boolean, ink: Paint): readonly string[] {
  const shown = all ? versions : versions.slice(-shownVersions);
  return [
    ...more(versions.length - shown.length, 'earlier version', ink),
    ...shown.map(
      ({ name, firstSeen, seen, ...counted }) =>
        `  ${name ?? '(no service.version)'}  since ${day(firstSeen)}: growth ${affectedOf(counted)}${seen > counted.looked ? `, ${count(seen - counted.looked)} more seen` : ''}`,
    ),
  ];
}

function nextLine({ instance, pid, why }: NextLook, ink: Paint): string {
  return `  ${ink.caution('look next')} at ${instance}${pid === undefined ? '' : ` (pid ${pid})`}: ${why}`;
}

function more(hidden: number, noun: string, ink: Paint): readonly string[] {
  return hidden > 0 ? [ink.faint(`  … ${counted(hidden, noun)}: --all shows them`)] : [];
}

function names(instances: readonly string[]): string {
  const shown = instances.slice(0, shownInstances).join(', ');
  const hidden = instances.length - shownInstances;
  return hidden > 0 ? `${shown} and ${count(hidden)} more` : shown;
}

function inVersion({ version }: LeakInVersion): string {
  return version === undefined ? '' : ` in ${version}`;
}

function day(at: EpochMillis): string {
  return new Date(at).toISOString().slice(0, 10);
}
