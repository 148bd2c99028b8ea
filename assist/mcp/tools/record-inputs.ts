import * as v from 'valibot';
import { recordeeOf } from '../recording/told-cost.ts';
import { permissions, type RecordWishes } from '../recording/wishes.ts';
import { optional } from '../tool.ts';

const usualSeconds = 40;
const usualCaptures = 4;
const longest = 3_600;

/** The name of a variable, and no code: reading it must not run anything. */
const variable = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

/** What record and prove_fix ask for alike. */
export const recordInputs = {
  pid: optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 'the running process, as list tells it'),
  program: optional(
    v.array(v.string()),
    'instead of pid: a command to start, word by word, for example ["node", "server.js"], or ["env", "PORT=4102", "node", "server.js"] to set a variable. It starts in the folder in which the client started heaptrail mcp. It is ended with SIGTERM after the recording',
  ),
  allow: optional(
    v.picklist(permissions),
    'what may be done to the process. memory: open its inspector and read figures. visits: stop it for milliseconds. snapshots: pause it for each heap snapshot. Without it nothing is touched and the cost is told',
  ),
  seconds: optional(
    v.pipe(v.number(), v.minValue(2), v.maxValue(longest)),
    `how long to record (default ${usualSeconds}). 150 or more also judges native memory and handles`,
  ),
  captures: optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)),
    `how many snapshots (default ${usualCaptures}; growth is proven from 3 on)`,
  ),
  max_pause: optional(
    v.pipe(v.number(), v.minValue(0.01)),
    'take no snapshot that may pause it for more seconds',
  ),
  operations: optional(
    v.pipe(v.string(), v.regex(variable, 'must be the name of a variable such as stats.served')),
    'a global variable of the program that counts its operations: rates are then told per operation',
  ),
  values: optional(
    v.boolean(),
    'snapshots also tell what numbers say, for query: each pauses the process 1.1 to 1.7 times as long',
  ),
  work: optional(
    v.strictObject({
      url: optional(v.string(), 'a URL to request (needs autocannon in the project)'),
      requests: optional(
        v.pipe(v.number(), v.integer(), v.minValue(1)),
        'requests an interval (default 503)',
      ),
      script: optional(
        v.string(),
        'a JavaScript file or shell command that works the program once an interval; it may print "operations: N", and gets HEAPTRAIL_PID',
      ),
    }),
    'makes equal work between snapshots. If the program works by itself it may be left out, but without counted operations ' +
      '(operations, or a script that prints "operations: N") prove_fix can only say "gone, provided that it did as much as before"',
  ),
  ready: optional(
    v.string(),
    'for program: text that it prints, or a URL that answers, once it can be given work',
  ),
};

type Inputs = v.InferOutput<v.StrictObjectSchema<typeof recordInputs, undefined>>;

/** @throws UserError `usage` if it names nobody, or two */
export function wishesOf(inputs: Omit<Inputs, 'allow'>): Omit<RecordWishes, 'allow'> {
  const {
    seconds = usualSeconds,
    captures = usualCaptures,
    max_pause,
    operations,
    values,
    work,
    ready,
  } = inputs;
  return {
    who: recordeeOf(inputs),
    span: seconds * 1_000,
    captures,
    longestPause: max_pause === undefined ? undefined : max_pause * 1_000,
    ...{ operations, values, work, ready },
  };
}
