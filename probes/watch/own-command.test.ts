import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isOwnCommand } from './own-command.ts';

const here = fileURLToPath(new URL('../..', import.meta.url));

describe('isOwnCommand', () => {
  it.each([
    [['node', '/usr/bin/heaptrail', 'analyze', '/var/server.js.heaptrail']],
    [
      [
        '/usr/bin/node',
        '--max-old-space-size=4096',
        '/usr/local/bin/heaptrail',
        'watch',
        '--name',
        'server.js',
      ],
    ],
    [['node', '/app/node_modules/heaptrail/dist/cli/main.js', 'record', '--', 'node', 'server.js']],
    [['node', '/app/node_modules/heaptrail/dist/probes/node/close-late-inspector.js', '4711', '']],
    [['node', path.join(here, 'cli/main.js'), 'redact', 'server.js.heapsnapshot', 'b']],
    [['npm exec heaptrail watch --name server.js']],
    [['npm', 'exec', 'heaptrail@0.2.0', 'watch', '--name', 'server.js']],
    [['node', '/usr/lib/node_modules/npm/bin/npx-cli.js', 'heaptrail', 'watch', '--name', 'server.js']],
  ])('knows %j', (command) => {
    expect(isOwnCommand(command)).toBe(true);
  });

  it.each([
    [['node', 'server.js']],
    [['node', '--import', 'heaptrail/probe', 'server.js']],
    [['node', '-r', 'heaptrail', 'server.js']],
    [['node', '/srv/heaptrail/server.js']],
    [['node', '/srv/heaptrail-demo/dist/cli/main.js']],
    [['node', path.join(here, 'samples/agent-loop.mjs'), 'watch']],
    [['node', 'server.js', '--tool', 'heaptrail']],
    [['npm', 'run', 'start']],
    [['my-agent: worker']],
    [[]],
  ])('lets %j be watched', (command) => {
    expect(isOwnCommand(command)).toBe(false);
  });
});
