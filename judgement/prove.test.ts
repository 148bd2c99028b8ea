import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BirthEvidence, LevelEvidence } from './evidence.ts';
import type { Proof } from './proof.ts';
import { prove } from './prove.ts';

const births = { kind: 'births', source: 'captures', unit: 'objects', check: 'owner' } as const;
const entries = { kind: 'levels', source: 'captures', unit: 'entries', of: 'entries' } as const;

it('two moments prove nothing, three may', () => {
  const born = (intervals: number) => [0, ...new Array<number>(intervals).fill(10)];
  const held = (intervals: number) => born(intervals).map((_, k) => 100 + 10 * k);
  expect(prove({ ...births, born: born(1), held: held(1) }).verdict).toBe('possible');
  expect(prove({ ...births, born: born(2), held: held(2) }).verdict).toBe('proven');
  expect(prove({ ...entries, held: [10, 20] }).verdict).toBe('possible');
  expect(prove({ ...entries, held: [10, 20, 30] }).verdict).toBe('proven');
});

const numbers = fc.array(fc.nat({ max: 10_000 }), { minLength: 3, maxLength: 8 });

it('what had nothing to check it against is never proven', () => {
  fc.assert(
    fc.property(numbers, (born) => {
      expect(prove({ ...births, born }).verdict).not.toBe('proven');
    }),
  );
});

it('what keeps its size is never proven, whatever is born in it', () => {
  fc.assert(
    fc.property(numbers, fc.nat(), (born, size) => {
      const evidence: BirthEvidence = { ...births, born: born.map((n) => n + 1), held: born.map(() => size) };
      expect(prove(evidence).verdict).toBe('refuted');
    }),
  );
});

it('the same growth in another unit has the same proof', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 64 }), (held, size) => {
      const scaled: LevelEvidence = { ...entries, held: held.map((n) => n * size) };
      const unscaled = prove({ ...entries, held });
      // Chance weighs by numbers, and so what is slower by more than chance does.
      const byNumbers = new Set(['slowing', 'nearly-full']);
      const others = ({ reasons }: Proof) => reasons.filter((reason) => !byNumbers.has(reason));
      expect(others(prove(scaled))).toEqual(others(unscaled));
    }),
  );
});

it('says why, unless it is proven', () => {
  fc.assert(
    fc.property(numbers, numbers, (born, held) => {
      const length = Math.min(born.length, held.length);
      const { verdict, reasons } = prove({
        ...births,
        born: born.slice(0, length),
        held: held.slice(0, length),
      });
      expect(reasons.length === 0).toBe(verdict === 'proven');
    }),
  );
});
