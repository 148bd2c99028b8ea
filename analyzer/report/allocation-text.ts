import { bytes, count, counted, share } from '../../format/quantities.ts';
import type {
  AllocationSite,
  AllocationStack,
  Report,
  StackFrame,
  SuspectAllocations,
} from '../../format/report.ts';
import type { Paint } from './paint.ts';

const shownSites = 3;
const shownStacks = 3;
/** A site with less than this share of what was joined is left to `explain`. */
const leastShare = 0.1;

/** Who allocates what a suspect gains, a line each, and how sure that is. */
export function allocatedBy({ sites, confidence, evidence, counted: exact }: SuspectAllocations): string[] {
  const told = sites.filter((site, i) => i === 0 || shareOf(site) >= leastShare).slice(0, shownSites);
  return [
    ...told.map((site) => `allocated by ${siteWords(site)}`),
    `${exact ? 'counted' : `${share(confidence)} sure`}: ${evidence.slice(0, 2).join('; ')}`,
  ];
}

/** The whole stacks, each with what it kept. */
export function allocationLines(allocations: SuspectAllocations): string[] {
  const { sites, evidence, confidence, share: part } = allocations;
  const hidden = sites.length - 2 * shownSites;
  const what = allocations.counted
    ? `counted, ${bytesShare(part)} of what was born in the last interval`
    : `${share(confidence)} sure, sampled ${bytesShare(part)} of the growth`;
  return [
    `   ${what}: ${evidence.join('; ')}`,
    ...sites.slice(0, 2 * shownSites).flatMap(siteLines),
    ...(hidden > 0 ? [`   … ${counted(hidden, 'more site')}: --json has them`] : []),
  ];
}

/** Functions whose allocations stay, where no suspect explains them. */
export function unexplainedSites({ allocations }: Report, ink: Paint): string[] {
  const alone = (allocations?.sites ?? []).filter(({ suspect }) => suspect === undefined);
  return alone
    .slice(0, shownSites)
    .map((site) => `${ink.caution('allocates and keeps')}: ${siteWords(site)}, joined to no suspect`);
}

export function siteWords({ frame, bytesPerInterval, samples, objects, stacks }: AllocationSite): string {
  if (objects !== undefined) {
    const figures = `${counted(objects, 'object')}, ${bytes(bytesPerInterval)} in the last interval`;
    return `${frameWords(frame)}${callers(frame, stacks)}, ${figures}`;
  }
  const rate = bytesPerInterval > 0 ? `, ${bytes(bytesPerInterval)} per interval` : '';
  return `${frameWords(frame)}${callers(frame, stacks)}${rate} (${counted(samples, 'sample')})`;
}

/** The nearest other functions of the program on the way to it. */
function callers(frame: StackFrame, [largest]: readonly AllocationStack[]): string {
  const others = (largest?.frames ?? []).filter(
    (one) =>
      isProgram(one) &&
      !(one.function === frame.function && one.line === frame.line && one.file === frame.file),
  );
  const names = others.slice(0, 2).map(({ function: name }) => `\`${name}\``);
  return names.length === 0 ? '' : `, called by ${names.join(', ')}`;
}

function isProgram({ file }: StackFrame): boolean {
  return file !== '' && !file.startsWith('node:');
}

function frameWords({ function: name, file, line }: StackFrame): string {
  return file === '' ? `\`${name}\`` : `\`${name}\` in ${file}:${line}`;
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
    `     ${number}${bytes(alive)} alive, ${share(part)} of it all, through`,
    ...frames.map(({ function: name, file, line, column }) =>
      file === '' ? `       ${name}` : `       ${name}  ${file}:${line}:${column}`,
    ),
  ];
}

function shareOf({ stacks }: AllocationSite): number {
  return stacks.reduce((sum, stack) => sum + stack.share, 0);
}

/** A share that may be above one: samples are estimates, and keep other things alive as well. */
function bytesShare(part: number): string {
  return `${count(Math.round(part * 100))} %`;
}
