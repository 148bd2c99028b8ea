import { liveAnswers, liveCell } from '../live/answers.mjs';

/** The answers of visits beside those of captures of the same programs. */
export function tables({ date, every, load, answers }) {
  const majors = majorsIn(answers);
  return [
    `Visits every ${every}, ${date}, load ${load}.`,
    ...tableOf('sample', answers.samples, majors),
    ...tableOf('program of the corpus', answers.cases, onNode(majors)),
    ...tableOf('unseen program', answers.unseen, onNode(majors)),
  ].join('\n');
}

function onNode(majors) {
  return majors.filter((major) => major !== 'bun');
}

function tableOf(what, programs = {}, majors) {
  const names = Object.keys(programs).toSorted();
  if (names.length === 0) return [];
  const live = liveAnswers();
  const heads = majors.map((major) => (major === 'bun' ? 'Bun' : `Node ${major}`));
  const rows = names.map((name) => {
    const cells = majors.map((major) => cellOf(programs[name], major));
    return `| ${[name, ...cells, ...capturesOf(what, name, programs[name], live)].join(' | ')} |`;
  });
  const columns = [`${what}: leaky, clean`, ...heads, ...(what === 'sample' ? [] : ['captures, live'])];
  return [
    '',
    `Right: ${rightOf(programs, true)} leaky runs, ${rightOf(programs, false)} clean runs. ${everywhere(programs, onNode(majors))}`,
    '',
    `| ${columns.join(' | ')} |`,
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...rows,
  ];
}

function cellOf({ leaky, fixed, negative }, major) {
  return [leaky, fixed ?? negative].map((told) => mark(told?.[major])).join(', ');
}

function mark(isRight) {
  if (isRight === undefined) return '-';
  return isRight ? 'yes' : '**no**';
}

/** What `bench -- live` found with captures, of the runtimes it was asked on. */
function capturesOf(what, name, kinds, live) {
  if (what === 'sample') return [];
  const cells = Object.keys(kinds).map((kind) => liveCell({ name, kind }, live) || '-');
  return [kinds.negative === undefined ? cells.join(', ') : `-, ${cells[0]}`];
}

function rightOf(programs, isLeaky) {
  const told = Object.values(programs).flatMap((kinds) =>
    Object.entries(kinds).flatMap(([kind, each]) =>
      (kind === 'leaky') === isLeaky ? Object.values(each) : [],
    ),
  );
  return `${told.filter((isRight) => isRight).length} of ${told.length}`;
}

/** How many are named at first rank on each Node, and are silent on each when they do not leak. */
function everywhere(programs, majors) {
  const leaking = Object.values(programs).filter(({ leaky }) => leaky !== undefined);
  const isRight = (told) => told === undefined || majors.every((major) => told[major]);
  const right = leaking.filter(({ leaky, fixed }) => isRight(leaky) && isRight(fixed));
  return `${right.length} of ${leaking.length} are right on each Node, leaky and fixed.`;
}

function rank(major) {
  return major === 'bun' ? Number.POSITIVE_INFINITY : Number(major);
}

function majorsIn(answers) {
  const told = Object.values(answers).flatMap((programs) => Object.values(programs));
  const kinds = told.flatMap((each) => Object.values(each));
  // Bun's name is no number: it comes after all Nodes.
  return [...new Set(kinds.flatMap((each) => Object.keys(each)))].toSorted((a, b) => rank(a) - rank(b));
}
