/** Whether page faults of a process can be recorded here; installs perf if this process may. */
export function ensurePerf(): boolean;
