import { channel } from 'node:diagnostics_channel';
import { type SuiteMessage, suiteChannel, suiteFileKey } from '../../format/suite-evidence.ts';

export const say = (message: SuiteMessage) => channel(suiteChannel).publish(message);

/** Runs in the global scope of a test file: the heap tells from then on whose scope that is, and the probe if it is alive. */
export function nameScope(file: string): void {
  const message: { kind: 'scope'; file: string; tag?: object } = { kind: 'scope', file };
  say(message as SuiteMessage);
  Object.defineProperty(Object, Symbol.for(suiteFileKey), { value: message.tag });
}
