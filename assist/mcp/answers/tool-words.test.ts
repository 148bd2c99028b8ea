import { expect, it } from 'vitest';
import { inToolWords } from './tool-words.ts';

it.each([
  ['heaptrail explain agent.heaptrail 7f3a91c2', 'explain { fingerprint: "7f3a91c2" }'],
  [
    'record memory for longer: heaptrail attach PID --captures 0 --for 5m',
    'record memory for longer: record { pid: PID, allow: "memory", seconds: 300 }',
  ],
  [
    'record for longer: heaptrail attach 4711 --for 5m',
    'record for longer: record { pid: 4711, allow: "snapshots", seconds: 300 }',
  ],
  ['three captures: heaptrail attach 4711', 'three captures: record { pid: 4711 }'],
  ['heaptrail attach 4711 --by-signal', 'npx heaptrail attach 4711 --by-signal'],
  ['capture 2 in 20.0 s (Ctrl-C ends the recording and keeps it)', 'capture 2 in 20.0 s'],
  ['10 rows of 46, --limit shows more', '10 rows of 46, a larger limit shows more'],
  ['interrupted: it was stopped from the keyboard', 'interrupted: it was ended early by its client'],
  [
    'help: add --include-strings to show it',
    'help: only the person can allow it: npx heaptrail mcp --include-strings',
  ],
  ['for example heaptrail record -- node server.js', 'for example program: ["node", "server.js"]'],
  ['heaptrail is a tool', 'heaptrail is a tool'],
])('%s', (typed, told) => {
  expect(inToolWords(typed)).toBe(told);
});
