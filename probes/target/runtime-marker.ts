import { closeSync, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import process from 'node:process';
import { host } from '../host/this-host.ts';
import { isExecutable, placesInPath } from '../programs-in-path.ts';

/** A JavaScript runtime that an executable carries. */
export interface RuntimeMarker {
  readonly runtime: 'node' | 'bun' | 'deno';
  /** Without a leading `v`. */
  readonly version: string;
  /** A program is built into it: all arguments are the program's own. */
  readonly isSingleExecutable?: true;
}

/**
 * What the runtimes print about themselves, as it stands in their executables: Node's inspector
 * answers `node.js/v24.1.0` at /json/version, Bun's crash report begins `Bun v1.3.0 (Linux x64)`, and Deno calls itself
 * `Deno/2.9.6` where it fetches (a library in it is named `…-Deno/0.80.0`). Renamed and compiled executables keep them.
 */
const marker =
  /node\.js\/v(\d+\.\d+\.\d+[\w.+-]*)|Bun v(\d+\.\d+\.\d+[\w.+-]*) \((?:Linux|macOS|Windows)|(?<!-)Deno\/(\d+\.\d+\.\d+)/;
/** In every Node since 20, and `1` in an executable into which a program was built. */
const fuse = /NODE_SEA_FUSE_[0-9a-f]{32}:([01])/;
const markerRoom = 64;
const chunkSize = 1 << 20;
/** No build of either runtime is near this small; it spares reading every small tool on the machine. */
const smallestRuntime = 10 << 20;

const seen = new Map<string, RuntimeMarker | undefined>();

/**
 * The runtime in a process's executable, or in the shared `libnode` that some distributions put it in.
 * Only files are read: the process is not touched and no foreign executable is run.
 */
export function runtimeOfProcess(pid: number): RuntimeMarker | undefined {
  for (const { path: file, smallest } of host.processes.runtimeFilesOf(pid)) {
    const found = runtimeOfFile(file, smallest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The runtime in the executable that this name starts; undefined also for scripts and what is not found. */
export function runtimeOfCommand(name: string): RuntimeMarker | undefined {
  const file = (name.includes('/') ? [name] : placesInPath(name)).find(isExecutable);
  return file === undefined ? undefined : runtimeOfFile(file, smallestRuntime);
}

function runtimeOfFile(path: string, smallest: number): RuntimeMarker | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(file);
    if (stats.size < smallest) return undefined;
    const identity = identityOf(stats);
    if (!seen.has(identity)) seen.set(identity, ownMarker(identity) ?? findMarker(file));
    return seen.get(identity);
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

function identityOf({ dev, ino, mtimeMs }: Stats): string {
  return `${dev}:${ino}:${mtimeMs}`;
}

/** Most often the target runs on the very file that runs this, which knows what it is: 100 MB of it need no search. */
function ownMarker(identity: string): RuntimeMarker | undefined {
  if (identityOf(statSync(process.execPath)) !== identity) return undefined;
  const { bun, deno, node } = process.versions;
  if (bun !== undefined) return { runtime: 'bun', version: bun };
  return deno === undefined ? { runtime: 'node', version: node } : { runtime: 'deno', version: deno };
}

/**
 * The first marker in the file. The first one decides: programs that are compiled into an executable
 * come after the runtime's own code, and may well mention the other runtime.
 */
function findMarker(file: number): RuntimeMarker | undefined {
  let marker: RuntimeMarker | undefined;
  let fused: string | undefined;
  for (const bytes of chunksOf(file)) {
    marker ??= markerIn(bytes);
    if (bytes.includes('NODE_SEA_FUSE_')) fused ??= fuse.exec(bytes.toString('latin1'))?.[1];
    if (marker !== undefined && (marker.runtime !== 'node' || fused !== undefined)) break;
  }
  return marker === undefined || fused !== '1' ? marker : { ...marker, isSingleExecutable: true };
}

function* chunksOf(file: number): Generator<Buffer> {
  const chunk = Buffer.alloc(markerRoom + chunkSize);
  let kept = 0;
  for (let position = 0; ; ) {
    const read = readSync(file, chunk, kept, chunkSize, position);
    if (read === 0) return;
    position += read;
    const end = kept + read;
    yield chunk.subarray(0, end);
    // A marker may lie across two chunks.
    kept = Math.min(markerRoom, end);
    chunk.copyWithin(0, end - kept, end);
  }
}

function markerIn(bytes: Buffer): RuntimeMarker | undefined {
  // Searching bytes first spares making a string of every chunk.
  if (!['node.js/v', 'Bun v', 'Deno/'].some((word) => bytes.includes(word))) return undefined;
  const [, node, bun, deno] = marker.exec(bytes.toString('latin1')) ?? [];
  if (node !== undefined) return { runtime: 'node', version: node };
  if (bun !== undefined) return { runtime: 'bun', version: bun };
  if (deno !== undefined) return { runtime: 'deno', version: deno };
  return undefined;
}
