// Taken while modules load: a test may put a clock of its own in their place, and a leak test goes by the real one.
export { clearTimeout, setTimeout } from 'node:timers';
export { setTimeout as sleep } from 'node:timers/promises';

export const now = performance.now.bind(performance);
