import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const leaking = `
  const sessions = new Map();
  let id = 0;
  setInterval(() => { for (let i = 0; i < 20; i += 1) sessions.set(id += 1, { id, history: ['turn ' + id] }); }, 20);
  globalThis.sessions = sessions;
  console.log('ready');
`;

/** Records and judges a program that leaks, by the command, and scrapes a watch of it. */
export async function realReport(command, folder) {
  const program = spawn(process.execPath, ['-e', leaking], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(createInterface(program.stdout), 'line');
  const recording = path.join(folder, 'one.heaptrail');
  const page = path.join(folder, 'one.html');
  const words = ['attach', String(program.pid), '--out', recording, '--every', '3s', '--html', page, '-q'];
  // Exit code 1 is the verdict.
  try {
    execFileSync(process.execPath, [command, ...words, '--fail-on', 'never'], { stdio: 'ignore' });
    return {
      recording,
      report: readFileSync(path.join(recording, 'report.json')),
      page: readFileSync(page),
      metrics: await scrapeOnce(command, program.pid, folder),
    };
  } finally {
    program.kill();
  }
}

async function scrapeOnce(command, pid, folder) {
  const words = ['watch', String(pid), '--out', path.join(folder, 'watch'), '--metrics', '127.0.0.1:0'];
  const watch = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said] = await once(createInterface(watch.stderr), 'line');
  await once(watch.stdout, 'data');
  const text = await fetch(said.replace('metrics: ', '')).then((answer) => answer.text());
  watch.kill('SIGINT');
  await once(watch, 'exit');
  return text;
}
