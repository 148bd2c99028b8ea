import type { Millis } from '../../format/units.ts';

export interface Progress {
  /** Says which step is under way and the share of it that is done, 0 to 1. */
  readonly report: (phase: string, share: number) => void;
  readonly end: () => void;
}

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What is done sooner needs no progress. */
const patience: Millis = 1_000;

/** One line on stderr that is rewritten and removed at the end; nothing if no person watches. */
export function progressOn(stream: Terminal, now: () => Millis = () => performance.now()): Progress {
  const start = now();
  let shown = '';
  return {
    report(phase, share) {
      if (!stream.isTTY || now() - start < patience) return;
      const line = `${phase} ${Math.round(share * 100)} %`;
      if (line === shown) return;
      shown = line;
      stream.write(`\r\x1b[2K${line}`);
    },
    end() {
      if (shown !== '') stream.write('\r\x1b[2K');
      shown = '';
    },
  };
}
