import { expect, it } from 'vitest';
import { frameOf } from '../../testing/drawn-profile.ts';
import { noOriginals } from '../graph/originals.ts';
import { ReportedFrames } from './reported-frames.ts';

/** A bundle whose code was all written in `file`. */
const bundleOf = (file: string) =>
  new ReportedFrames({ ...noOriginals, place: () => ({ url: `file:///app/${file}`, line: 7, column: 1 }) });

it.each([
  ['of a dependency, if it was bundled', 'handle', bundleOf('node_modules/router/index.js'), true],
  ['of the program, if it was bundled', 'handle', bundleOf('src/server.ts'), undefined],
  ['of a dependency that was compiled before it was installed', 'router:handle', bundleOf('src/a.ts'), true],
  ['of the program', 'handle', new ReportedFrames(), undefined],
  ['of a dependency', 'router:handle', new ReportedFrames(), true],
])('a call is %s', (_, call, frames, dependency) => {
  expect(frames.of(frameOf(call)).dependency).toBe(dependency);
});
