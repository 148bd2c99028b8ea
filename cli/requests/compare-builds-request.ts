import { statSync } from 'node:fs';
import { parseDuration } from '../../format/duration.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { Build } from '../../probes/builds/run-build.ts';
import type { Awaited } from '../../probes/workload/readiness.ts';
import type { Outlet } from '../output/outlets.ts';
import { readinessOf, type WorkloadFor, workloadOf } from './check-workload.ts';
import type { CompareBuildsArguments } from './compare-builds-options.ts';
import type { Configuration } from './configuration.ts';
import { type ProgramArguments, programWords } from './program-words.ts';

/** Two builds of a program, and the same work for both. */
export interface CompareBuildsRequest {
  readonly base: Build;
  readonly head: Build;
  readonly workloadFor: WorkloadFor;
  /** For each process anew. */
  readonly awaited: () => Awaited;
  readonly readyTimeout: Millis;
  /** What one operation is called. */
  readonly operation: 'request' | 'operation';
  readonly limit: Millis;
  /** Record both at the end if the head is worse. */
  readonly explain: boolean;
  /** Where these recordings stay. */
  readonly out: string | undefined;
  readonly html: string | undefined;
  readonly source: boolean;
  readonly outlets: readonly Outlet[];
  readonly configuration: Configuration | undefined;
  readonly quiet: boolean;
}

/** @throws UserError all that can be wrong with what was typed, before anything is started */
export async function compareBuildsRequest(
  args: CompareBuildsArguments & ProgramArguments,
): Promise<CompareBuildsRequest> {
  const { limit, explain, out, html, source, json, reporter, quiet } = args;
  const { outletsFrom } = await import('../output/outlets.ts');
  const { loadConfiguration } = await import('./configuration.ts');
  const builds = buildsOf(args);
  // What is wrong with it is told now, and not by the first process.
  readinessOf(args);
  return {
    ...builds,
    workloadFor: await workloadOf(args),
    awaited: () => readinessOf(args),
    readyTimeout: parseDuration(args['ready-timeout']),
    operation: args.load === undefined ? 'operation' : 'request',
    limit: parseDuration(limit),
    outlets: outletsFrom({ json, reporter }),
    configuration: await loadConfiguration(args.config),
    ...{ explain, out, html, source, quiet },
  };
}

/** Two commands, or one command in two folders, or both. */
function buildsOf(
  args: CompareBuildsArguments & ProgramArguments,
): Pick<CompareBuildsRequest, 'base' | 'head'> {
  const { base, head, 'base-dir': baseFolder, 'head-dir': headFolder, html, explain } = args;
  if ((base === undefined) !== (head === undefined))
    throw usage(`--${base === undefined ? 'base' : 'head'} is missing`, example);
  if (html !== undefined && !explain)
    throw usage('--html shows recordings, and --no-explain takes none', 'leave out one of them');
  if (base === undefined && baseFolder === undefined)
    throw usage('there are no two builds to compare', example);
  const words = base === undefined ? programWords(args, example) : noWords(args);
  return {
    base: buildOf('base', base === undefined ? words : shell(base), baseFolder),
    head: buildOf('head', head === undefined ? words : shell(head), headFolder),
  };
}

const example =
  "heaptrail compare-builds --base 'node main/server.js' --head 'node server.js' --load http://127.0.0.1:3000/, " +
  'or heaptrail compare-builds --base-dir ../main --load http://127.0.0.1:3000/ -- node server.js';

function noWords({ program = [], _ }: ProgramArguments): readonly string[] {
  if (program.length === 0 && _.length < 2) return [];
  throw usage('--base and --head name the commands, so there can be none after --', 'leave out one of them');
}

function shell(command: string): readonly string[] {
  return ['sh', '-c', command];
}

function buildOf(name: Build['name'], command: readonly string[], directory: string | undefined): Build {
  if (directory === undefined) return { name, command };
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return { name, command, directory };
  throw new UserError(
    'no-such-file',
    `--${name}-dir ${directory} is not a folder`,
    'name a checkout of the program: git worktree add ../main main',
  );
}

function usage(message: string, next: string): UserError {
  return new UserError('usage', message, next);
}
