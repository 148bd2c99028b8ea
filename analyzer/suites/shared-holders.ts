import type { FoundSurvivors, SharedHolder } from '../../format/suite-report.ts';
import { causeOf } from './causes/index.ts';

/** Each holder once, with all files that leave something in it; what holds most first. */
export function sharedHolders(
  found: readonly FoundSurvivors[],
  testFiles: ReadonlySet<string>,
): readonly SharedHolder[] {
  const shared = new Map<string, SharedHolder>();
  for (const { file, holders } of found) {
    for (const holder of holders) {
      const { fingerprint, bytes, objects } = holder;
      const known = shared.get(fingerprint);
      const cause = causeOf(holder, testFiles);
      const first = known ?? { ...holder, bytes: 0, objects: 0, files: [] };
      shared.set(fingerprint, {
        ...first,
        ...(cause === undefined ? {} : { cause }),
        bytes: first.bytes + bytes,
        objects: first.objects + objects,
        files: [...first.files, { file, bytes, objects }],
      });
    }
  }
  return [...shared.values()].sort((a, b) => b.bytes - a.bytes);
}
