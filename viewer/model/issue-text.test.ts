import { expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { issueText } from './issue-text.ts';

const suspect: Suspect = {
  fingerprint: '7f3a91c2',
  kind: 'map',
  title: 'Map `sessions` gains 2,000 entries per interval and never loses any',
  confidence: 0.95,
  confirmed: true,
  path: [
    { edge: '', name: 'agent.mjs', kind: 'module' },
    { edge: '.sessions', name: 'Map', kind: 'collection', growing: true },
    { edge: '[key]', name: 'Session', kind: 'entry' },
  ],
  holders: [{ name: 'Map', expression: 'sessions', path: [], share: 1 }],
  survivors: { counts: [0, 2000, 2000], bytes: [0, 1_000_000, 1_000_000] },
  growth: { objectsPerInterval: 2000, bytesPerInterval: 1_000_000, objectsPerOperation: 1 },
  externalShare: 0,
  retainedSize: 4_299_161,
  entryClass: 'Session',
  entryCount: 4000,
  evidence: ['survivors by birth: 2000 / 2000'],
  remedy: ['delete the entry when the session ends'],
};

const report = {
  tool: { name: 'heaptrail', version: '0.1.0' },
  target: { pid: 1, runtime: 'node', version: '20.20.2', command: 'node agent.mjs' },
} as unknown as Report;

it('says in Markdown what grows, where, why and what helps', () => {
  expect(issueText(suspect, report)).toBe(
    [
      '### Memory leak: Map `sessions` gains 2,000 entries per interval and never loses any',
      '',
      '```text',
      'agent.mjs',
      '  ↓ sessions ← grows here  Map',
      '  ↓ [key]  Session',
      '```',
      '',
      '- held by: `sessions` (100 %)',
      '- growth: 1 per operation, 2,000 per interval, 977 KiB per interval',
      '- size: 4.1 MiB retained only by it, 1.9 MiB of it born between captures',
      '- evidence: survivors by birth: 2000 / 2000',
      '- help: delete the entry when the session ends',
      '',
      'Fingerprint `7f3a91c2`, confidence 95 %, heaptrail 0.1.0 (node 20.20.2)',
      '',
    ].join('\n'),
  );
});

it('lets no name close the code it stands in', () => {
  const name = '```\n</details>';
  const hostile: Suspect = {
    ...suspect,
    path: [{ edge: '', name, kind: 'module' }],
    holders: [{ name, expression: 'a`b', path: [], share: 1 }],
  };
  const text = issueText(hostile, report);
  expect(text).toContain('````text\n```\n</details>\n````');
  expect(text).toContain('``a`b``');
});
