import { expect, it } from 'vitest';
import { progressOn } from './progress.ts';

function watch(isTTY: boolean) {
  let time = 0;
  const written: string[] = [];
  const progress = progressOn({ isTTY, write: (text) => written.push(text) }, () => time);
  return {
    written,
    progress,
    wait: (span: number) => {
      time += span;
    },
  };
}

it('speaks on a terminal, after a second, once per change, and cleans up', () => {
  const { written, progress, wait } = watch(true);
  progress.report('reading', 0.1);
  wait(1_500);
  progress.report('reading', 0.5);
  progress.report('reading', 0.5);
  progress.end();
  expect(written).toEqual(['\r\x1b[2Kreading 50 %', '\r\x1b[2K']);
});

it('is silent in a pipe', () => {
  const { written, progress, wait } = watch(false);
  wait(5_000);
  progress.report('reading', 0.5);
  progress.end();
  expect(written).toEqual([]);
});
