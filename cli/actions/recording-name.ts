/**
 * In the reader's own folder, never in the target's.
 * @param name a process id, or an address: `localhost:9229`
 */
export function folderFor(out: string | undefined, name: number | string, now = new Date()): string {
  return out ?? `heaptrail-${inFileName(name)}-${stamp(now)}.heaptrail`;
}

/** Whether heaptrail chose the name, and not a person. */
export function isGivenName(name: string): boolean {
  return /^heaptrail-(\d+|[\w.]+_\d+)-\d{8}-\d{6}\.heaptrail$/.test(name);
}

/** `localhost_9229`: no file system has a colon everywhere. */
function inFileName(name: number | string): string {
  return String(name).replace(/[^\w.]/g, '_');
}

/** `20260131-235959` in local time. */
function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
