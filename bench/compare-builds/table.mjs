/** One row for each difference, with births and without: what was answered, and after how many rounds. */
export function tableOf(compared) {
  const rows = new Map();
  for (const { name, runtime, answer } of compared) {
    const key = [name, answer.measures.length > 1 ? 'births and heap' : 'heap alone'].join(' | ');
    rows.set(key, [...(rows.get(key) ?? []), { runtime, answer }]);
  }
  return [
    '| base and head | compared by | runtimes | answers | rounds, median | seconds, median |',
    '|---|---|---|---|---|---|',
    ...[...rows].map(([key, runs]) => {
      const answers = runs.map(({ answer }) => answer);
      const runtimes = [...new Set(runs.map(({ runtime }) => runtime))].sort().join(', ');
      const rounds = answers.map((answer) => answer.rounds);
      const seconds = answers.map(({ took }) => took / 1000);
      const told = [
        runtimes,
        tally(answers.map(({ state }) => state)),
        median(rounds),
        Math.round(median(seconds)),
      ];
      return `| ${key} | ${told.join(' | ')} |`;
    }),
  ].join('\n');
}

/** Node 20 cannot group by itself. */
export function tally(states) {
  const counts = new Map();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
