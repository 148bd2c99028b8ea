import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { ResidentParts } from '../../format/resident-parts.ts';
import { prove } from '../../judgement/prove.ts';
import { nativeEvidence } from './native-evidence.ts';

const mebi = 1024 * 1024;
const kibi = 1024;
const start = 1_700_000_000_000;

/** One sample a second, with native memory as drawn and a capture marked and ended as given. */
function judge(
  seconds: number,
  native: (t: number) => number,
  { captures = [], heapTotal = () => 20 * mebi, measured, readUntil = seconds - 1, heap = 0 }: Drawn = {},
) {
  const samples = Array.from({ length: seconds }, (_, t): MemorySample => {
    const mark = captures.includes(t) ? 'captured' : captures.includes(t - 2) ? 'resumed' : undefined;
    const gained = measured !== undefined && t === readUntil;
    const read: ResidentParts = {
      at: start + t * 1_000,
      from: 'mappings',
      resident: gained ? 90 * mebi + measured + heap : 90 * mebi,
      sizes: { heap: gained ? 20 * mebi + heap : 20 * mebi, files: 40 * mebi },
    };
    return {
      ...(t === 0 || gained ? { parts: read } : {}),
      at: start + t * 1_000,
      rssAnonymous: native(t) + heapTotal(t) + mebi,
      heapTotal: heapTotal(t),
      external: mebi,
      ...(mark === undefined ? {} : { mark }),
    };
  });
  return prove(nativeEvidence(samples, 4 * mebi)).trend;
}

interface Drawn {
  /** What the mappings gained outside the heap at the last of two readings. */
  readonly measured?: number;
  readonly readUntil?: number;
  /** What all heaps together gained beyond the main one. */
  readonly heap?: number;
  readonly captures?: readonly number[];
  readonly heapTotal?: (t: number) => number;
}

const wobble = (t: number) => 10 * mebi + ((t * 7) % 5) * 100 * kibi;

describe('native memory', () => {
  it.each([
    ['12 s of an idle process', 13, 'flat'],
    ['less than 12 s', 12, 'unsure'],
  ] as const)('undisturbed: %s', (_, seconds, shape) => {
    expect(judge(seconds, wobble).shape).toBe(shape);
  });

  it.each([
    ['80 KiB/s', 80 * kibi, 'flat'],
    ['95 KiB/s', 95 * kibi, 'unsure'],
  ] as const)('in 18 s, a rise by jumps of %s', (_, rate, shape) => {
    // More than it gains comes and goes again, so that it is in no order.
    const jumps = (t: number) => 10 * mebi + t * rate + ((t * 5) % 6) * mebi;
    expect(judge(18, jumps).shape).toBe(shape);
  });

  it('is not cleared by what rises steadily, however slowly', () => {
    expect(judge(16, (t) => 10 * mebi + t * 50 * kibi).shape).toBe('unsure');
  });

  it('is not cleared while V8 resizes its heap, which hides as much', () => {
    const leak = (t: number) => 10 * mebi + (t < 8 ? 0 : -6 * mebi) + t * 400 * kibi;
    expect(judge(16, leak, { heapTotal: (t) => (t < 8 ? 20 : 26) * mebi }).shape).toBe('unsure');
  });

  it('is judged as before if there is a minute: growth is proven, and what captures take is left out', () => {
    const captures = [70, 100, 130];
    const taken = (t: number) => captures.filter((at) => t > at).length * 60 * mebi;
    expect(judge(160, (t) => wobble(t) + taken(t), { captures }).shape).toBe('flat');
    expect(judge(160, (t) => wobble(t) + t * 300 * kibi + taken(t), { captures }).shape).toBe('growing');
  });

  it('leaves out what rises while a snapshot is written', () => {
    const captures = [1, 31, 61, 91];
    // Each capture takes 200 MiB while it lasts, and the process keeps 40 of them once.
    const native = (t: number) =>
      wobble(t) + (t > 1 ? 40 * mebi : 0) + (captures.includes(t - 1) ? 200 * mebi : 0);
    expect(judge(96, native, { captures }).shape).toBe('flat');
  });

  it.each([
    ['8.5 MiB', 8.5, 'growing'],
    ['7.5 MiB', 7.5, 'unsure'],
  ] as const)('rises between captures by %s from one to the next', (_, each, shape) => {
    // Each capture takes back what the allocator can spare, and the process takes it again.
    const captures = [1, 31, 61, 91];
    const native = (t: number) => wobble(t) + ((each * t) / 30) * mebi;
    expect(judge(121, native, { captures }).shape).toBe(shape);
  });

  it.each([
    ['8.5 MiB in 75 s', 75, 8.5, 'growing'],
    ['7.5 MiB in 75 s', 75, 7.5, 'unsure'],
    ['7.5 MiB in three minutes', 182, 7.5, 'growing'],
  ] as const)('undisturbed, rises by %s', (_, seconds, gain, shape) => {
    expect(judge(seconds, (t) => wobble(t) + ((gain * t) / (seconds - 1)) * mebi).shape).toBe(shape);
  });

  it.each([
    [180, 'unsure'],
    [181, 'growing'],
  ] as const)('undisturbed, a small rise within %i samples', (seconds, shape) => {
    // Its span is a second shorter.
    expect(judge(seconds, (t) => wobble(t) + ((7.5 * t) / (seconds - 1)) * mebi).shape).toBe(shape);
  });

  it('is cleared by a quiet lead, though captures make it rise a little', () => {
    const captures = [20, 50, 80, 110];
    const native = (t: number) => wobble(t) + (t < 20 ? 0 : 40 * mebi + ((t - 20) / 30) * 5 * mebi);
    expect(judge(111, native, { captures }).shape).toBe('flat');
  });

  it('is not cleared where it is higher after each capture, though flat between them', () => {
    const captures = [1, 31, 61, 91];
    const filled = (t: number) => wobble(t) + captures.filter((at) => t > at).length * 8 * mebi;
    expect(judge(96, filled, { captures })).toMatchObject({ shape: 'unsure', confidence: 0 });
  });

  /** The lead and three intervals of half a minute; each capture takes 8 MiB the first time, and 1 MiB later. */
  const captures = [58, 89, 120, 151];
  const taken = (t: number) =>
    captures.filter((at) => t > at).reduce((sum, _, k) => sum + (k === 0 ? 60 : 1), 0);

  it('grows where what rose before the captures goes on rising after them', () => {
    const native = (t: number) => wobble(t) + (t * 0.4 + taken(t)) * mebi;
    expect(judge(160, native, { captures }).shape).toBe('growing');
  });

  it.each([
    ['stops', (t: number) => 0.4 * Math.min(t, 58)],
    ['gets much slower', (t: number) => 0.4 * Math.min(t, 58) + 0.1 * Math.max(0, t - 58)],
    ['rises again by itself', (t: number) => 0.4 * Math.min(t, 58) + (t > 89 ? 12 : 0)],
    [
      'rises with one capture and falls with the next',
      (t: number) => 0.4 * Math.min(t, 58) + (t > 89 ? 2 : 0) + (t > 120 && t <= 151 ? 9 : 0),
    ],
    ['fills a cache', (t: number) => 40 * (1 - Math.exp(-t / 20))],
  ] as const)('is not judged where what rose before the captures %s', (_, rise) => {
    const native = (t: number) => wobble(t) + (rise(t) + taken(t)) * mebi;
    expect(judge(160, native, { captures })).toMatchObject({ shape: 'unsure', confidence: 0 });
    expect(judge(160, native, { captures }).longer).toBeGreaterThan(50_000);
  });

  it('grows where the first captures left enough free to hide it, once it rises undisturbed', () => {
    const hidden = (t: number) => (t <= 58 ? 0.4 * t : 23 + 0.4 * Math.max(0, t - 100));
    const native = (t: number) => wobble(t) + (hidden(t) + taken(t)) * mebi;
    expect(judge(200, native, { captures }).shape).toBe('growing');
  });

  it('is not judged by what a process touches again right after a capture', () => {
    const again = (t: number) => Math.min(8, t - captures.findLast((at) => t >= at)!) * 0.5;
    const native = (t: number) => wobble(t) + (t < 58 ? 0.4 * t : 23 + again(t) + taken(t)) * mebi;
    expect(judge(182, native, { captures }).shape).toBe('unsure');
  });

  it('grows as before the captures where these are too close together to tell, or the rise is too small', () => {
    const quick = [58, 61, 64, 67];
    expect(judge(70, (t) => wobble(t) + 0.4 * Math.min(t, 58) * mebi, { captures: quick }).shape).toBe(
      'growing',
    );
    const slow = (t: number) => wobble(t) + (0.17 * Math.min(t, 58) + taken(t)) * mebi;
    expect(judge(160, slow, { captures }).shape).toBe('growing');
    // Two levels: one rise is what happens once, and proves no more than the lead does.
    const two = (t: number) => wobble(t) + (0.4 * t + (t > 58 ? 60 : 0)) * mebi;
    expect(judge(175, two, { captures: [58, 116, 174] }).shape).toBe('growing');
  });

  it.each([
    ['fills, ever more slowly', (t: number) => 30 * (1 - Math.exp(-t / 40)), 'unsure'],
    ['begins with a start-up and goes on evenly', (t: number) => Math.min(10, t) + 0.3 * t, 'growing'],
    ['gets slower by chance', (t: number) => 0.3 * t + 1.5 * Math.sin(t / 6), 'growing'],
  ] as const)('without captures, what %s', (_, rise, shape) => {
    expect(judge(70, (t) => wobble(t) + rise(t) * mebi).shape).toBe(shape);
  });

  it('is told from a cache that fills by a longer look', () => {
    const fills = (t: number) => wobble(t) + 30 * (1 - Math.exp(-t / 40)) * mebi;
    expect(judge(240, fills).shape).toBe('levelling');
  });

  it.each([
    ['just enough', 15.1, 'growing'],
    ['too little', 14.9, 'unsure'],
    ['next to nothing', 3.9, 'flat'],
  ] as const)('the mappings show %s of a growth that samples show', (_, gain, shape) => {
    // V8 freed what it had and has not given it back, and samples take it for native memory.
    expect(judge(76, (t) => 10 * mebi + 0.4 * t * mebi, { measured: gain * mebi }).shape).toBe(shape);
  });

  it('is what samples show where the mappings were read over too short a time, or workers have heaps', () => {
    const native = (t: number) => 10 * mebi + 0.4 * t * mebi;
    expect(judge(76, native, { measured: 0, readUntil: 50 }).shape).toBe('growing');
    expect(judge(76, native, { measured: 0, heap: 30 * mebi }).shape).toBe('growing');
  });

  it('grows where it rises for hours, though ever less', () => {
    const native = (t: number) => wobble(t) + 400 * Math.log1p(t / 900) * mebi;
    expect(judge(3600, native).shape).toBe('growing');
  });
});
