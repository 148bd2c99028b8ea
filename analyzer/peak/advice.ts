import { holderDetail, holderName } from '../../format/heap-summary-words.ts';
import type { PeakAdvice, PeakHeap, PeakPartName } from '../../format/peak.ts';
import type { PeakMoment } from '../../format/peak-moment.ts';
import { bytes, counted } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { peakLimits } from '../../judgement/parameters/peak.ts';
import type { ExplainedHeap } from './explain-heap.ts';
import { otherFiles, yourFiles } from './path-strings.ts';

/** A heap limit leaves this much beside what lives: closer to it, collections take most of the time. */
const roomBesideAlive = 1.5;
const mostHolders = 3;
const mostSubjects = 3;

/** What would lower the peak, by what was seen there, what saves most first. */
export function adviceOf(
  peak: PeakMoment,
  heap: PeakHeap | undefined,
  explained: ExplainedHeap | undefined,
): readonly PeakAdvice[] {
  const least = peakLimits.leastShare * peak.bytes;
  const all = [
    ...processAdvice(peak),
    ...(heap === undefined ? [] : heapAdvice(heap)),
    ...(explained === undefined ? [] : dataAdvice(explained)),
  ];
  return all.filter((one) => one.bytes >= least).sort((a, b) => b.bytes - a.bytes);
}

/** Several that run the same are workers. */
function processAdvice({ processes }: PeakMoment): PeakAdvice[] {
  const alike = new Map<string, Bytes[]>();
  for (const { name, bytes: size } of processes) alike.set(name, [...(alike.get(name) ?? []), size]);
  return [...alike].flatMap(([name, sizes]) => {
    if (sizes.length === 1) return [];
    const [first, ...others] = sizes;
    const rest = others.reduce((sum, size) => sum + size, 0);
    const text = `${counted(sizes.length, 'process')} of ${name} had ${bytes(first + rest)} at the same time: with fewer of them at a time it would be less`;
    return [{ text, bytes: rest }];
  });
}

/** After a capture at the exit there is no garbage: it was collected for it. */
function deadIn(garbage: Bytes, free: Bytes): string {
  const room = `${bytes(free)} ${garbage > 0 ? '' : 'was '}free room`;
  return garbage > 0 ? `${bytes(garbage)} was garbage that V8 had not collected yet, and ${room}` : room;
}

/** Of the heap as a whole. */
function heapAdvice({ parts, share }: PeakHeap): PeakAdvice[] {
  const size = (name: PeakPartName) => parts.find((part) => part.name === name)?.bytes ?? 0;
  const limit = Math.ceil(((size('alive') * roomBesideAlive) / share / 2 ** 20 + 16) / 64) * 64;
  const dead = size('garbage') + size('free');
  return [
    {
      text:
        `${deadIn(size('garbage'), size('free'))} in its heap: ` +
        `a limit makes it collect earlier, for example NODE_OPTIONS=--max-old-space-size=${limit}; one that is too low ends the run`,
      bytes: dead,
    },
    {
      text:
        `${bytes(size('young-garbage'))} was garbage of the young generation: a smaller one is collected more often, ` +
        'for example NODE_OPTIONS=--max-semi-space-size=4',
      bytes: size('young-garbage'),
    },
    {
      text: `${bytes(size('buffers'))} was in Buffers, outside the JavaScript heap: a heap limit does not count them`,
      bytes: size('buffers'),
    },
  ];
}

/** Of what was alive. */
function dataAdvice({ summary, subjects, sourceMaps }: ExplainedHeap): PeakAdvice[] {
  const { holders, duplicatedStrings } = summary;
  return [
    ...subjects
      .filter(({ name }) => name !== yourFiles && name !== otherFiles)
      .slice(0, mostSubjects)
      .map(({ name, files, className, bytes: size }) => ({
        text: `${bytes(size)} was about files of the package ${name} (${counted(files, 'object')}, most of class ${className}): leave out what the run does not need of it`,
        bytes: size,
      })),
    {
      text: `${counted(sourceMaps.objects, 'source map')} kept ${bytes(sourceMaps.bytes)} alive: without source maps this is not there`,
      bytes: sourceMaps.bytes,
    },
    ...holders
      .filter(({ objects, expression }) => objects === 1 && expression !== '')
      .slice(0, mostHolders)
      .map((holder) => ({
        text: `${holderName(holder)}${inBrackets(holderDetail(holder), holder.place)} kept ${bytes(holder.retained)} alive: release it earlier, if it is needed no more`,
        bytes: holder.retained,
      })),
    {
      text: `equal strings that exist several times took ${bytes(duplicatedStrings?.waste ?? 0)}: share one of each`,
      bytes: duplicatedStrings?.waste ?? 0,
    },
  ];
}

function inBrackets(...words: readonly (string | undefined)[]): string {
  const told = words.filter((word) => word !== undefined && word !== '');
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}
