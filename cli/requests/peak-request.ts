import { existsSync, readdirSync } from 'node:fs';
import { parseDuration } from '../../format/duration.ts';
import { parseSize } from '../../format/size.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { Outlet } from '../output/outlets.ts';
import type { PeakArguments } from './peak-options.ts';
import { type ProgramArguments, programWords } from './program-words.ts';

/** A program whose highest memory is to be explained. */
export interface PeakRequest {
  readonly command: readonly string[];
  readonly runs: number;
  /** More than this is a failure. */
  readonly failAbove: Bytes | undefined;
  readonly mostPause: Millis;
  readonly force: boolean;
  /** Where the capture stays. */
  readonly out: string | undefined;
  readonly html: string | undefined;
  readonly source: boolean;
  readonly outlets: readonly Outlet[];
  readonly quiet: boolean;
}

/** @throws UserError all that can be wrong with what was typed, before anything is started */
export async function peakRequest(args: PeakArguments & ProgramArguments): Promise<PeakRequest> {
  const { runs, force, out, html, source, json, reporter, quiet } = args;
  const { outletsFrom } = await import('../output/outlets.ts');
  refuseFullFolder(out);
  return {
    command: programWords(args, 'heaptrail peak -- npm run build'),
    failAbove: args['fail-above'] === undefined ? undefined : parseSize(args['fail-above']),
    mostPause: parseDuration(args['max-pause']),
    outlets: outletsFrom({ json, reporter }),
    ...{ runs, force, out, html, source, quiet },
  };
}

/** A build of minutes must not end with that. */
function refuseFullFolder(out: string | undefined): void {
  if (out === undefined || !existsSync(out) || readdirSync(out).length === 0) return;
  throw new UserError('folder-exists', `${out} exists and is not empty`, 'choose another folder with --out');
}
