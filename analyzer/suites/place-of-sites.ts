import { isRuntimeFile, placeText } from '../../format/place.ts';
import type { SuiteFrame, SurvivingSite } from '../../format/suite-evidence.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { SourceMaps } from '../sources/source-maps.ts';

/** The line of the project's own code that made most of what survives; undefined if no sampled stack has one. */
export function placeOfSites(
  sites: readonly SurvivingSite[],
  sources: SourceMaps,
  modules: ModuleNames,
): string | undefined {
  const bytesAt = new Map<string, number>();
  for (const { bytes, frames } of sites) {
    const place = frames
      .map((frame) => placeOfFrame(frame, sources, modules))
      .find((one) => one !== undefined);
    if (place !== undefined) bytesAt.set(place, (bytesAt.get(place) ?? 0) + bytes);
  }
  return [...bytesAt].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function placeOfFrame(frame: SuiteFrame, sources: SourceMaps, modules: ModuleNames): string | undefined {
  const { url, line, column } = sources.original(frame) ?? frame;
  const file = modules.of(url);
  if (file === '' || isRuntimeFile(file) || file.includes('node_modules/')) return undefined;
  const name = frame.function === '' ? '' : ` (function ${frame.function})`;
  return `${placeText({ file, line, column })}${name}`;
}
