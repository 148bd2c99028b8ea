import { describe, expect, it } from 'vitest';
import { CaptureResidue } from './capture-residue.ts';

const mebi = 1 << 20;
/** Resident memory, and the heap within it. */
const sample = (rss: number, heap = 50) => ({ at: 1, rss: rss * mebi, heapTotal: heap * mebi });
const captured = (rss: number, heap = 50) => ({ ...sample(rss, heap), mark: 'captured' as const });

const residueAfter = (...samples: readonly Parameters<CaptureResidue['after']>[0][]) => {
  const residue = new CaptureResidue();
  return samples.map((one) => {
    residue.after(one);
    return residue.size / mebi;
  });
};

describe('CaptureResidue', () => {
  it('is what captures added, less what of it returned', () => {
    expect(
      residueAfter(sample(90), captured(100), sample(180), captured(180), sample(200), sample(170)),
    ).toEqual([0, 0, 80, 80, 100, 70]);
  });

  it('does not grow again with the program', () => {
    expect(residueAfter(captured(100), sample(200), sample(140), sample(300), sample(90))).toEqual([
      0, 100, 40, 40, 0,
    ]);
  });

  it('leaves out the JavaScript heap, which is the program’s', () => {
    expect(residueAfter(captured(100, 50), sample(180, 110), sample(230, 160))).toEqual([0, 20, 20]);
  });

  it('passes over samples that do not know the heap where others do', () => {
    const silent = { at: 1, rss: 900 * mebi };
    expect(residueAfter(captured(100), silent, sample(150), silent, sample(150))).toEqual([0, 0, 50, 50, 50]);
  });

  it('is known by resident memory alone where no heap ever is', () => {
    const bare = (rss: number) => ({ at: 1, rss: rss * mebi });
    expect(residueAfter({ ...bare(100), mark: 'captured' }, bare(130), bare(110))).toEqual([0, 30, 10]);
  });

  it('is nothing where it is no more than memory moves by itself', () => {
    expect(residueAfter(captured(100), sample(103))).toEqual([0, 0]);
    expect(residueAfter(captured(100), sample(104))).toEqual([0, 4]);
  });
});
