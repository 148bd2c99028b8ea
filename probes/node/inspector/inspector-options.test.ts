import { describe, expect, it } from 'vitest';
import { inspectorOptions } from './inspector-options.ts';

describe('inspectorOptions', () => {
  it.each([
    [[], 9229],
    [['--inspect'], 9229],
    [['--inspect=9300'], 9300],
    [['--inspect=0.0.0.0'], 9229],
    [['--inspect-brk=127.0.0.1:9301'], 9301],
    [['--inspect-port=[::1]:9302'], 9302],
    [['--inspect-port', '9303'], 9303],
    [['--inspect=127.0.0.1:0'], 0],
    [['--inspect=9300', '--inspect-port=9304'], 9304],
    [['--inspector-something=1', '--max-old-space-size=9000'], 9229],
  ])('finds the port of %j', (options, port) => {
    expect(inspectorOptions(options).port).toBe(port);
  });

  it('tells an inspector that is open from one that only has a place', () => {
    expect(inspectorOptions(['--inspect=0']).opensAtStart).toBe(true);
    expect(inspectorOptions(['--inspect-port=0']).opensAtStart).toBe(false);
  });

  it.each([
    [[], true],
    [['--inspect-publish-uid=stderr'], false],
    [['--inspect-publish-uid', 'stderr'], false],
    [['--inspect-publish-uid=stderr,http'], true],
  ])('sees whether %j lets the inspector be found', (options, listed) => {
    expect(inspectorOptions(options).listed).toBe(listed);
  });
});
