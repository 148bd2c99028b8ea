import { parseDuration } from '../../format/duration.ts';
import { isAtLeast, type Rung } from '../../format/rungs.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { PartName } from '../../format/verdict.ts';
import type { RecordingPlan } from '../../probes/session/plan/plan.ts';
import { type AttachedTo, type AttachedToArguments, attachedTo } from './attached-to.ts';
import { type JudgementRequest, judgementRequest } from './judgement-request.ts';
import { type Keeping, parseKeep } from './keep-option.ts';
import { type ProgramArguments, programWords } from './program-words.ts';
import type { RecordingArguments } from './recording-options.ts';

/** What `attach` and `record` are asked for. */
export interface RecordingRequest {
  readonly plan: RecordingPlan;
  /** Named after the process if absent. */
  readonly out: string | undefined;
  /** Which earlier recordings stay beside it. */
  readonly keep: Keeping;
  /** Every process of the tree, each in a recording of its own. */
  readonly tree: boolean;
  /** Replace the contents of strings in every capture. */
  readonly redact: boolean;
  readonly quiet: boolean;
  /** Absent if it is only recorded. */
  readonly judgement: JudgementRequest | undefined;
}

export interface AttachArguments extends RecordingArguments, AttachedToArguments {
  readonly inject: boolean;
  readonly 'by-signal': boolean;
}

export interface AttachRequest extends RecordingRequest {
  readonly to: AttachedTo;
  /** Load the addon into the process that pulses need. */
  readonly inject: boolean;
  /** By the signal of `--heapsnapshot-signal`, even if the inspector can be had. */
  readonly bySignal: boolean;
}

export interface RecordArguments extends RecordingArguments, ProgramArguments {
  readonly 'keep-running': boolean;
}

export interface RecordRequest extends RecordingRequest {
  readonly command: readonly string[];
  /** Wait for the program to end by itself. */
  readonly keepRunning: boolean;
}

/** @throws UserError what is wrong with the words, before anything is touched */
export async function attachRequest(args: AttachArguments): Promise<AttachRequest> {
  const to = await attachedTo(args);
  return { ...(await recordingRequest(args)), to, inject: args.inject, bySignal: args['by-signal'] };
}

/** @throws UserError as `attachRequest` */
export async function recordRequest(args: RecordArguments): Promise<RecordRequest> {
  const command = programWords(args, 'heaptrail record -- node server.js');
  return { ...(await recordingRequest(args)), command, keepRunning: args['keep-running'] };
}

async function recordingRequest(args: RecordingArguments): Promise<RecordingRequest> {
  const { out, tree, redact, quiet, analyze } = args;
  const plan = await planFrom(args);
  const judgement = await judgementRequest(args);
  const keep = parseKeep(args.keep);
  return { plan, out, keep, tree, redact, quiet, judgement: analyze ? judgement : undefined };
}

async function planFrom(args: RecordingArguments): Promise<RecordingPlan> {
  const { planRecording } = await import('../../probes/session/plan/plan.ts');
  const { planWindow } = await import('../../probes/session/plan/window-plan.ts');
  const { planVisits, withLighter } = await import('../../probes/session/plan/visit-plan.ts');
  const auto = args.plan === 'auto';
  const rung = rungFrom(args);
  const visiting = rung !== undefined && isAtLeast(rung, 'visits');
  if (rung !== undefined) requireLight(args, rung);
  if (auto && (args.captures !== undefined || args.every !== undefined)) throw twoPlans();
  const plan = planRecording({
    duration: auto || visiting ? undefined : (durationFrom(args.for) ?? (rung && withoutCaptures)),
    every: visiting ? undefined : durationFrom(args.every),
    captures: rung === undefined || visiting ? args.captures : 0,
    untilGrowth: args['until-growth'],
    ledgerEvery: durationFrom(args['ledger-every']),
    operations: args.operations,
    forced: args.force,
    longestPause: durationFrom(args['max-pause']),
    pulses: args.pulses,
    // Each look at sampled allocations collects garbage: what the experiment asks would be answered before.
    sampling: args.sampling && rung !== 'ledger' && !(args.experiment && args.captures === 0),
    stacks: args.stacks,
    values: args.values,
    experiment: args.experiment,
    native: args.native,
    workers: args.workers,
    parts: partsFrom(args.parts),
    // Nobody waits for a verdict that nobody wants.
    settles: !auto && !args['until-growth'] && args.analyze,
  });
  const pace = { duration: durationFrom(args.for), every: durationFrom(args.every) };
  if (visiting) return planVisits(plan, { ...pace, rung });
  if (rung !== undefined) return plan;
  const heavy = auto
    ? planWindow(plan, pace.duration, { span: durationFrom(args.window), atOnce: args.pulses })
    : plan;
  return insistsOnCaptures(args) ? heavy : withLighter(heavy, auto ? {} : pace);
}

/** How long memory is watched if nothing looks at the heap and nobody says for how long. */
const withoutCaptures: Millis = 60_000;

/** The highest rung that is allowed; undefined if all are. */
function rungFrom(args: RecordingArguments): Rung | undefined {
  const rung = args['max-rung'];
  if (rung === 'snapshots') return undefined;
  return rung ?? (args.plan === 'light' ? 'visits' : undefined);
}

/** Who names what only captures can do wants them, or to be told why there are none. */
function insistsOnCaptures(args: RecordingArguments): boolean {
  return (
    args.plan === 'captures' ||
    args.captures !== undefined ||
    args.stacks ||
    args.values ||
    (args.pulses ?? false) ||
    args['until-growth']
  );
}

function durationFrom(text: string | undefined): Millis | undefined {
  return text === undefined ? undefined : parseDuration(text);
}

const askable = ['heap', 'external', 'native', 'children', 'handles'] as const satisfies readonly PartName[];

function partsFrom(text: string | undefined): readonly PartName[] | undefined {
  return text?.split(',').map((word) => {
    const part = askable.find((name) => name === word.trim());
    if (part !== undefined) return part;
    throw new UserError('usage', `"${word}" is not a part of memory`, `choose from ${askable.join(',')}`);
  });
}

/** @throws UserError if something heavier is asked for in the same words */
function requireLight(args: RecordingArguments, rung: Rung): void {
  const heavier = (['captures', 'pulses', 'stacks', 'values', 'until-growth', 'window'] as const).find(
    (name) =>
      args[name] !== undefined && args[name] !== false && !(name === 'pulses' && isAtLeast(rung, 'pulses')),
  );
  if (heavier === undefined && args.plan !== 'auto') return;
  throw new UserError(
    'usage',
    `${args.plan === 'auto' ? '--plan auto' : `--${heavier}`} is heavier than --max-rung ${rung} allows`,
    'leave it out, or leave --plan light and --max-rung out',
  );
}

function twoPlans(): UserError {
  return new UserError(
    'usage',
    '--plan auto decides by itself when to capture',
    'leave --captures and --every out, or leave --plan out',
  );
}
