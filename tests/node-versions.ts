import process from 'node:process';

/** Every Node that is supported: what one of them alone could break is tested on each. */
export const everyNode = [20, 22, 24, 26] as const;

/**
 * What is heavy and depends on the version little is tested on the oldest and the newest. A run that has the time for it
 * sets HEAPTRAIL_EVERY_NODE, as the one on GitHub does: it tests that on all of them.
 */
export const outermostNodes: ReadonlyArray<(typeof everyNode)[number]> =
  process.env.HEAPTRAIL_EVERY_NODE === undefined ? [20, 26] : everyNode;
