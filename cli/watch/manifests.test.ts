import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import yargs from 'yargs';
import { watchCommand } from '../commands/watch.ts';
import type { WatchArguments } from './watch-arguments.ts';
import { watchRequest } from './watch-request.ts';

const folder = new URL('../../deploy/kubernetes/', import.meta.url);
const manifests = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(new URL(name, folder), 'utf8'),
}));
const watching = manifests.filter(({ text }) => /\bargs:/.test(text));

it('there are manifests that start a watch', () => {
  expect(watching.map(({ name }) => name)).toEqual(['daemonset.yaml', 'sidecar.yaml']);
});

it.each(watching)('$name starts a watch with words that it takes', ({ text }) => {
  const words = [...text.matchAll(/--[a-z-]+=[^\s,\]]+/g)].map(([word]) => word);
  expect(words.length).toBeGreaterThan(4);
  const parser = yargs(words).strict().exitProcess(false);
  const { builder } = watchCommand;
  const options = (typeof builder === 'function' ? builder(parser) : parser) as typeof parser;
  const parsed = options
    .fail((message) => {
      throw new Error(message);
    })
    .parseSync();
  const { setting, metrics, store } = watchRequest(parsed as unknown as WatchArguments);
  expect(setting).toMatchObject({ wish: { match: 'SCRIPT.js' }, folder: '/recordings', maxRung: 'visits' });
  expect(metrics).toMatchObject({ port: 9464 });
  expect(store?.store.place).toBe('/store');
});

it.each(manifests)('$name runs without a right that it does not need', ({ text }) => {
  // The API refuses both, if the capability is spelled in full.
  if (!text.includes('SYS_ADMIN,')) expect(text).toMatch(/allowPrivilegeEscalation: false/);
  expect(text).toMatch(/drop: \[ALL\]/);
  expect(text).not.toMatch(/privileged: true|hostNetwork|hostPath/);
});
