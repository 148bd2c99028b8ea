import { parseDuration } from '../../format/duration.ts';
import { isAtLeast, type Rung } from '../../format/rungs.ts';
import { parseSize } from '../../format/size.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { planRecording, type RecordingPlan } from '../../probes/session/plan/plan.ts';
import { planVisits, withLighter } from '../../probes/session/plan/visit-plan.ts';
import { planWindow } from '../../probes/session/plan/window-plan.ts';
import { isProcessId } from '../requests/whole-numbers.ts';
import { parseAlert } from './alert-option.ts';
import { commandDelivery } from './deliveries.ts';
import type { Listening } from './listen/listen.ts';
import { parseListenAddress } from './listen/listen-address.ts';
import { listenToken } from './listen/listen-token.ts';
import { pyroscopeAt } from './profiles/pyroscope.ts';
import { sendsRedacted, storeSetting } from './store-request.ts';
import type { WatchArguments } from './watch-arguments.ts';
import type { Watching } from './watching.ts';
import { webhookDelivery } from './webhook.ts';

export interface WatchRequest extends Watching {
  /** How long to watch; until it is interrupted if absent. */
  readonly span: Millis | undefined;
}

const judgeEvery: Millis = 15_000;

/** @throws UserError what is wrong with the words, before anything is watched */
export function watchRequest(args: WatchArguments): WatchRequest {
  const maxRung = args['max-rung'] ?? 'snapshots';
  requireLight(args, maxRung);
  const isSampled = args.sampling && isAtLeast(maxRung, 'sites');
  return {
    setting: {
      wish: wishOf(args),
      folder: args.out,
      budget: parseSize(args['disk-budget']),
      plan: lookPlan(args, maxRung),
      maxRung,
      spacing: parseDuration(args['at-most-every']),
      rules: args.alert.map(parseAlert),
      ledgerEvery: parseDuration(args['ledger-every']),
      ledgerAtRest: parseDuration(args['ledger-at-rest']),
      summaryEvery: parseDuration(args['summary-every']),
      judgeEvery,
      profileEvery: isSampled ? parseDuration(args['sites-every']) : undefined,
      ringSize: parseSize(args['ring-size']),
    },
    inject: args.inject,
    redact: args.redact || sendsRedacted(args),
    json: args.json,
    receivers: [
      ...(args['on-alert'] === undefined ? [] : [commandDelivery(args['on-alert'])]),
      ...(args.webhook === undefined ? [] : [webhookDelivery(requireUrl(args.webhook))]),
    ],
    metrics: args.metrics === undefined ? undefined : parseListenAddress(args.metrics),
    listen: listeningOf(args),
    otlp: args.otlp === undefined ? undefined : otlpEndpoint(args.otlp),
    pyroscope: args.pyroscope === undefined ? undefined : profilesGoTo(args.pyroscope, isSampled),
    store: storeSetting(args),
    span: args.for === undefined ? undefined : parseDuration(args.for),
  };
}

/** How a close look is recorded; undefined if the rung allows none. */
function lookPlan(args: WatchArguments, maxRung: Rung): RecordingPlan | undefined {
  const plan = planRecording({
    operations: args.operations,
    forced: args.force,
    longestPause: parseDuration(args['max-pause']),
    sampling: args.sampling,
  });
  const span = parseDuration(args.window);
  const heavy = planWindow(plan, span, { span, atOnce: true });
  if (maxRung === 'snapshots') return withLighter(heavy, { duration: span });
  return isAtLeast(maxRung, 'visits') ? planVisits(heavy, { duration: span, rung: maxRung }) : undefined;
}

function listeningOf({ listen, 'listen-token-file': file }: WatchArguments): Listening | undefined {
  if (listen === undefined) return undefined;
  return { ...parseListenAddress(listen), token: listenToken(file, process.env) };
}

/** @throws UserError if there are to be no profiles */
function profilesGoTo(address: string, isSampled: boolean): Watching['pyroscope'] {
  if (isSampled) return pyroscopeAt(address, process.env);
  throw new UserError(
    'usage',
    '--pyroscope takes profiles of sampled allocations, and there are none without sampling',
    'leave out --no-sampling, or give --max-rung sites',
  );
}

/** @throws UserError if something heavier is asked for in the same words */
function requireLight({ inject }: WatchArguments, maxRung: Rung): void {
  if (!inject || isAtLeast(maxRung, 'pulses')) return;
  throw new UserError(
    'usage',
    `--inject is for pulses, which are heavier than --max-rung ${maxRung} allows`,
    'leave it out, or give --max-rung pulses',
  );
}

function wishOf({ pid, name }: WatchArguments): Watching['setting']['wish'] {
  if (name !== undefined && pid === undefined && name !== '') return { match: name };
  if (name === undefined && pid !== undefined && isProcessId(pid)) return { pid };
  throw new UserError(
    'usage',
    'watch needs either a process id or --name',
    'for example heaptrail watch 4711, or heaptrail watch --name server.js; `heaptrail ps` lists the processes',
  );
}

function requireUrl(text: string, what = 'webhook'): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UserError('usage', `the ${what} is not a URL`, 'write it as https://HOST/PATH');
}

/** A collector's address alone means the path that it has for metrics. */
function otlpEndpoint(text: string): string {
  const url = new URL(requireUrl(text, 'address of --otlp'));
  if (url.pathname === '/') url.pathname = '/v1/metrics';
  return url.href;
}
