import { gzipSync } from 'node:zlib';
import { listAllocations, profilesOf } from '../../analyzer/allocations/list-allocations.ts';
import { encodePprof } from '../../analyzer/allocations/pprof.ts';
import { chooseRows } from '../../analyzer/inventory/listing.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import { renderListing } from '../../analyzer/report/listing-text.ts';
import { SourceMaps, startOf } from '../../analyzer/sources/source-maps.ts';
import { printableJson } from '../../format/printable.ts';
import { writeAtomically } from '../output/atomic-file.ts';
import { print, printText, wantsColors } from '../output/terminal.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import type { RowArguments } from '../requests/row-options.ts';
import { storedReport } from './stored-report.ts';

export interface AllocationsRequest extends RowArguments {
  readonly recording: string;
  /** Write what is alive for pprof to this file too. */
  readonly pprof: string | undefined;
  /** Every function with something alive, not only those that grow. */
  readonly all: boolean;
}

/** Lists the functions whose allocations stay alive, and writes them for pprof where that is asked for. */
export async function allocationsAndPrint(request: AllocationsRequest): Promise<ExitCode> {
  const opened = openSource([request.recording]);
  const profiles = profilesOf(opened);
  const sources = new SourceMaps(startOf(opened));
  const listing = listAllocations(profiles, sources, {
    all: request.all,
    report: storedReport(opened),
    directory: opened.manifest?.target.directory,
  });
  const chosen = chooseRows(listing, request);
  if (request.pprof !== undefined) writeAtomically(request.pprof, gzipSync(encodePprof(profiles, sources)));
  const { json, recording: from } = request;
  if (json) await print(`${printableJson({ what: listing.what, ...chosen }, 2)}\n`);
  else await printText(renderListing(listing, chosen, { colors: wantsColors(process.stdout), from }));
  return exitCode.noGrowth;
}
