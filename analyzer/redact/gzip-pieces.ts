import { constants, deflateRawSync } from 'node:zlib';
import type { Bytes } from '../../format/units.ts';

/** Of the polynomial that gzip uses, by byte. */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

/** A gzip file with one member, made piece by piece without an event loop. */
export class GzipPieces {
  /** Method deflate, no name, no time, any system. */
  readonly header: Uint8Array = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
  private crc = 0xffffffff;
  private size: Bytes = 0;

  /** Each piece ends on a byte, so that the next one can follow. */
  pack(piece: Uint8Array): Buffer {
    for (let at = 0; at < piece.length; at++) {
      this.crc = crcTable[(this.crc ^ piece[at]) & 0xff] ^ (this.crc >>> 8);
    }
    this.size += piece.length;
    return deflateRawSync(piece, { finishFlush: constants.Z_SYNC_FLUSH });
  }

  /** An empty last piece, and what the whole can be checked by. */
  end(): Buffer {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE((this.crc ^ 0xffffffff) >>> 0, 0);
    trailer.writeUInt32LE(this.size % 2 ** 32, 4);
    return Buffer.concat([deflateRawSync(Buffer.alloc(0)), trailer]);
  }
}
