// Writes four snapshots of itself in V8's format, on Bun, into the working directory.
import { writeFileSync } from 'node:fs';

class Job {
  constructor(id) {
    this.id = id;
    this.text = `job ${id}`;
  }
}
const jobs = new Map();
const done = [];
for (let capture = 1; capture <= 4; capture++) {
  for (let i = 0; i < 997; i++) {
    const job = new Job(jobs.size);
    jobs.set(job.id, job);
    done.push(() => job);
  }
  Bun.gc(true);
  writeFileSync(`${capture}.heapsnapshot`, new Uint8Array(Bun.generateHeapSnapshot('v8', 'arraybuffer')));
}
process.exit(0);
