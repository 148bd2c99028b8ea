// Real suites of at least 200 files with planted leaks, without and with the reporter: what it names, and what it costs.
//   npm run bench -- suites [--only vitest,jest] [--rounds 1] [--few] [--mirrors FOLDER] [--write]
// --few runs a third of each suite, with all plants, to see within a minute what a change does.
// Where a runner keeps transformed code between runs, a first run fills that cache and is not counted.
// Time is that of the processor, of all processes of a run together: other work on the machine does not count.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isBuilt } from '../engines.mjs';
import { checkOut } from './check-out.mjs';
import { projects } from './projects.mjs';

const doc = fileURLToPath(new URL('../../docs/suites.md', import.meta.url));
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    only: { type: 'string', default: Object.keys(projects).join(',') },
    rounds: { type: 'string', default: '1' },
    mirrors: { type: 'string' },
    write: { type: 'boolean', default: false },
    few: { type: 'boolean', default: false },
  },
});
if (!isBuilt()) throw new Error('dist/ is not there: run npm run build first');

let failed = false;
for (const name of values.only.split(',')) {
  const project = projects[name];
  const folder = checkOut(name, project, values.mirrors);
  const command = [...project.command, ...(values.few ? project.few : project.all), ...project.options];
  const runs = { plain: [], watched: [] };
  if (project.keepsTransformed) runOnce(folder, command);
  for (let round = 0; round < Number(values.rounds); round++) {
    runs.plain.push(runOnce(folder, command));
    runs.watched.push(runOnce(folder, [...command, project.reporter], join(folder, 'leaks.json')));
  }
  const { report, printed, files } = runs.watched.at(-1);
  console.log(printed);
  const answer = judge(project, report);
  const [plain, watched] = [median(runs.plain), median(runs.watched)];
  const extra = `${Math.round(100 * (watched / plain - 1))} %`;
  const row = `| ${name} | ${project.repository.split('/').slice(-2).join('/')} | ${files} | ${answer.named} of ${Object.keys(project.plants).length} | ${answer.others.length} | ${plain.toFixed(0)} s | ${watched.toFixed(0)} s | ${extra} |`;
  console.log(`${row}\n${answer.others.join('\n')}`);
  failed ||= answer.named < Object.keys(project.plants).length || answer.others.length > 0;
  if (values.write && !values.few) keep(project, row);
}
process.exitCode = failed ? 1 : 0;

/** One run, with the processor time that it and all its workers took. */
function runOnce(cwd, words, output) {
  const line = 'TIMEFORMAT="cpu %U %S"; time node "$@"';
  const env = { ...process.env, NO_COLOR: '1', CI: '1' };
  if (output !== undefined) env.HEAPTRAIL_SUITE_OUTPUTS = `json=${output}`;
  const { stdout, stderr } = spawnSync('bash', ['-c', line, 'bash', ...words], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const [, user, system] = /^cpu ([\d.]+) ([\d.]+)$/m.exec(stderr) ?? [];
  if (user === undefined) throw new Error(`no time was told:\n${stderr.slice(-2000)}`);
  const seconds = Number(user) + Number(system);
  if (output === undefined) return { seconds };
  const text = `${stdout}${stderr}`;
  const at = text.indexOf('heaptrail: ');
  return {
    seconds,
    report: JSON.parse(readFileSync(output, 'utf8')),
    printed: text.slice(at, text.indexOf('\n', text.indexOf('looked at: ', at))),
    files: /looked at: ([\d,]+) test files/.exec(text)?.[1],
  };
}

/** Each plant is named by file, holder and line in one suspect; every other suspect accuses the innocent. */
function judge({ plants }, { suspects }) {
  const isOf = (suspect, [file, { holder, line }]) => {
    const text = JSON.stringify(suspect);
    return text.includes(file) && holder.test(text) && line.test(text);
  };
  const known = Object.entries(plants);
  return {
    named: known.filter((plant) => suspects.some((suspect) => isOf(suspect, plant))).length,
    others: suspects
      .filter((suspect) => !known.some((plant) => isOf(suspect, plant)))
      .map(({ title }) => `accused beside the plants: ${title}`),
  };
}

function median(runs) {
  return runs.map(({ seconds }) => seconds).sort((a, b) => a - b)[runs.length >> 1];
}

/** The row of the same suite takes its new figures, and keeps the name of its runner. */
function keep({ repository }, row) {
  const suite = repository.split('/').slice(-2).join('/');
  const figures = row.slice(row.indexOf(` | ${suite} |`));
  const lines = readFileSync(doc, 'utf8').split('\n');
  const kept = lines.map((line) => {
    const at = line.indexOf(` | ${suite} |`);
    return at < 0 ? line : line.slice(0, at) + figures;
  });
  writeFileSync(doc, kept.join('\n'));
}
