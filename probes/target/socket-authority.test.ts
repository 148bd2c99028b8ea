import { expect, it } from 'vitest';
import { authorityOf } from './socket-authority.ts';

it.each([
  [4, '127.0.0.1', '127.0.0.1:9229'],
  [4, '10.0.0.7', '10.0.0.7:9229'],
  [4, '0.0.0.0', '127.0.0.1:9229'],
  [6, '0:0:0:0:0:0:0:1', '[0:0:0:0:0:0:0:1]:9229'],
  [6, '0:0:0:0:0:0:0:0', '[::1]:9229'],
] as const)('reaches a socket of IPv%i on %s at %s', (family, address, authority) => {
  expect(authorityOf({ family, address, port: 9229, inode: '1' })).toBe(authority);
});
