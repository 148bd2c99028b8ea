import { type SpeedscopeFrame, speedscopeFile } from '../../format/speedscope.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { Originals } from '../graph/originals.ts';
import type { RecordedProfile } from '../recording/open-recording.ts';
import { ReportedFrames } from './reported-frames.ts';
import { comparableProfiles, functionKey, sampledStacks } from './sampled-stacks.ts';

/** What the last profile saw alive, for speedscope. */
export function encodeSpeedscope(
  name: string,
  profiles: readonly RecordedProfile[],
  code: Originals,
  modules: ModuleNames,
): string {
  const reported = new ReportedFrames(code, modules);
  const frames: SpeedscopeFrame[] = [];
  const places = new Map<string, number>();
  const stacks = sampledStacks(comparableProfiles(profiles)).map((stack) => ({
    frames: stack.frames.toReversed().map((frame) => {
      const key = functionKey(frame);
      const place = places.get(key) ?? frames.length;
      if (place === frames.length) {
        const { function: called, file, line, column } = reported.of(frame);
        frames.push(file === '' ? { name: called } : { name: called, file, line, col: column });
        places.set(key, place);
      }
      return place;
    }),
    bytes: stack.bytes.reduce((sum, part) => sum + part, 0),
    fresh: stack.bytes.slice(1).reduce((sum, part) => sum + part, 0),
  }));
  return `${JSON.stringify(speedscopeFile(name, frames, stacks))}\n`;
}
