import { gzipSync } from 'node:zlib';
import { listAllocations, profilesOf } from '../../analyzer/allocations/list-allocations.ts';
import { encodePprof } from '../../analyzer/allocations/pprof.ts';
import { chooseRows } from '../../analyzer/inventory/listing.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import { renderListing } from '../../analyzer/report/listing-text.ts';
import { SourceMaps, startOf } from '../../analyzer/sources/source-maps.ts';
import { printableJson } from '../../format/printable.ts';
import { writeAtomically } from '../output/atomic-file.ts';
import { print, wantsColors } from '../output/terminal.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import { storedReport } from './stored-report.ts';

export interface AllocationsOptions {
  readonly pprof?: string | undefined;
  readonly all: boolean;
  readonly filter?: string | undefined;
  readonly sort?: string | undefined;
  readonly limit: number;
  readonly json: boolean;
}

/** Lists the functions whose allocations stay alive, and writes them for pprof where that is asked for. */
export async function allocationsAndPrint(source: string, options: AllocationsOptions): Promise<ExitCode> {
  const opened = openSource([source]);
  const profiles = profilesOf(opened);
  const sources = new SourceMaps(startOf(opened));
  const listing = listAllocations(profiles, sources, {
    all: options.all,
    report: storedReport(opened),
    directory: opened.manifest?.target.directory,
  });
  const chosen = chooseRows(listing, options);
  if (options.pprof !== undefined) writeAtomically(options.pprof, gzipSync(encodePprof(profiles, sources)));
  const text = options.json
    ? `${printableJson({ what: listing.what, ...chosen }, 2)}\n`
    : renderListing(listing, chosen, { colors: wantsColors(process.stdout), from: source });
  await print(text);
  return exitCode.noGrowth;
}
