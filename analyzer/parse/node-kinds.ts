import { NodeType } from './snapshot-columns.ts';

/** The raw name of the scope of a closure, in heaps of all engines and versions. */
export const scopeName = 'system / Context';

/** Whether nodes of this type are strings to the program: whole, concatenated or cut out of another. */
export function isString(type: number): boolean {
  return type === NodeType.string || type === NodeType.consString || type === NodeType.slicedString;
}

/** Whether nodes of this type are what an engine makes of a program's text: code and shapes of objects. */
export function isCode(type: number): boolean {
  return type === NodeType.code || type === NodeType.objectShape;
}
