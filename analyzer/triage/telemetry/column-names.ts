import { isSizeUnit, isSpanUnit, type SizeUnit, type SpanUnit } from './amounts.ts';

/** What a column of telemetry can measure: sizes and numbers of a MemorySample. */
export const sizeFields = [
  'rss',
  'rssAnonymous',
  'virtualSize',
  'swap',
  'childrenRss',
  'heapUsed',
  'heapTotal',
  'heapLimit',
  'external',
  'arrayBuffers',
  'malloced',
  'cgroupUsage',
  'cgroupLimit',
  'machineAvailable',
  'machineUsed',
] as const;
export const countFields = ['children', 'descriptors', 'threads', 'handles'] as const;
/** What says which process a row is of, and when it was written. */
export const placeFields = ['time', 'pid', 'uptime'] as const;

export type SizeField = (typeof sizeFields)[number];
export type CountField = (typeof countFields)[number];
export type Field = SizeField | CountField | (typeof placeFields)[number];

export const fields: readonly Field[] = [...sizeFields, ...countFields, ...placeFields];

/** The names that loggers, exporters and tools use, as words without separators and units. */
const names: Readonly<Record<Field, readonly string[]>> = {
  rss: [
    'rss',
    'rssize',
    'resident',
    'residentsize',
    'residentmemory',
    'residentsetsize',
    'memoryrss',
    'memrss',
    'vmrss',
    'pss',
    'workingset',
    'workingsetsize',
    'workingsetbytes',
    'containermemoryrss',
    'containermemoryworkingset',
    'memusage',
  ],
  rssAnonymous: ['rssanonymous', 'rssanon', 'anonrss', 'anonymous'],
  virtualSize: ['virtualsize', 'vsz', 'vsize', 'vms', 'vmsize', 'virtual', 'virtualmemory', 'totalvm'],
  swap: ['swap', 'vmswap', 'swapped'],
  childrenRss: ['childrenrss', 'childrss'],
  heapUsed: ['heapused', 'usedheap', 'usedheapsize', 'heapsizeused', 'jsheapused', 'usedjsheapsize'],
  heapTotal: ['heaptotal', 'totalheap', 'totalheapsize', 'heapsizetotal', 'jsheaptotal', 'totaljsheapsize'],
  heapLimit: ['heaplimit', 'heapsizelimit', 'jsheapsizelimit', 'heapmax'],
  external: ['external', 'externalmemory', 'externalmem'],
  arrayBuffers: ['arraybuffers', 'arraybuffer', 'arraybuffersmemory'],
  malloced: ['malloced', 'mallocedmemory'],
  cgroupUsage: ['cgroupusage', 'memorycurrent', 'cgroupmemory', 'containermemoryusage'],
  cgroupLimit: ['cgrouplimit', 'memorymax', 'memorylimit', 'cgroupmax'],
  machineAvailable: ['machineavailable', 'memavailable', 'availablememory'],
  machineUsed: ['machineused', 'usedmemory', 'memused'],
  children: ['children', 'childprocesses', 'childcount', 'childrencount', 'childprocesscount'],
  descriptors: [
    'descriptors',
    'fds',
    'fd',
    'openfds',
    'filedescriptors',
    'openfiledescriptors',
    'fdcount',
    'numfds',
  ],
  threads: ['threads', 'nlwp', 'threadcount', 'numthreads'],
  handles: [
    'handles',
    'activehandles',
    'activeresources',
    'activehandlestotal',
    'activeresourcestotal',
    'openhandles',
    'handlecount',
  ],
  time: ['time', 'timestamp', 'ts', 'date', 'datetime', 'at', 't', 'when', 'realtimetimestamp', 'eventtime'],
  pid: ['pid', 'processid', 'processpid'],
  uptime: ['uptime', 'etime', 'etimes', 'elapsed', 'processuptime'],
};
const fieldsByName = new Map(fields.flatMap((field) => names[field].map((name) => [name, field] as const)));

/** Words in front that say whose memory it is, and nothing about which. */
const prefixes = /^(process|nodejs|node|proc|mem|memory|v8|system|heaptrail|target)+/;

export interface NamedColumn {
  readonly field: Field;
  /** The unit that ends the name: `rssMb`, `heap_used_bytes`, `uptime_ms`. */
  readonly unit?: SizeUnit | SpanUnit;
}

/** JSON may have data for names. */
const longestName = 200;

/** `memory.heap.used`: what the last word measures stands before it. */
const heapPart = /(?:^|\.)heap\.(?:used|total|limit)$/i;

/** What a column measures by its name alone; a dotted path is read by its end: `mem.rss`, `memory.rss.bytes`. */
export function namedColumn(path: string): NamedColumn | undefined {
  if (path.length > longestName) return undefined;
  const words = wordsOf(path);
  const unit = words.at(-1)!;
  const measure = ownWords(path);
  const plain = fieldOf(measure) ?? (heapPart.test(path) ? fieldOf(['heap', ...measure]) : undefined);
  if (plain !== undefined) return { field: plain };
  if (words.length < 2 || (!isSizeUnit(unit) && !isSpanUnit(unit))) return undefined;
  const unitIsOwnWord = measure.length === 1;
  const rest = unitIsOwnWord ? words.slice(0, -1) : measure.slice(0, -1);
  const field = fieldOf(rest) ?? fieldOf(rest.slice(-1));
  return field !== undefined && fits(field, unit) ? { field, unit } : undefined;
}

export function isSizeField(field: Field): field is SizeField {
  return (sizeFields as readonly Field[]).includes(field);
}

export function isCountField(field: Field): field is CountField {
  return (countFields as readonly Field[]).includes(field);
}

/** Whether a column of this field can be measured in this unit. */
export function fits(field: Field, unit: string): boolean {
  if (field === 'time' || field === 'uptime') return isSpanUnit(unit);
  return isSizeField(field) && isSizeUnit(unit);
}

function fieldOf(words: readonly string[]): Field | undefined {
  const name = words.join('');
  return fieldsByName.get(name) ?? fieldsByName.get(name.replace(prefixes, ''));
}

/** The words of the last name in a path. */
function ownWords(path: string): readonly string[] {
  return wordsOf(
    path
      .split(/[.[\]]+/)
      .filter(Boolean)
      .at(-1) ?? '',
  );
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/[kKMGT]i?B(?![a-z])/g, (unit) => ` ${unit.toLowerCase()}`)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '' && word !== 'in');
}
