import { nameASnapshot } from './snapshot-error.ts';

/** A JSON file that is no heap snapshot but is known: what it is, and what to do with it. */
export interface OtherFile {
  readonly what: string;
  readonly next: string;
}

interface KnownFile extends OtherFile {
  /** Keys of the top level that such a file has. */
  readonly keys: readonly string[];
}

const inDevTools = 'open it in Chrome DevTools, or take a heap snapshot to see what is alive';

const knownFiles: readonly KnownFile[] = [
  {
    keys: ['head', 'samples'],
    what: 'is a sampling heap profile, which shows allocations and not what is alive',
    next: `${inDevTools}; heaptrail allocations RECORDING reads the profiles of a recording`,
  },
  {
    keys: ['head'],
    what: 'is a heap profile, which shows allocations and not what is alive',
    next: `${inDevTools}; heaptrail allocations RECORDING reads the profiles of a recording`,
  },
  { keys: ['nodes', 'startTime', 'endTime'], what: 'is a CPU profile', next: inDevTools },
  { keys: ['traceEvents'], what: 'is a performance trace', next: inDevTools },
  {
    keys: ['header', 'javascriptHeap'],
    what: 'is a Node diagnostic report',
    next: 'take a heap snapshot: heaptrail attach PID, or node --heapsnapshot-signal',
  },
  {
    keys: ['schemaVersion', 'verdict'],
    what: 'is a heaptrail report',
    next: 'read it with heaptrail view REPORT.json or heaptrail diff BEFORE.json AFTER.json',
  },
];

/** What a JSON object without a snapshot in it is, told by the keys of its top level. */
export function otherFile(keys: ReadonlySet<string>): OtherFile {
  const known = knownFiles.find((file) => file.keys.every((key) => keys.has(key)));
  return known ?? { what: 'has no "snapshot" header: not a heap snapshot', next: nameASnapshot };
}
