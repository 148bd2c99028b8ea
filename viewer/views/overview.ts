import type { SuppressedSuspect } from '../../format/known-suspect.ts';
import { bytes, count, counted } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { sizeFigures } from '../../format/suspect-size.ts';
import { growthWords } from '../model/issue-text.ts';
import { routeHash } from '../model/route.ts';
import { CaptureRange } from './capture-range.ts';
import { confidenceMark } from './confidence.ts';
import { type Child, h } from './element.ts';
import { freshBars } from './growth-bars.ts';
import { heapSummaries } from './heap-summary.ts';
import { memoryFigures } from './memory-figures.ts';
import { nativeOwnersSection } from './native-owners.ts';
import type { Draw } from './screen.ts';
import { seriesFigures } from './series-figures.ts';
import { list, name, section, sentence, unseen } from './texts.ts';

const outcomes = {
  growth: 'growth',
  possible: 'possible growth',
  none: 'no growth',
  inconclusive: 'inconclusive',
} as const;

/** What a reader sees first: the verdict in one sentence, memory over time, and the suspects. */
export const drawOverview: Draw = ({ source: { summary }, route, keepState }) => {
  const { report, captures } = summary;
  const range = captures.length < 2 ? undefined : new CaptureRange(captures, route.state, keepState);
  const memory = [memoryFigures(summary, range), nativeOwnersSection(report), seriesFigures(summary)];
  const holders = [suspects(report.suspects), known(report), gone(report), coverageLine(report)];
  const columns = holdersFirst(report) ? [holders, memory] : [memory, holders];
  return {
    title: report.verdict.sentence,
    content: [
      verdict(report),
      heapSummaries(report),
      h(
        'div',
        { class: holdersFirst(report) ? 'halves' : 'halves memory-first' },
        columns.map((column) => h('div', {}, column)),
      ),
    ],
  };
};

/** Holders come first if they are the problem. If the problem is elsewhere, the charts say more. */
function holdersFirst({ verdict: { problem } }: Report): boolean {
  return problem === 'retained-objects' || problem === 'external';
}

function verdict({ verdict: { outcome, sentence: text, confidence, evidence, next } }: Report): HTMLElement {
  return h(
    'header',
    { class: `verdict ${outcome}` },
    h(
      'p',
      { class: 'outcome' },
      h('span', { class: 'badge' }, outcomes[outcome]),
      outcome === 'growth' || outcome === 'possible' ? confidenceMark(confidence) : undefined,
    ),
    h('h1', { tabindex: -1 }, sentence(text)),
    evidence.length > 0 ? list(evidence, 'evidence') : undefined,
    next.length > 0 ? h('div', { class: 'next' }, h('h2', {}, 'next'), list(next)) : undefined,
  );
}

function suspects(found: readonly Suspect[]): Child {
  if (found.length === 0) return undefined;
  return section(
    found.length === 1
      ? 'what grows'
      : `what grows: ${counted(found.length, 'suspect')}, the most likely first`,
    h('ol', { class: 'suspects' }, found.map(card)),
  );
}

function card(suspect: Suspect): HTMLElement {
  const { fingerprint, title, confirmed, confidence, holders, survivors } = suspect;
  const [size] = sizeFigures(suspect);
  const isCounted = survivors.counts.some((value) => value > 0);
  const births = isCounted ? survivors.counts : survivors.bytes;
  const say = isCounted ? count : bytes;
  const unit = isCounted ? 'objects' : 'bytes';
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'card', href: routeHash({ screen: 'suspect', subject: fingerprint }), 'data-item': true },
      h(
        'span',
        { class: 'what' },
        h(
          'span',
          {},
          h('code', { class: 'holder' }, name(holders[0]?.expression ?? 'GC roots')),
          holders.length > 1
            ? h('span', { class: 'quiet' }, ` and ${counted(holders.length - 1, 'other')}`)
            : undefined,
          confirmed ? undefined : h('span', { class: 'badge' }, 'possible'),
        ),
        h('span', { class: 'title' }, sentence(title)),
      ),
      h(
        'span',
        { class: 'spark' },
        freshBars(
          births.slice(1),
          96,
          34,
          `${unit} born in each interval and still alive: ${births.slice(1).map(say).join(', ')}`,
        ),
        h('span', { class: 'unit', 'aria-hidden': 'true' }, `${unit} per interval`),
        unseen(`survivors by birth: ${births.map(say).join(', ')}`),
      ),
      h(
        'span',
        { class: 'rates' },
        growthWords(suspect).map((words) => h('span', {}, words)),
      ),
      h(
        'span',
        { class: 'size' },
        size !== undefined && size.value > 0
          ? [h('strong', {}, bytes(size.value)), h('span', { class: 'quiet' }, size.term)]
          : undefined,
      ),
      confidenceMark(confidence),
    ),
  );
}

/** Suspects that the configuration or the baseline accepts are listed too, with the reason. */
function known({ suppressed = [] }: Report): Child {
  const accepted = suppressed.filter(({ list }) => list === 'baseline');
  const configured = suppressed.filter(({ list }) => list !== 'baseline');
  return [
    setAside('accepted by the configuration', configured),
    setAside('accepted by the baseline', accepted),
  ];
}

function setAside(heading: string, suspects: readonly SuppressedSuspect[]): Child {
  if (suspects.length === 0) return undefined;
  return section(
    heading,
    h(
      'ul',
      { class: 'points' },
      suspects.map(({ suspect: { fingerprint, title }, reason }) =>
        h(
          'li',
          {},
          h(
            'a',
            { href: routeHash({ screen: 'suspect', subject: fingerprint }), 'data-item': true },
            sentence(title),
          ),
          h('span', { class: 'quiet' }, ': ', name(reason)),
        ),
      ),
    ),
  );
}

/** Suspects in the baseline that this run no longer shows. */
function gone({ baseline = [], verdict }: Report): Child {
  const entries = baseline.filter(({ state }) => state === 'gone');
  if (entries.length === 0 || verdict.outcome === 'inconclusive') return undefined;
  return section(
    'no longer grows',
    list(
      entries.map(
        ({ fingerprint, holder }) => `${holder} (${fingerprint}): --update removes it from the baseline`,
      ),
    ),
  );
}

function coverageLine({ coverage }: Report): HTMLElement {
  const { captures, notSeen, limits } = coverage;
  return section(
    'what this cannot tell',
    notSeen.length === 0 ? h('p', {}, 'nothing that heaptrail knows of') : list(notSeen),
    h(
      'p',
      { class: 'quiet' },
      `${counted(captures, 'capture')} analyzed${limits.length > 0 ? `, ${counted(limits.length, 'limit')}` : ''}: `,
      h('a', { href: routeHash({ screen: 'coverage' }), 'data-item': true }, 'coverage'),
    ),
  );
}
