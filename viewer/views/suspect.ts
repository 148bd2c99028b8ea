import { bytes, count, counted, share } from '../../format/quantities.ts';
import { releaseWords } from '../../format/release-words.ts';
import type { Holder, PathStep, Report, SuppressedSuspect, Suspect } from '../../format/report.ts';
import { sizeOf } from '../../format/suspect-size.ts';
import { growthWords, issueText } from '../model/issue-text.ts';
import { type PathRow, pathRows } from '../model/path-rows.ts';
import { routeHash } from '../model/route.ts';
import { allocationSection } from './allocations.ts';
import { confidenceMark } from './confidence.ts';
import { copyButton } from './copy-button.ts';
import { type Child, h } from './element.ts';
import { barsFigure, birthLabels } from './growth-bars.ts';
import { notHere } from './not-here.ts';
import type { Draw } from './screen.ts';
import { facts, list, name, section, sentence, unseen } from './texts.ts';

/** Everything that is known of one suspect. A fingerprint's first digits are enough. */
export const drawSuspect: Draw = async (input) => {
  const { report } = input.source.summary;
  const wanted = input.route.subject ?? '';
  const known = report.suppressed ?? [];
  const all = [...report.suspects, ...known.map((one) => one.suspect)];
  const suspect = all.find(({ fingerprint }) => wanted !== '' && fingerprint.startsWith(wanted));
  if (suspect === undefined)
    return notHere(`no suspect has the fingerprint ${wanted}`, 'the overview lists all suspects');
  return {
    title: suspect.title,
    content: [heading(suspect), reasons(suspect, known), story(suspect, report), neighbours(suspect, report)],
  };
};

function heading(suspect: Suspect): HTMLElement {
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
    ),
    h('h1', { tabindex: -1 }, sentence(title)),
  );
}

/** Why nobody is alarmed by it. */
function reasons(suspect: Suspect, known: readonly SuppressedSuspect[]): Child {
  return known
    .filter((one) => one.suspect === suspect)
    .map(({ list: entries, by, matches, reason }) =>
      h(
        'p',
        { class: 'lead' },
        entries === 'baseline'
          ? 'accepted by the baseline, for its '
          : `set aside by ${entries} of the configuration, for its `,
        `${by} `,
        h('code', {}, name(matches)),
        ': ',
        name(reason),
      ),
    );
}

function story(suspect: Suspect, report: Report): HTMLElement {
  return h(
    'div',
    { class: 'columns' },
    h(
      'div',
      {},
      section('who holds it', chain(suspect)),
      suspect.holders.length > 1
        ? section(`all ${count(suspect.holders.length)} holders`, holders(suspect.holders))
        : undefined,
      allocationSection(suspect),
      section('why it is a suspect', list(suspect.evidence)),
      section(
        'what helps',
        suspect.remedy.length > 0 ? list(suspect.remedy) : h('p', {}, 'nothing is known that helps'),
      ),
      issue(suspect, report),
    ),
    h(
      'div',
      { class: 'aside' },
      section('survivors by birth', survivors(suspect)),
      section('figures', figures(suspect)),
    ),
  );
}

/** The retaining path from its module or root down to what piles up. */
function chain({ path, entryCount, retainedSize }: Suspect): HTMLElement {
  const rows = pathRows(path);
  return h(
    'ol',
    { class: 'chain' },
    rows.map((row, i) => step(row, i === rows.length - 1 ? entryWords(entryCount, retainedSize) : '')),
  );
}

function entryWords(entries: number, retained: number): string {
  return entries > 0 ? counted(entries, 'object') : bytes(retained);
}

function step(row: PathRow, end: string): HTMLElement {
  const { label, name: reached, kind, location, growing, repeats } = row;
  return h(
    'li',
    { class: [kind, growing ? 'growing' : ''].filter(Boolean).join(' ') },
    label === '' ? undefined : h('code', { class: 'edge' }, name(label)),
    growing ? unseen(' (it grows here)') : undefined,
    reached === ''
      ? h('span', { class: 'quiet' }, kind === 'module' ? 'module' : kind === 'root' ? 'root' : '')
      : h('span', {}, name(reached)),
    repeats > 1 ? h('span', { class: 'times' }, `× ${count(repeats)}`) : undefined,
    end === '' ? undefined : h('strong', {}, end),
    location === undefined ? undefined : h('span', { class: 'quiet location' }, name(location)),
  );
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
          h(
            'details',
            {},
            h('summary', {}, 'its path'),
            h(
              'ol',
              { class: 'chain' },
              pathRows(path as PathStep[]).map((row) => step(row, '')),
            ),
          ),
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
  const { bytes: size, held, born, alone } = sizeOf(suspect);
  return facts([
    held === 'alone'
      ? ['held by nothing else', bytes(size)]
      : ['held by the first holder alone', bytes(alone)],
    [held === 'alone' ? 'born between captures' : 'born between captures and held jointly', bytes(born)],
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
    copyButton(text),
  );
}

function neighbours(suspect: Suspect, { suspects }: Report): Child {
  const at = suspects.indexOf(suspect);
  const before = at === -1 ? undefined : suspects[at - 1];
  const after = at === -1 ? undefined : suspects[at + 1];
  const link = (other: Suspect | undefined, words: string) =>
    other === undefined
      ? undefined
      : h(
          'a',
          { href: routeHash({ screen: 'suspect', subject: other.fingerprint }), 'data-item': true },
          words,
        );
  return h(
    'p',
    { class: 'neighbours' },
    h(
      'a',
      {
        href: routeHash({ screen: 'objects', state: { show: 'objects', suspect: suspect.fingerprint } }),
        'data-item': true,
      },
      'its objects',
    ),
    link(before, 'the suspect before'),
    link(after, 'the next suspect'),
    h('a', { href: routeHash({ screen: 'overview' }), 'data-item': true }, 'all suspects'),
  );
}
