import type { Upgrade } from './upgrade.ts';

/**
 * What became of `recording.json` and `tree.json`, as in `report-upgrades.ts`. So far each change added a field that may
 * be absent, and the oldest manifest reads as it is.
 */
export const recordingUpgrades: readonly Upgrade[] = [];
