import type {
  AllocationSite,
  AllocationStack,
  StackFrame,
  SuspectAllocations,
} from '../../format/allocations.ts';
import { ownCalls } from '../../format/own-calls.ts';
import { placeText } from '../../format/place.ts';
import { bytes, count, counted, share } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { Paint } from '../terminal/paint.ts';

const shownSites = 3;
const shownStacks = 3;
/** A site with less than this share of what was joined is left to `explain`. */
const leastShare = 0.1;

/** Who allocates what a suspect gains, a line each, and how sure that is. */
export function allocatedBy({ sites, confidence, evidence, counted: exact }: SuspectAllocations): string[] {
  const told = sites.filter((site, i) => i === 0 || shareOf(site) >= leastShare).slice(0, shownSites);
  return [
    ...told.map((site) => `allocated by ${siteWords(site)}`),
    `${exact ? 'counted' : `${share(confidence)} confidence`}: ${evidence.slice(0, 2).join('; ')}`,
  ];
}

/** The whole stacks, each with what it kept. */
export function allocationLines(allocations: SuspectAllocations): string[] {
  const { sites, evidence, confidence, share: part } = allocations;
  const hidden = sites.length - 2 * shownSites;
  const what = allocations.counted
    ? `counted, ${bytesShare(part ?? 1)} of the memory born in the last interval`
    : `${share(confidence)} confidence${part === undefined ? '' : `, sampled ${bytesShare(part)} of the growth`}`;
  return [
    `   ${what}: ${evidence.join('; ')}`,
    ...sites.slice(0, 2 * shownSites).flatMap(siteLines),
    ...(hidden > 0 ? [`   … ${counted(hidden, 'more site')}: --json lists them`] : []),
  ];
}

/** Functions whose allocations stay, if no suspect explains them: a growth that only Node's own objects hold starts there. */
export function unexplainedSites({ allocations, verdict }: Report, ink: Paint): string[] {
  // Samples also grow where a bounded cache replaces its entries. The verdict knows better.
  if (verdict.outcome === 'none') return [];
  const alone = (allocations?.sites ?? []).filter(({ suspect }) => suspect === undefined);
  return alone.slice(0, shownSites).map((site) => {
    const part = site.share === undefined ? '' : `, ${share(site.share)} of all sampled growth`;
    return `${ink.caution('growing allocation site')}: ${siteWords(site)}${part}`;
  });
}

export function siteWords({ frame, bytesPerInterval, samples, objects, stacks }: AllocationSite): string {
  if (objects !== undefined) {
    const figures = `${counted(objects, 'object')}, ${bytes(bytesPerInterval)} in the last interval`;
    return `${frameWords(frame)}${callers(frame, stacks)}, ${figures}`;
  }
  const rate = bytesPerInterval > 0 ? `, ${bytes(bytesPerInterval)} per interval` : '';
  return `${frameWords(frame)}${callers(frame, stacks)}${rate} (${counted(samples, 'sample')})`;
}

/** What it allocates through, if that is a dependency's, and the nearest other functions of the program around it. */
function callers(frame: StackFrame, [largest]: readonly AllocationStack[]): string {
  const own = ownCalls((largest?.frames ?? []).filter(isWritten), keyOf);
  const at = own.findIndex((one) => keyOf(one) === keyOf(frame));
  const through = own.slice(0, Math.max(0, at)).find(({ dependency }) => dependency);
  const names = [
    ...new Set(
      own
        .slice(at + 1)
        .filter((one) => !one.dependency && keyOf(one) !== keyOf(frame))
        .map(({ function: name }) => `\`${name}\``),
    ),
  ];
  return [
    through === undefined ? '' : `, through ${frameWords(through)}`,
    names.length === 0 ? '' : `, called by ${names.slice(0, 2).join(', ')}`,
  ].join('');
}

function isWritten({ file }: StackFrame): boolean {
  return file !== '' && !file.startsWith('node:');
}

function keyOf({ function: name, file, line, column }: StackFrame): string {
  return `${name}@${file}:${line}:${column}`;
}

export function frameWords({ function: name, file, line }: StackFrame): string {
  return file === '' ? `\`${name}\`` : `\`${name}\` in ${placeText({ file, line })}`;
}

function siteLines(site: AllocationSite): string[] {
  const figures =
    site.objects === undefined
      ? `${bytes(site.bytes)} alive, ${bytes(site.bytesPerInterval)} per interval, ${counted(site.samples, 'sample')}`
      : `${counted(site.objects, 'object')}, ${bytes(site.bytes)} born in the last interval and alive`;
  return [
    `   ${frameWords(site.frame)}: ${figures}`,
    ...site.stacks.slice(0, shownStacks).flatMap(stackLines),
  ];
}

function stackLines({ frames, share: part, bytes: alive, objects }: AllocationStack): string[] {
  const number = objects === undefined ? '' : `${counted(objects, 'object')}, `;
  return [
    `     ${number}${bytes(alive)} alive, ${share(part)} of the total, through`,
    ...folded(frames).map((call) => `       ${call}`),
  ];
}

/** A run of calls inside Node, the engine and dependencies is told by its outermost one. */
function folded(frames: readonly StackFrame[]): string[] {
  const lines: string[] = [];
  const hasProgram = frames.some(isOwn);
  let run: StackFrame[] = [];
  const flush = () => {
    const last = run.at(-1);
    if (last !== undefined)
      lines.push(
        run.length === 1
          ? callWords(last)
          : `${callWords(last)}  and ${counted(run.length - 1, 'call')} inside`,
      );
    run = [];
  };
  for (const frame of frames) {
    if (hasProgram && !isOwn(frame)) run.push(frame);
    else {
      flush();
      lines.push(callWords(frame));
    }
  }
  flush();
  return lines;
}

function isOwn(frame: StackFrame): boolean {
  return isWritten(frame) && !frame.dependency;
}

function callWords({ function: name, ...place }: StackFrame): string {
  return place.file === '' ? name : `${name}  ${placeText(place)}`;
}

function shareOf({ stacks }: AllocationSite): number {
  return stacks.reduce((sum, stack) => sum + stack.share, 0);
}

/** A share that may be above one: samples are estimates, and keep other things alive as well. */
function bytesShare(part: number): string {
  return `${count(Math.round(part * 100))} %`;
}
