import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listAllocations, profilesOf } from '../../analyzer/allocations/list-allocations.ts';
import { encodePprof } from '../../analyzer/allocations/pprof.ts';
import { encodeSpeedscope } from '../../analyzer/allocations/speedscope.ts';
import { ModuleNames } from '../../analyzer/graph/module-names.ts';
import { chooseRows } from '../../analyzer/inventory/listing.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import { workingDirectoryOf } from '../../analyzer/recording/working-directory.ts';
import { renderListing } from '../../analyzer/report/listing-text.ts';
import { SourceMaps, startOf } from '../../analyzer/sources/source-maps.ts';
import { WrittenCode } from '../../analyzer/sources/written-code.ts';
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
  /** Without the numbers of samples. */
  readonly onlySizes: boolean;
  /** The same for speedscope. */
  readonly speedscope: string | undefined;
  /** Every function with something alive, not only those that grow. */
  readonly all: boolean;
}

/** Lists the functions whose allocations stay alive, and writes them for other tools if asked to. */
export async function allocationsAndPrint(request: AllocationsRequest): Promise<ExitCode> {
  const opened = openSource([request.recording]);
  const profiles = profilesOf(opened);
  const directory = workingDirectoryOf(opened);
  const code = new WrittenCode(new SourceMaps(startOf(opened)));
  const listing = listAllocations(profiles, code, {
    all: request.all,
    report: storedReport(opened),
    directory,
  });
  const chosen = chooseRows(listing, request);
  if (request.pprof !== undefined)
    writeAtomically(request.pprof, gzipSync(encodePprof(profiles, code, request)));
  if (request.speedscope !== undefined) {
    const modules = new ModuleNames(directory);
    writeAtomically(
      request.speedscope,
      encodeSpeedscope(basename(request.recording), profiles, code, modules),
    );
  }
  const { json, recording: from } = request;
  const told = { what: listing.what, profiles: profiles.length, ...chosen };
  if (json) await print(`${printableJson(told, 2)}\n`);
  else
    await printText(renderListing(listing, chosen, { colors: wantsColors(process.stdout), from }), {
      directory,
    });
  return exitCode.noGrowth;
}
