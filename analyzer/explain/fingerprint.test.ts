import { describe, expect, it } from 'vitest';
import type { PathStep } from '../../format/suspect.ts';
import { fingerprintOf } from './fingerprint.ts';

const path: PathStep[] = [
  { edge: '', name: 'src/agent.mjs', kind: 'module' },
  { edge: 'sessions', name: 'Map', kind: 'collection', growing: true },
  { edge: '[key]', name: 'Session', kind: 'entry', location: 'src/session.mjs:3' },
];

describe('fingerprintOf', () => {
  it('does not change with folders, lines, counts and how the engine gets to the module', () => {
    const elsewhere: PathStep[] = [
      { edge: '(internal)', name: 'TCP', kind: 'native' },
      { edge: '', name: 'deployed/agent.mjs', kind: 'module' },
      { ...path[1], repeats: 3 },
      { ...path[2], location: 'src/session.mjs:90' },
    ];
    expect(fingerprintOf(elsewhere)).toBe(fingerprintOf(path));
  });

  it('does not change with numbers in names', () => {
    const numbered = (n: number): PathStep[] => [
      ...path,
      { edge: `[${n}]`, name: `Worker${n}`, kind: 'entry' },
    ];
    expect(fingerprintOf(numbered(1))).toBe(fingerprintOf(numbered(27)));
  });

  it('changes with the variable, the class and the file', () => {
    const others = [
      path.with(0, { ...path[0], name: 'src/gateway.mjs' }),
      path.with(1, { ...path[1], edge: 'runs' }),
      path.with(2, { ...path[2], name: 'Run' }),
    ];
    expect(new Set([path, ...others].map(fingerprintOf)).size).toBe(4);
  });
});
