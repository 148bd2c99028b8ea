import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { UserError } from '../../format/user-error.ts';

/** How many bytes tell how a file is written. */
const enough = 64;

/** Compressed formats that Node cannot open everywhere, by their first bytes, with what opens them. */
const packed: ReadonlyArray<readonly [magic: string, name: string, unpack: (path: string) => string]> = [
  ['28b52ffd', 'zstd', (path) => `zstd -dc ${path} | heaptrail triage -`],
  ['fd377a585a00', 'xz', (path) => `xz -dc ${path} | heaptrail triage -`],
  ['425a68', 'bzip2', (path) => `bzip2 -dc ${path} | heaptrail triage -`],
  ['04224d18', 'lz4', (path) => `lz4 -dc ${path} | heaptrail triage -`],
  ['504b0304', 'zip', (path) => `unzip -p ${path} | heaptrail triage -`],
];
const gzip = '1f8b';

/**
 * The text of a log, whatever its name says: unpacked where its first bytes are those of gzip, and decoded from UTF-16
 * where it begins as that does, as PowerShell writes it.
 * @throws UserError `not-telemetry` if another program has to unpack it
 */
export async function* decodedText(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  const [start, all] = await peeked(bytes);
  const first = start.toString('hex');
  if (first.startsWith(gzip)) {
    yield* decodedText(unzipped(all), name);
    return;
  }
  const other = packed.find(([magic]) => first.startsWith(magic));
  if (other !== undefined) {
    const [, format, unpack] = other;
    throw new UserError(
      'not-telemetry',
      `${name} is compressed with ${format}`,
      `decompress it: ${unpack(name)}`,
    );
  }
  const decoder = new TextDecoder(encodingOf(start));
  for await (const chunk of all) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** The first bytes, and all of them again from the start. */
async function peeked(
  bytes: AsyncIterable<Uint8Array>,
): Promise<readonly [start: Buffer, all: AsyncIterable<Uint8Array>]> {
  const chunks = bytes[Symbol.asyncIterator]();
  const begun: Uint8Array[] = [];
  let length = 0;
  let isOver = false;
  while (length < enough && !isOver) {
    const { value, done } = await chunks.next();
    isOver = done === true;
    if (value === undefined || isOver) continue;
    begun.push(value);
    length += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* begun;
    if (!isOver) yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return [Buffer.concat(begun).subarray(0, enough), all()];
}

/** A rotated log may be cut off where it was still being packed: what there is of it counts. */
function unzipped(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = Readable.from(bytes);
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  source.on('error', (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}

/** By its mark of byte order, or by the zeros that every second byte of plain text is in UTF-16. */
function encodingOf(start: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const zeros = (from: number) => start.filter((byte, i) => i % 2 === from && byte === 0).length;
  if (start.length < 8) return 'utf-8';
  if (zeros(1) > start.length / 4 && zeros(0) === 0) return 'utf-16le';
  return zeros(0) > start.length / 4 && zeros(1) === 0 ? 'utf-16be' : 'utf-8';
}
