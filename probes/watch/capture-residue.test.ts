import { describe, expect, it } from 'vitest';
import { CaptureResidue, type CaptureSpan } from './capture-residue.ts';

const mebi = 1 << 20;
/** Resident memory, and the heap within it. */
const sized = (rss: number, heap = 50) => ({ rss: rss * mebi, heapTotal: heap * mebi });
const bare = (rss: number) => ({ rss: rss * mebi });

/** What is ours after each sample, one a second; a capture lies between the given second and the next. */
const residueOf = (captures: readonly number[], ...samples: readonly ReturnType<typeof bare>[]) => {
  const residue = new CaptureResidue();
  residue.expect(captures.map((at): CaptureSpan => ({ from: at + 0.1, until: at + 0.9 })));
  return samples.map((sample, at) => {
    residue.after({ at, ...sample });
    return residue.size / mebi;
  });
};

describe('CaptureResidue', () => {
  it('is what captures added, less what of it returned', () => {
    expect(residueOf([1, 3], sized(90), sized(100), sized(180), sized(180), sized(200), sized(170))).toEqual([
      0, 0, 80, 80, 100, 70,
    ]);
  });

  it('does not grow again with the program', () => {
    expect(residueOf([0], sized(100), sized(200), sized(140), sized(300), sized(90))).toEqual([
      0, 100, 40, 40, 0,
    ]);
  });

  it('leaves out the JavaScript heap, which is the program’s', () => {
    expect(residueOf([0], sized(100, 50), sized(180, 110), sized(230, 160))).toEqual([0, 20, 20]);
  });

  it('does not take the peak within a capture, or a sample from before it, for the time after', () => {
    const residue = new CaptureResidue();
    residue.expect([{ from: 10, until: 20 }]);
    const ours = [
      { at: 8, ...sized(100) },
      { at: 9, ...sized(110) },
      { at: 15, ...sized(900) },
      { at: 20, ...sized(150) },
    ].map((sample) => {
      residue.after(sample);
      return residue.size / mebi;
    });
    expect(ours).toEqual([0, 0, 0, 40]);
  });

  it('passes over samples that do not know the heap if others do', () => {
    expect(residueOf([0], sized(100), bare(900), sized(150), bare(900), sized(150))).toEqual([
      0, 0, 50, 50, 50,
    ]);
  });

  it('is known by resident memory alone if no heap ever is', () => {
    expect(residueOf([0], bare(100), bare(130), bare(110))).toEqual([0, 30, 10]);
  });

  it('is nothing if it is no more than memory moves by itself', () => {
    expect(residueOf([0], sized(100), sized(103))).toEqual([0, 0]);
    expect(residueOf([0], sized(100), sized(104))).toEqual([0, 4]);
  });
});
