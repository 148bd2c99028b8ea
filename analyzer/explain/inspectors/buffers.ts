import { holdsBytes } from '../../graph/byte-classes.ts';
import { type Inspector, quoted } from '../inspector.ts';
import { remedies } from '../remedies.ts';

/** Buffers and ArrayBuffers: their bytes are outside the JavaScript heap, their owner is not. */
export const buffers: Inspector = {
  name: 'buffers',
  inspect(subject) {
    if (!holdsBytes(subject.entryClass)) return undefined;
    const { finding } = subject;
    if (finding.shape === 'slot' && finding.table !== undefined) return undefined;
    const grows = finding.shape === 'slot';
    return {
      kind: 'buffer',
      what: `${grows ? subject.entryClass : subject.holderClass} ${quoted(subject)}`,
      gains: grows ? 'bytes' : 'Buffers',
      remedy: [
        ...(subject.holder === undefined
          ? ['native code holds these: close or cancel the stream, request or handle that owns each of them']
          : []),
        ...remedies.buffer,
      ],
    };
  },
};
