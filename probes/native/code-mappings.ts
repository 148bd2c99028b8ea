/** A range of addresses that has code in it, one line of `/proc/PID/maps`. */
export interface CodeMapping {
  readonly start: number;
  readonly end: number;
  /** Where in its file it begins. */
  readonly offset: number;
  /** A file, a name in brackets such as `[vdso]`, or empty: then the code was made at run time. */
  readonly path: string;
}

const line = /^([0-9a-f]+)-([0-9a-f]+) ..x. ([0-9a-f]+) \S+ \d+ *(.*)$/gm;

/** What can be run, in the text of `/proc/PID/maps`, in the order of addresses. */
export function parseCodeMappings(text: string): readonly CodeMapping[] {
  return [...text.matchAll(line)].map(([, start, end, offset, path]) => ({
    start: Number.parseInt(start!, 16),
    end: Number.parseInt(end!, 16),
    offset: Number.parseInt(offset!, 16),
    path: path!,
  }));
}

/** As the kernel names the same range in `/proc/PID/map_files`. */
export function rangeName({ start, end }: CodeMapping): string {
  return `${start.toString(16)}-${end.toString(16)}`;
}
