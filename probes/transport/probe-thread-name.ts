/** The name of the thread in which the probe of a process lives, by which it is left out where worker threads are recorded. */
export const probeThreadName = 'heaptrail-probe';
