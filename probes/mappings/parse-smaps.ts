import type { Bytes } from '../../format/units.ts';
import type { Mapping } from './mapping.ts';

/** Address range, permissions, offset, device, inode, path. A line break in a path is written as `\012`. */
const header = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) \S+ \S+ \d+ *(.*)$/gm;

/**
 * `/proc/PID/smaps`. A process of 4 GB has tens of thousands of mappings and 20 MB of this text: only the lines that are
 * used are looked at, in the order in which the kernel writes them.
 */
export function parseSmaps(text: string): readonly Mapping[] {
  const headers = [...text.matchAll(header)];
  const mappings = headers.map((match, at): Mapping => {
    const fields = text.slice(match.index + match[0].length, headers[at + 1]?.index ?? text.length);
    return {
      start: Number.parseInt(match[1]!, 16),
      end: Number.parseInt(match[2]!, 16),
      permissions: match[3]!,
      path: match[4]!,
      resident: sizeIn(fields, '\nRss:'),
      hugePages: sizeIn(fields, '\nAnonHugePages:'),
      lazilyFreed: sizeIn(fields, '\nLazyFree:'),
      flags: flagsIn(fields),
    };
  });
  return withoutOverlaps(mappings);
}

/**
 * The kernel writes a few mappings at a time, and the process goes on in between: a mapping that grew meanwhile comes
 * again, as large as it is now. The later one is right.
 */
function withoutOverlaps(mappings: readonly Mapping[]): readonly Mapping[] {
  const kept: Mapping[] = [];
  for (const mapping of mappings) {
    while (kept.length > 0 && kept.at(-1)!.start >= mapping.start) kept.pop();
    const below = kept.at(-1);
    if (below !== undefined && below.end > mapping.start) kept[kept.length - 1] = cutAt(mapping.start, below);
    kept.push(mapping);
  }
  return kept;
}

/** What was resident of it is at most what is left. */
function cutAt(end: number, mapping: Mapping): Mapping {
  const most = end - mapping.start;
  const [resident, hugePages, lazilyFreed] = [mapping.resident, mapping.hugePages, mapping.lazilyFreed].map(
    (size) => Math.min(size, most),
  ) as [Bytes, Bytes, Bytes];
  return { ...mapping, end, resident, hugePages, lazilyFreed };
}

function sizeIn(fields: string, name: string): Bytes {
  const at = fields.indexOf(name);
  return at === -1 ? 0 : Number.parseInt(fields.slice(at + name.length, at + name.length + 24), 10) * 1024;
}

function flagsIn(fields: string): string {
  const at = fields.indexOf('\nVmFlags:');
  return at === -1 ? '' : fields.slice(at + '\nVmFlags:'.length, fields.indexOf('\n', at + 1)).trimEnd();
}
