import { writeSync } from 'node:fs';
import type { Bytes } from '../../format/units.ts';
import type { FileWindow } from '../parse/file-window.ts';
import { GzipPieces } from './gzip-pieces.ts';

const pieceSize: Bytes = 1 << 20;

interface OutputOptions {
  readonly isPacked: boolean;
  readonly onProgress: (written: Bytes) => void;
}

/** A file being written from text of its own and from ranges of another file. */
export class OutputFile {
  private readonly descriptor: number;
  private readonly source: FileWindow;
  private readonly onProgress: (written: Bytes) => void;
  private readonly gzip: GzipPieces | undefined;
  private readonly pieces: string[] = [];
  private waiting = 0;
  private written: Bytes = 0;

  constructor(descriptor: number, source: FileWindow, { isPacked, onProgress }: OutputOptions) {
    this.descriptor = descriptor;
    this.source = source;
    this.onProgress = onProgress;
    this.gzip = isPacked ? new GzipPieces() : undefined;
    if (this.gzip !== undefined) this.write(this.gzip.header);
  }

  text(piece: string): void {
    this.pieces.push(piece);
    this.waiting += piece.length;
    if (this.waiting >= pieceSize) this.flush();
  }

  /** Appends what stands there in the other file, as it is. */
  copy(from: Bytes, to: Bytes): void {
    this.flush();
    for (let at = from; at < to; ) {
      const piece = this.source.bytesAt(at, Math.min(pieceSize, to - at));
      if (piece.length === 0) throw this.source.error('was cut off while it was read');
      this.bytes(piece);
      at += piece.length;
    }
  }

  /** Has to be called in the end. */
  finish(): void {
    this.flush();
    if (this.gzip !== undefined) this.write(this.gzip.end());
  }

  private flush(): void {
    if (this.waiting === 0) return;
    this.bytes(Buffer.from(this.pieces.join(''), 'utf8'));
    this.pieces.length = 0;
    this.waiting = 0;
  }

  private bytes(piece: Buffer): void {
    this.write(this.gzip?.pack(piece) ?? piece);
    this.written += piece.length;
    this.onProgress(this.written);
  }

  private write(piece: Uint8Array): void {
    for (let done = 0; done < piece.length; ) done += writeSync(this.descriptor, piece, done);
  }
}
