import type { Bytes, Millis } from '../../../format/units.ts';
import { sizeInLog } from './amounts.ts';
import type { Observation } from './observation.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

const elapsed = /\bElapsed: (\d{1,15})ms\b/;
const sizes = /\bRSS: (\d{1,9}(?:\.\d{1,4})?[KMGT]?B) \| (?:Peak|Commit|Faults)\b/;

/**
 * What Bun writes when it crashes: its age, and how much memory it had. A crash is the end of a life, and the next
 * block is another one's.
 */
export const bunCrash: TelemetryFormat = {
  name: "Bun's crash reports",
  open() {
    let age: Millis | undefined;
    return {
      read(line) {
        const told = elapsed.exec(line);
        if (told !== null) age = Number(told[1]);
        const size = sizes.exec(line);
        if (size === null) return told === null ? undefined : [];
        const observation = crash(sizeInLog(size[1]), age);
        age = undefined;
        return [observation];
      },
    };
  },
};

function crash(rss: Bytes | undefined, uptime: Millis | undefined): Observation {
  return {
    ...(uptime === undefined ? {} : { uptime }),
    memory: rss === undefined ? {} : { rss },
    end: { how: 'crash', ...(rss === undefined ? {} : { size: rss }) },
  };
}
