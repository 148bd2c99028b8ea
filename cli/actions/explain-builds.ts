import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReportDiff } from '../../analyzer/report/compare-reports.ts';
import type { Report } from '../../format/report.ts';
import { UserError } from '../../format/user-error.ts';
import { type Build, environmentOf } from '../../probes/builds/run-build.ts';
import type { CompareBuildsRequest } from '../requests/compare-builds-request.ts';
import { compareRecordings } from './diff-and-print.ts';
import { requireCaptures } from './judge-recording.ts';
import { recordWork } from './record-work.ts';

/** What a recording of each build says, or why there is none. */
export interface Explained {
  readonly diff?: ReportDiff;
  /** What the head's recording says. */
  readonly later?: Report;
  readonly failure?: string;
}

/** As many as `check` takes. */
const captures = 4;

/** Records one more process of each build with captures, to name what the head has and the base has not. */
export async function explainBuilds(request: CompareBuildsRequest, signal: AbortSignal): Promise<Explained> {
  const { base, head, out, html, source, configuration } = request;
  const folder = out ?? mkdtempSync(path.join(tmpdir(), 'heaptrail-builds-'));
  mkdirSync(folder, { recursive: true });
  try {
    const before = await record(request, base, folder, signal);
    const after = await record(request, head, folder, signal);
    const { diff, later } = await compareRecordings({ before, after, html, source, configuration });
    return { diff, later };
  } catch (error) {
    // The answer stands without its reason.
    if (!(error instanceof UserError)) throw error;
    return { failure: `what is new could not be recorded: ${error.message}` };
  } finally {
    if (out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function record(
  { workloadFor, awaited, readyTimeout, quiet }: CompareBuildsRequest,
  build: Build,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const recording = path.join(folder, `${build.name}.heaptrail`);
  const { manifest } = await recordWork(
    {
      command: build.command,
      directory: build.directory,
      environment: environmentOf(build),
      awaited: awaited(),
      out: recording,
      operations: undefined,
      force: false,
      sampling: true,
      ...{ workloadFor, readyTimeout, captures, quiet },
    },
    signal,
  );
  requireCaptures(manifest);
  return recording;
}
