import { asTyped } from '../../../analyzer/terminal/typed-command.ts';

/** What reports tell a person to type, and which call is the same. */
const calls: readonly (readonly [RegExp, string])[] = [
  [/heaptrail explain (?:\S+ )?([0-9a-f]{8})/g, 'explain { fingerprint: "$1" }'],
  [/heaptrail attach (\d+|PID) --captures 0 --for 5m/g, 'record { pid: $1, allow: "memory", seconds: 300 }'],
  [/heaptrail attach (\d+|PID) --for 5m/g, 'record { pid: $1, allow: "snapshots", seconds: 300 }'],
  [/heaptrail attach (\d+|PID)\b(?! --)/g, 'record { pid: $1 }'],
  [/leave --max-rung out/g, 'allow: "snapshots"'],
  [/--max-rung (visits|snapshot) allows/g, 'the call allows'],
  [/--max-pause (\S+)/g, 'max_pause $1'],
  [/it was stopped from the keyboard/g, 'it was ended early by its client'],
  [/its output above says why/g, 'it printed nothing that says why'],
  [/heaptrail record -- node server\.js/g, 'program: ["node", "server.js"]'],
  [/heaptrail classes lists them/g, 'query "* group by className" lists them'],
  [/--limit shows more/g, 'a larger limit shows more'],
  [/record with --values to see them/g, 'record with values: true to see them'],
  [
    /add --include-strings to (?:allow|show) it/g,
    'only the person can allow it: heaptrail mcp --include-strings',
  ],
  [/--json lists them/g, 'heaptrail explain --json lists them'],
  [/ \(Ctrl-C [^)]*\)/g, ''],
  [/--all shows them/g, 'explain lists them'],
];

/** A text for an assistant: where a call does the same as a command, it names the call. */
export function inToolWords(text: string): string {
  const told = calls.reduce((so, [typed, call]) => so.replace(typed, call), text);
  return asTyped(told, 'npx heaptrail');
}
