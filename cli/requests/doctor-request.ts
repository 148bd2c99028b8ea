import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { parseDuration } from '../../format/duration.ts';
import type { Rung } from '../../format/rungs.ts';
import { UserError } from '../../format/user-error.ts';
import type { RecordingPlan } from '../../probes/session/plan/plan.ts';
import type { FailOn } from './exit-codes.ts';
import { targetNamed } from './named-target.ts';
import { requirePid } from './required-pid.ts';

export interface DoctorArguments {
  readonly source: string | undefined;
  readonly name: string | undefined;
  readonly out: string | undefined;
  readonly for: string | undefined;
  readonly 'max-rung': Rung;
  readonly 'max-pause': string;
  readonly operations: string | undefined;
  readonly program: string | undefined;
  readonly json: boolean;
  readonly 'fail-on': FailOn;
  readonly quiet: boolean;
}

/** Who or what is examined. */
export type DoctorPatient =
  | { readonly pid: number; readonly plan: RecordingPlan }
  | { readonly recording: string };

export interface DoctorRequest {
  readonly patient: DoctorPatient;
  readonly out: string;
  readonly program: string | undefined;
  readonly json: boolean;
  readonly failOn: FailOn;
  readonly quiet: boolean;
}

const defaultFor = '1m';

/** @throws UserError what is wrong with the words, before anything is touched */
export async function doctorRequest(args: DoctorArguments): Promise<DoctorRequest> {
  const { bundleName } = await import('../../doctor/options.ts');
  const { requireNewFolder } = await import('../../doctor/bundle/new-folder.ts');
  const { program, json, quiet, 'fail-on': failOn } = args;
  const patient = await patientOf(args);
  const named = 'pid' in patient ? patient.pid : basename(patient.recording).replace(/\.heaptrail$/, '');
  const out = args.out ?? bundleName(named);
  requireNewFolder(out);
  return { patient, out, program, json, failOn, quiet };
}

async function patientOf(args: DoctorArguments): Promise<DoctorPatient> {
  const { source, name } = args;
  const isPid = source !== undefined && /^\d+$/.test(source) && !existsSync(source);
  if (source !== undefined && name !== undefined) {
    throw new UserError('usage', `${source} and --name ${name} name two`, 'leave out one of them');
  }
  if (source !== undefined && !isPid) {
    const { openSource } = await import('../../analyzer/recording/open-source.ts');
    const { folder } = openSource([source]);
    if (folder === undefined)
      throw new UserError(
        'not-a-recording',
        `${source} is no recording`,
        'heaptrail analyze reads snapshots',
      );
    return { recording: folder };
  }
  const pid =
    name === undefined
      ? await requirePid(isPid ? Number(source) : undefined, 'doctor')
      : await targetNamed(name);
  return { pid, plan: await planOf(args) };
}

async function planOf(args: DoctorArguments): Promise<RecordingPlan> {
  const { planLadder } = await import('../../probes/session/plan/ladder-plan.ts');
  const duration = parseDuration(args.for ?? defaultFor);
  const longestPause = parseDuration(args['max-pause']);
  return planLadder({ duration, longestPause, operations: args.operations }, args['max-rung']);
}
