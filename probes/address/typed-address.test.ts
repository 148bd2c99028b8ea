import { expect, it } from 'vitest';
import { authorityOf, isPlainHost, parseAddress } from './typed-address.ts';

it.each([
  ['localhost:9229', { isSecure: false, host: 'localhost', port: 9229 }],
  ['10.0.4.7:9229', { isSecure: false, host: '10.0.4.7', port: 9229 }],
  ['[::1]:9229', { isSecure: false, host: '::1', port: 9229 }],
  ['http://localhost:9222/json/list', { isSecure: false, host: 'localhost', port: 9222 }],
  ['https://debug.example', { isSecure: true, host: 'debug.example', port: 443 }],
  ['ws://127.0.0.1:9229', { isSecure: false, host: '127.0.0.1', port: 9229 }],
  ['ws://127.0.0.1:9229/7c1e', { isSecure: false, host: '127.0.0.1', port: 9229, path: '/7c1e' }],
  ['wss://debug.example/a?token=b', { isSecure: true, host: 'debug.example', port: 443, path: '/a?token=b' }],
])('takes %s for an address', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

it.each(['4711', 'server.js', '', 'ftp://localhost:21', 'localhost:', 'ws://', 'localhost:123456', 'a b:80'])(
  'takes %j for none',
  (text) => {
    expect(parseAddress(text)).toBeUndefined();
  },
);

it('names an address as a URL does', () => {
  expect(authorityOf({ isSecure: false, host: '::1', port: 9229 })).toBe('[::1]:9229');
  expect(authorityOf({ isSecure: true, host: 'debug.example', port: 443, path: '/a' })).toBe(
    'debug.example:443',
  );
});

it('knows the hosts that inspectors answer to', () => {
  expect(['localhost', 'app.localhost', '10.0.0.1', '::1', 'my-pod', 'example.com'].map(isPlainHost)).toEqual(
    [true, true, true, true, false, false],
  );
});
