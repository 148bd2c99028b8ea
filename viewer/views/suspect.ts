import type { SuppressedSuspect } from '../../format/known-suspect.ts';
import type { PageSide } from '../../format/page.ts';
import { bytes, count, share } from '../../format/quantities.ts';
import { releaseWords } from '../../format/release-words.ts';
import type { Report } from '../../format/report.ts';
import type { Holder, Suspect } from '../../format/suspect.ts';
import { sizeFigures } from '../../format/suspect-size.ts';
import { growthWords, issueText } from '../model/issue-text.ts';
import { type Route, routeHash } from '../model/route.ts';
import { excerptsOf } from '../model/suspect-excerpts.ts';
import { evidenceBesideBars } from '../model/telling-evidence.ts';
import { allocationSection } from './allocations.ts';
import { anatomySection } from './anatomy.ts';
import { chain, pathSteps } from './chain.ts';
import { confidenceMark } from './confidence.ts';
import { copyButton } from './copy-button.ts';
import { type Child, h } from './element.ts';
import { excerptSection } from './excerpt.ts';
import { barsFigure, birthLabels } from './growth-bars.ts';
import { notHere } from './not-here.ts';
import { placesSection } from './places.ts';
import type { Draw } from './screen.ts';
import { facts, list, name, section, sentence } from './texts.ts';

/** Everything about one suspect. The first digits of its fingerprint are enough. */
export const drawSuspect: Draw = async ({ source: { summary }, route }) => {
  const wanted = route.subject ?? '';
  const sides = summary.comparison === undefined ? [summary] : [summary, summary.comparison.before];
  const found = (route.state.of === 'before' ? sides.toReversed() : sides).flatMap((side) => {
    const suspect = suspectIn(side, wanted);
    return suspect === undefined ? [] : [{ suspect, side }];
  });
  if (found.length === 0) return notHere(`no suspect has the fingerprint ${wanted}`, 'see all suspects');
  const [{ suspect, side }] = found;
  const isEarlier = side !== summary;
  return {
    title: suspect.title,
    content: [
      heading(suspect, side, isEarlier),
      reasons(suspect, side.report.suppressed ?? []),
      story({ suspect, side, route, isEarlier }),
    ],
  };
};

function suspectIn({ report }: PageSide, wanted: string): Suspect | undefined {
  const all = [...report.suspects, ...(report.suppressed ?? []).map((one) => one.suspect)];
  const isWanted = ({ fingerprint }: Suspect) => wanted !== '' && fingerprint.startsWith(wanted);
  return all.find(isWanted) ?? all.find(({ parts = [] }) => parts.some((part) => isWanted(part.suspect)));
}

function heading(suspect: Suspect, { source, report }: PageSide, isEarlier: boolean): HTMLElement {
  const { confirmed, confidence, fingerprint, kind, title } = suspect;
  return h(
    'header',
    { class: `verdict ${confirmed ? 'growth' : 'possible'}` },
    h(
      'p',
      { class: 'outcome' },
      h('span', { class: 'badge' }, confirmed ? 'leak' : 'possible leak'),
      confidenceMark(confidence),
      h('span', { class: 'quiet' }, kind),
      h('code', { class: 'quiet' }, fingerprint),
      turn(suspect, report, isEarlier),
    ),
    h('h1', { tabindex: -1 }, sentence(title)),
    isEarlier ? h('p', { class: 'quiet' }, 'in the earlier recording, ', name(source)) : undefined,
  );
}

/** Why it does not count. */
function reasons(suspect: Suspect, known: readonly SuppressedSuspect[]): Child {
  return known
    .filter((one) => one.suspect === suspect)
    .map(({ list: entries, by, matches, reason }) =>
      h(
        'p',
        { class: 'lead' },
        entries === 'baseline'
          ? 'accepted by the baseline, for its '
          : `accepted by ${entries} in the configuration, for its `,
        `${by} `,
        h('code', {}, name(matches)),
        ': ',
        name(reason),
      ),
    );
}

interface Story {
  readonly suspect: Suspect;
  readonly side: PageSide;
  readonly route: Route;
  readonly isEarlier: boolean;
}

function story({ suspect, side, route, isEarlier }: Story): HTMLElement {
  const { report, pathSizes = {}, excerpts = [] } = side;
  const evidence = evidenceBesideBars(suspect);
  return h(
    'div',
    { class: 'story' },
    h(
      'div',
      {},
      section('who holds it', chain(suspect, pathSizes[suspect.fingerprint] ?? [])),
      suspect.holders.length > 1
        ? section(holdersTitle(suspect.holders.length), holders(suspect.holders))
        : undefined,
      excerptSection(excerptsOf(suspect, excerpts)),
    ),
    h(
      'div',
      { class: 'aside' },
      placesSection(suspect),
      anatomySection(suspect),
      section('survivors by birth', survivors(suspect)),
      section('figures', figures(suspect)),
      evidence.length > 0 ? section('why it is a suspect', list(evidence)) : undefined,
      section(
        'how to fix it',
        suspect.remedy.length > 0 ? list(suspect.remedy) : h('p', {}, 'heaptrail knows no remedy'),
      ),
    ),
    h(
      'div',
      {},
      allocationSection(suspect, route),
      issue(suspect, report),
      h(
        'p',
        { class: 'nearby' },
        isEarlier
          ? undefined
          : link(
              { screen: 'objects', state: { show: 'objects', suspect: suspect.fingerprint } },
              'its objects',
            ),
        link({ screen: 'overview', state: {} }, 'all suspects'),
      ),
    ),
  );
}

function holdersTitle(number: number): string {
  return number === 2 ? 'both holders' : `all ${count(number)} holders`;
}

function holders(all: readonly Holder[]): Child {
  return [
    h('p', {}, releaseWords(all)),
    h(
      'ul',
      { class: 'holders' },
      all.map(({ expression, share: part, path }) =>
        h(
          'li',
          {},
          h('code', {}, name(expression)),
          h('span', { class: 'quiet' }, ` ${share(part)} of the growing objects`),
          h('details', {}, h('summary', {}, 'its path'), pathSteps(path)),
        ),
      ),
    ),
  ];
}

function survivors({ survivors: { counts, bytes: sizes } }: Suspect): Child {
  const shared = { labels: birthLabels(counts.length), bars: 'births' } as const;
  return [
    counts.some((value) => value > 0)
      ? barsFigure({ ...shared, values: counts, say: count, caption: 'objects alive in the last capture' })
      : undefined,
    barsFigure({ ...shared, values: sizes, say: bytes, caption: 'bytes alive in the last capture' }),
  ];
}

function figures(suspect: Suspect): HTMLElement {
  const { entryClass, entryCount } = suspect;
  return facts([
    ...sizeFigures(suspect).map(({ term, value }) => [term, bytes(value)] as const),
    ['growth', h('span', {}, growthWords(suspect).join(', '))],
    entryCount > 0 ? ['entries', h('span', {}, count(entryCount), ' × ', name(entryClass))] : undefined,
  ]);
}

function issue(suspect: Suspect, report: Report): HTMLElement {
  const text = issueText(suspect, report);
  return section(
    'for an issue',
    h(
      'textarea',
      {
        class: 'issue',
        readonly: true,
        rows: 8,
        'aria-label': 'text for an issue, in Markdown',
        dir: 'auto',
      },
      text,
    ),
    // For paper: a text field cuts what does not fit.
    h('pre', { class: 'issue', 'aria-hidden': 'true' }, text),
    copyButton(text),
  );
}

/** To the suspects before and after this one, in the order of the overview. */
function turn(suspect: Suspect, { suspects }: Report, isEarlier: boolean): Child {
  const state = { of: isEarlier ? 'before' : '' };
  const at = suspects.indexOf(suspect);
  if (at === -1 || suspects.length < 2) return undefined;
  const to = (other: Suspect | undefined, rel: 'prev' | 'next', words: string) =>
    other === undefined
      ? h('span', { class: 'quiet' }, words)
      : h('a', { rel, href: routeHash({ screen: 'suspect', subject: other.fingerprint, state }) }, words);
  return h(
    'span',
    { class: 'turn' },
    to(suspects[at - 1], 'prev', '← previous'),
    h('span', { class: 'quiet' }, `${at + 1} of ${suspects.length}`),
    to(suspects[at + 1], 'next', 'next →'),
  );
}

function link(route: Route, words: string): HTMLElement {
  return h('a', { href: routeHash(route), 'data-item': true }, words);
}
