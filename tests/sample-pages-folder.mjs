// Where the pages of this run's sample recordings lie: the end-to-end tests write them, the browser tests open them.
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const folder = path.join(tmpdir(), `heaptrail-sample-pages-${process.pid}`);

/** Both projects run it in one process, and so come to the same folder; vitest ends them together. */
export default function setUp(project) {
  mkdirSync(folder, { recursive: true });
  project.provide('samplePages', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
