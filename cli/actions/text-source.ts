import { createReadStream } from 'node:fs';
import type { TelemetrySource } from '../../analyzer/triage/telemetry/read-telemetry.ts';
import { UserError } from '../../format/user-error.ts';
import { standardInput } from '../requests/standard-input.ts';
import { decodedText } from './decoded-text.ts';

/** A log by its name, or stdin, as text. */
export function textSource(path: string): TelemetrySource {
  return path === standardInput
    ? { name: 'stdin', chunks: decodedText(process.stdin, 'stdin') }
    : { name: path, chunks: textOf(path) };
}

async function* textOf(path: string): AsyncGenerator<string> {
  try {
    yield* decodedText(createReadStream(path), path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || cause instanceof UserError) throw cause;
    throw new UserError(
      'no-such-file',
      `${path} cannot be read (${code})`,
      'name a log, a recording or - for stdin',
      { cause },
    );
  }
}
