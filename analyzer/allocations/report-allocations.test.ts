import { expect, it } from 'vitest';
import { type DrawnSample, drawProfile, frameOf } from '../../testing/drawn-profile.ts';
import { leakyReport, sessions } from '../../testing/example-reports.ts';
import { noOriginals } from '../graph/originals.ts';
import { SourceMaps } from '../sources/source-maps.ts';
import { type HolderFunctionsWitness, placeKey, type TiedFunction } from './holder-functions.ts';
import { withAllocations } from './report-allocations.ts';

/** The sites of a suspect that two functions feed: `beta` is three properties from the holder, and samples as much as is given. */
function sitesOf(stepsOfAlpha: number, samplesOfBeta: number): string[] {
  const samples: DrawnSample[] = [];
  let ordinal = 0;
  const profiles = [drawProfile([], { at: 0 })];
  for (const at of [1, 2, 3]) {
    const draw = (stack: string, number: number) => {
      for (let k = 0; k < number; k++) samples.push({ stack, size: 100, ordinal: ++ordinal });
    };
    draw('alpha', 100);
    draw('beta', samplesOfBeta);
    profiles.push(drawProfile([...samples], { at }));
  }
  const tied = (word: string, steps: number): [string, TiedFunction] => {
    const { url, lineNumber, columnNumber } = frameOf(word);
    return [placeKey({ url, line: lineNumber + 1, column: columnNumber + 1 }), { tie: 'closes over', steps }];
  };
  const functions = new Map([tied('alpha', stepsOfAlpha), tied('beta', 3)]);
  const known = { functions, closures: [], entryClass: 'Entry' };
  const suspect = {
    ...sessions,
    growth: { objectsPerInterval: 300, bytesPerInterval: 100 * (100 + samplesOfBeta) },
  };
  const { suspects } = withAllocations(
    { ...leakyReport, suspects: [suspect] },
    {
      profiles,
      functions: { of: () => known } as unknown as HolderFunctionsWitness,
      sources: new SourceMaps(),
      code: noOriginals,
    },
  );
  return (suspects[0].allocations?.sites ?? []).map(({ frame }) => frame.function);
}

it('a site whose bond is just telling comes before a larger one', () => {
  expect(sitesOf(0, 150)).toEqual(['alpha', 'beta']);
  expect(sitesOf(1, 150)).toEqual(['beta', 'alpha']);
});

it('a site of which a larger one is just not large enough comes first', () => {
  expect(sitesOf(0, 199)).toEqual(['alpha', 'beta']);
  expect(sitesOf(0, 201)).toEqual(['beta', 'alpha']);
});
