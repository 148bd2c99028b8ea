import { tool } from '../../format/tool.ts';

interface Step {
  readonly type: string;
  readonly does: string;
}

const tours: readonly (readonly [situation: string, steps: readonly Step[]])[] = [
  [
    'A process is running',
    [
      { type: 'ps', does: 'list the processes you can attach to' },
      { type: 'attach PID', does: 'four snapshots, 30 seconds apart, then the verdict' },
    ],
  ],
  [
    'In CI, or before you ship',
    [
      { type: 'check --load URL -- node server.js', does: 'fail if something new grows' },
      { type: 'record -- node server.js', does: 'start a program, record it, judge it' },
    ],
  ],
  [
    'You have snapshots, a recording or logs',
    [
      { type: 'analyze A.heapsnapshot B.heapsnapshot', does: 'what grows, and who holds it' },
      { type: 'view RECORDING', does: 'one page with everything, to keep or mail' },
      { type: 'triage app.log', does: 'whether logs show a leak at all' },
    ],
  ],
];

/** What to type first, for a person who typed nothing. */
export function tour(command: string): string {
  const typed = (step: Step) => `${command} ${step.type}`;
  const width = Math.max(...tours.flatMap(([, steps]) => steps.map((step) => typed(step).length)));
  const blocks = tours.map(([situation, steps]) =>
    [`${situation}:`, ...steps.map((step) => `  ${typed(step).padEnd(width)}  ${step.does}`)].join('\n'),
  );
  return [
    `${tool.name} says what grows in a Node or Bun process, who holds it, and how sure it is.`,
    ...blocks,
    `All commands: ${command} --help. One of them: ${command} help attach.`,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
