import type { PageCapture } from '../../format/page.ts';
import { partNames, stateWords } from '../../format/part-words.ts';
import { bytes, count, counted, duration } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import { type Child, h } from './element.ts';
import type { Draw } from './screen.ts';
import { facts, list, name, section } from './texts.ts';

const methods = {
  'survivors-by-birth': 'every object by the interval it was born in',
  'path-classes': 'by path and class, because the captures have no object ids in common (weaker)',
  'ledger-only': 'the ledger alone',
} as const;

/** What was looked at, and what this report cannot tell. */
export const drawCoverage: Draw = ({ source: { summary } }) => {
  const { report, captures, leftOut } = summary;
  const { coverage } = report;
  return {
    title: 'coverage',
    content: [
      h('h1', { tabindex: -1 }, 'what was looked at, and what was not'),
      looked(report),
      judged(report),
      section(
        'not seen',
        coverage.notSeen.length > 0 ? list(coverage.notSeen) : h('p', {}, 'nothing is known to be missing'),
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
      : ['ledger', `${counted(memory.samples, 'sample')} over ${duration(memory.duration)}`],
    target === undefined ? undefined : ['process', `${target.pid}, ${target.runtime} ${target.version}`],
    target === undefined ? undefined : ['command', h('code', {}, name(target.command))],
    [
      'analyzed',
      `${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC by ${tool.name} ${tool.version}`,
    ],
  ]);
}

/** Each part by itself: only where all of them were judged, nothing is said to grow. */
function judged({ verdict: { parts = [] } }: Report): Child {
  if (parts.length === 0) return undefined;
  return section(
    'judged',
    facts(parts.map(({ name: part, state, reason }) => [partNames[part], `${stateWords[state]}: ${reason}`])),
  );
}

function captureTable(captures: readonly PageCapture[], { intervals }: Report): Child {
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
          ['capture', 'taken', 'after', 'operations', 'objects', 'size'].map((text, i) =>
            h('th', { scope: 'col', class: i > 1 ? 'number' : undefined }, text),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        captures.map(({ label, at, size, objects }, i) => {
          const interval = i === 0 ? undefined : intervals[i - 1];
          return h(
            'tr',
            {},
            h('th', { scope: 'row' }, name(label)),
            h('td', {}, at === undefined ? 'unknown' : new Date(at).toLocaleTimeString('en-GB')),
            h('td', { class: 'number' }, interval?.duration === undefined ? '' : duration(interval.duration)),
            h(
              'td',
              { class: 'number' },
              interval?.operations === undefined ? '' : count(interval.operations),
            ),
            h('td', { class: 'number' }, objects === undefined ? '' : count(objects)),
            h('td', { class: 'number' }, size === undefined ? '' : bytes(size)),
          );
        }),
      ),
    ),
  );
}
