import type { PageCapture } from '../../format/page.ts';
import { partNames, stateWords } from '../../format/part-words.ts';
import { bytes, count, counted, duration } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import { type Child, h } from './element.ts';
import type { Draw } from './screen.ts';
import { facts, list, name, section } from './texts.ts';

const methods = {
  'survivors-by-birth': 'object by object, by the interval it was born in',
  'path-classes': 'by path and class, because the captures share no object ids (weaker)',
  visits: 'by the sizes of what visited functions lead to, without a snapshot',
  census: 'by the sizes of all large containers and of what visited functions lead to, without a snapshot',
  'ledger-only': 'memory samples only',
} as const;

/** What this report covers, and what it cannot tell. */
export const drawCoverage: Draw = ({ source: { summary } }) => {
  const { report, captures, leftOut } = summary;
  const { coverage } = report;
  return {
    title: 'coverage',
    content: [
      h('h1', { tabindex: -1 }, 'what this report covers, and what it does not'),
      looked(report),
      judged(report),
      section(
        'not covered',
        coverage.notSeen.length > 0 ? list(coverage.notSeen) : h('p', {}, 'nothing that heaptrail knows of'),
      ),
      coverage.limits.length > 0 ? section('limits of this report', list(coverage.limits)) : undefined,
      section('left out of this page', list(leftOut)),
      captures.length > 0
        ? section(counted(captures.length, 'capture'), captureTable(captures, report))
        : undefined,
    ],
  };
};

function looked({ coverage, target, tool, createdAt, memory }: Report): HTMLElement {
  return facts([
    ['captures', count(coverage.captures)],
    ['compared', methods[coverage.method]],
    memory === undefined
      ? undefined
      : ['memory samples', `${count(memory.samples)} over ${duration(memory.duration)}`],
    target === undefined
      ? undefined
      : [
          target.address === undefined ? 'process' : 'address',
          `${target.address ?? target.pid}, ${target.runtime} ${target.version}`,
        ],
    target === undefined ? undefined : ['command', h('code', {}, name(target.command))],
    [
      'analyzed',
      `${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC by ${tool.name} ${tool.version}`,
    ],
  ]);
}

/** Each kind of memory by itself. The report says "no growth" only if all of them were judged. */
function judged({ verdict: { parts = [] } }: Report): Child {
  if (parts.length === 0) return undefined;
  return section(
    'verdict by kind of memory',
    facts(parts.map(({ name: part, state, reason }) => [partNames[part], `${stateWords[state]}: ${reason}`])),
  );
}

function captureTable(captures: readonly PageCapture[], { intervals }: Report): Child {
  const keeps = captures.some(({ outside = 0 }) => outside > 0);
  const heads = [
    'capture',
    'taken',
    'interval',
    'operations',
    'objects',
    'heap',
    ...(keeps ? ['outside'] : []),
  ];
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'captures' },
    h(
      'table',
      { class: 'data' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map((text, i) => h('th', { scope: 'col', class: classOf(i, keeps) }, text)),
        ),
      ),
      h(
        'tbody',
        {},
        captures.map(({ label, at, size, outside, objects }, i) => {
          const interval = i === 0 ? undefined : intervals[i - 1];
          return h(
            'tr',
            {},
            h('th', { scope: 'row' }, name(label)),
            h('td', {}, at === undefined ? 'unknown' : new Date(at).toLocaleTimeString('en-GB')),
            h(
              'td',
              { class: classOf(2, keeps) },
              interval?.duration === undefined ? '' : duration(interval.duration),
            ),
            h(
              'td',
              { class: classOf(3, keeps) },
              interval?.operations === undefined ? '' : count(interval.operations),
            ),
            h('td', { class: classOf(4, keeps) }, objects === undefined ? '' : count(objects)),
            h('td', { class: 'number' }, size === undefined ? '' : bytes(size)),
            keeps ? h('td', { class: 'number' }, size === undefined ? '' : bytes(outside ?? 0)) : undefined,
          );
        }),
      ),
    ),
  );
}

/** The intervals matter least if space is short, then the number of objects. */
function classOf(column: number, keeps: boolean): string | undefined {
  if (column < 2) return undefined;
  return column < (keeps ? 5 : 4) ? 'number minor' : 'number';
}
