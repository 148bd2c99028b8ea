import type { Observation } from '../observation.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a tool writes as JSON, in its own structure. Names and sizes alone are found without one. */
export interface JsonShape {
  readonly name: string;
  /** What the object or array says; undefined if it has another structure. */
  read(value: object): readonly Observation[] | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

export function timeOf(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? at : undefined;
}

/** An array of objects, or one object as an array of one. */
export function elementsOf(value: object): readonly JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}
