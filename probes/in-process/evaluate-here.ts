import { runInThisContext } from 'node:vm';
import type { Evaluated, RemoteValue } from '../bun/jsc-protocol.ts';

/** Evaluates for the probe's thread what it asks of the main thread, and answers as Bun's inspector would: by value. */
export function evaluateHere(expression: string): Evaluated {
  try {
    return { result: remote(runInThisContext(expression)) };
  } catch (error) {
    return { wasThrown: true, result: { type: 'object', description: String(error) } };
  }
}

function remote(value: unknown): RemoteValue {
  const type = typeof value;
  if (type === 'object') return { type, value: JSON.parse(JSON.stringify(value)) };
  if (type === 'bigint') return { type, description: `${value}n` };
  if (type === 'function' || type === 'symbol') return { type, description: String(value) };
  return { type, value };
}
