/** In the reader's own folder, never in the target's. */
export function folderFor(out: string | undefined, pid: number, now = new Date()): string {
  return out ?? `heaptrail-${pid}-${stamp(now)}.heaptrail`;
}

/** Whether heaptrail chose the name, and not a person. */
export function isGivenName(name: string): boolean {
  return /^heaptrail-\d+-\d{8}-\d{6}\.heaptrail$/.test(name);
}

/** `20260131-235959` in local time. */
function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
