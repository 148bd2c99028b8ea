import type { Capture, RecordingManifest } from '../format/recording.ts';
import type { EpochMillis } from '../format/units.ts';

/** The manifest of a recording on Node that went well, for tests that lay its files themselves. */
export function exampleManifest(
  startedAt: EpochMillis,
  captures: readonly Pick<Capture, 'file' | 'at' | 'size' | 'operations'>[],
  change: Partial<RecordingManifest> = {},
): RecordingManifest {
  return {
    schemaVersion: 1,
    tool: { name: 'heaptrail', version: '0.1.0' },
    target: {
      pid: 4711,
      runtime: 'node',
      version: 'v20.20.2',
      executable: '/usr/bin/node',
      command: ['node', 'agent.mjs'],
      platform: 'linux',
      architecture: 'x64',
    },
    options: { ledgerEvery: 1_000 },
    startedAt,
    state: 'complete',
    captures: captures.map((capture, i) => ({ index: i + 1, status: 'whole', epoch: 'one', ...capture })),
    notes: [],
    ...change,
  };
}
