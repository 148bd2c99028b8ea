import { expect, it } from 'vitest';
import { requireLinux } from './linux.ts';

it('lets Linux pass', () => {
  expect(() => requireLinux('linux')).not.toThrow();
});

it.each(['darwin', 'win32'])('tells %s what to do instead', (platform) => {
  expect(() => requireLinux(platform)).toThrow(
    `live processes can only be probed on Linux, and this is ${platform}`,
  );
});
