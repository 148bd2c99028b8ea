import type { Bytes } from '../../format/units.ts';
import { fieldsPerNode, type JscSnapshot } from './snapshot-parser.ts';

/** The reply to a lookup of a Map has five keys and five values, and of each string all of it. */
const stringsInReply = 10;
/** The inspector ends the target above 358 MB. As JSON, a string takes up to twice what it takes in memory, or near it. */
const mostInReply: Bytes = 128 << 20;

/** Whether no Map or Set of this heap can have a reply that ends the target. */
export function lookupIsSafe({ nodes, nodeClassNames }: JscSnapshot): boolean {
  const stringClass = nodeClassNames.indexOf('string');
  const longest: Bytes[] = [];
  for (let at = 0; at < nodes.length; at += fieldsPerNode) {
    if (nodes.at(at + 2) !== stringClass) continue;
    const size = nodes.at(at + 1);
    if (longest.length === stringsInReply && size <= longest[0]!) continue;
    longest.push(size);
    longest.sort((a, b) => a - b);
    if (longest.length > stringsInReply) longest.shift();
  }
  return longest.reduce((sum, size) => sum + size, 0) <= mostInReply;
}
