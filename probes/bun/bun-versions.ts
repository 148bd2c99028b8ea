import { ProbeError } from '../probe-error.ts';

type Version = readonly [major: number, minor: number, patch: number];

/**
 * Measured: in 1.2.1, 1.2.22, 1.2.23 and 1.3.0 to 1.3.6 a program that allocates after a snapshot crashes, not every time;
 * from 1.3.8 on it lives. What lies between them was seen to live in a few runs only, which proves nothing.
 */
const crashesBelow: Version = [1, 3, 8];

/** Why no capture may be taken of this Bun, which no force overrides; undefined if one may. */
export function captureRefusal(pid: number, version: string): ProbeError | undefined {
  if (compare(parse(version), crashesBelow) >= 0) return undefined;
  return new ProbeError(
    'bun-crashes',
    `process ${pid} runs Bun ${version}: before 1.3.8 a program may crash after a heap snapshot`,
    'run it with Bun 1.3.8 or later, or record only its memory, which is safe: --captures 0 --for 10m',
  );
}

/**
 * Bun's other kind of snapshot, in the format of V8, has no limit of size. Up to 1.3.13 a string that was put
 * together in many steps ends the process that takes one.
 */
export function hasSafeV8Snapshot(version: string): boolean {
  return compare(parse(version), [1, 3, 14]) >= 0;
}

/** As `captureRefusal`, for the snapshots that a program takes of itself: they are those in the format of V8. */
export function inProcessRefusal(pid: number, version: string): ProbeError | undefined {
  const refusal = captureRefusal(pid, version);
  if (refusal !== undefined || hasSafeV8Snapshot(version)) return refusal;
  return new ProbeError(
    'bun-crashes',
    `process ${pid} runs Bun ${version}: before 1.3.14, a program that takes a heap snapshot of itself may crash`,
    'record it from outside: `heaptrail record -- COMMAND`, or record only its memory, without captures',
  );
}

/** The numbers of `1.3.14`, `1.4.0-canary.1`. */
function parse(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return [major, minor, patch];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
