import {
  Label,
  Line,
  Location,
  Function as PprofFunction,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import type { CallFrame } from '../../format/heap-profile.ts';
import type { Originals } from '../graph/originals.ts';
import type { RecordedProfile } from '../recording/open-recording.ts';
import { ReportedFrames } from './reported-frames.ts';
import { comparableProfiles, functionKey, sampledStacks } from './sampled-stacks.ts';

/**
 * What the last profile saw alive, in the format of pprof (github.com/google/pprof, proto/profile.proto), not
 * compressed. Each stack is split by birth: the label `born` says in which interval between profiles, from 0 for what
 * is older than the first, so that `-tagfocus=born=3:` shows what came last and `-tagignore=born=0:` what came since.
 * @param onlySizes without the numbers of samples, which Pyroscope takes for CPU time
 */
export function encodePprof(
  profiles: readonly RecordedProfile[],
  code: Originals,
  { onlySizes = false }: { readonly onlySizes?: boolean } = {},
): Uint8Array {
  const compared = comparableProfiles(profiles);
  const last = compared[compared.length - 1];
  const strings = new StringTable();
  const places = new Places(strings, new ReportedFrames(code));
  const born = strings.dedup('born');
  const samples = sampledStacks(compared).flatMap(({ frames, bytes, samples: counts }) =>
    bytes.flatMap((size, birth) =>
      counts[birth] === 0
        ? []
        : [
            new Sample({
              locationId: frames.map((frame) => places.of(frame)),
              value: [...(onlySizes ? [] : [counts[birth]]), Math.round(size)],
              label: [new Label({ key: born, num: birth })],
            }),
          ],
    ),
  );
  const type = (name: string, unit: string) =>
    new ValueType({ type: strings.dedup(name), unit: strings.dedup(unit) });
  return new Profile({
    stringTable: strings,
    sampleType: [...(onlySizes ? [] : [type('samples', 'count')]), type('inuse_space', 'bytes')],
    defaultSampleType: strings.dedup('inuse_space'),
    periodType: type('space', 'bytes'),
    period: last?.interval ?? 0,
    timeNanos: BigInt(Math.round(last?.at ?? 0)) * 1_000_000n,
    sample: samples,
    location: places.locations,
    function: places.functions,
  }).encode();
}

/** Each function once: sampling knows functions, so a location is a function. */
class Places {
  readonly locations: Location[] = [];
  readonly functions: PprofFunction[] = [];
  readonly #strings: StringTable;
  readonly #frames: ReportedFrames;
  readonly #ids = new Map<string, number>();

  constructor(strings: StringTable, frames: ReportedFrames) {
    this.#strings = strings;
    this.#frames = frames;
  }

  of(frame: CallFrame): number {
    const key = functionKey(frame);
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#ids.size + 1;
      this.#ids.set(key, id);
      this.#add(id, frame);
    }
    return id;
  }

  #add(id: number, frame: CallFrame): void {
    const { function: name, file, line } = this.#frames.of(frame);
    this.functions.push(
      new PprofFunction({
        id,
        name: this.#strings.dedup(name),
        systemName: this.#strings.dedup(frame.functionName),
        filename: this.#strings.dedup(file),
        startLine: line,
      }),
    );
    this.locations.push(new Location({ id, line: [new Line({ functionId: id, line })] }));
  }
}
