import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytes } from '../../format/quantities.ts';
import { releaseWords } from '../../format/release-words.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { sizeFigures, sizeOf, sizeWords, survivorWords } from '../../format/suspect-size.ts';
import { everyInterval, filesOf, moduleScope } from '../../testing/drawn-growth.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { issueText } from '../../viewer/model/issue-text.ts';
import { preparePage } from '../page-data/prepare-page.ts';
import { openSource } from '../recording/open-source.ts';
import { renderExplanation } from './explain-text.ts';
import { reporters } from './reporters.ts';

/** Heaps of each way to hold, looked at through every format: none of them may say another number. */
const drawings: Readonly<Record<string, (h: HeapDrawing) => void>> = {
  'one holder': (h) => {
    const all = h.map();
    moduleScope(h).variable('all', all);
    everyInterval(h, (k) => {
      for (let i = 0; i < 20; i++) all.set(h.string(`${k}.${i}`, { size: 24 }), session(h));
    });
  },
  'two holders that both have all': (h) => {
    const [all, log] = twoHolders(h);
    everyInterval(h, () => {
      for (let i = 0; i < 20; i++) {
        const one = session(h);
        all.push(one);
        log.push(one);
      }
    });
  },
  'two holders of which one has half': (h) => {
    const [all, log] = twoHolders(h);
    everyInterval(h, () => {
      for (let i = 0; i < 20; i++) {
        const one = session(h);
        all.push(one);
        if (i % 2 === 0) log.push(one);
      }
    });
  },
  'two holders that have a part each': (h) => {
    const [all, log] = twoHolders(h);
    everyInterval(h, () => {
      for (let i = 0; i < 20; i++) {
        const one = session(h);
        if (i < 14) all.push(one);
        if (i > 5) log.push(one);
      }
    });
  },
  'entries that were there before': (h) => {
    const all = h.map();
    moduleScope(h).variable('all', all);
    for (let i = 0; i < 75; i++)
      all.set(h.string(`old ${i}`, { size: 24 }), h.object('Legacy', { size: 200 }));
    h.capture();
    everyInterval(h, (k) => {
      for (let i = 0; i < 20; i++) all.set(h.string(`${k}.${i}`, { size: 24 }), session(h));
    });
  },
  'one value that is replaced': (h) => {
    const scope = moduleScope(h);
    const buffer = h.object('Transcript');
    scope.variable('transcript', buffer);
    everyInterval(h, (k) => void buffer.property('text', h.string('text', { size: 200_000 * (k + 1) })));
  },
};

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

describe.each(Object.entries(drawings))('the figures of %s', (name, draw) => {
  let report: Report;
  let suspect: Suspect;
  let rendered: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const page = await preparePage(openSource(filesOf(scratch, draw)), { source: name });
    report = page.summary.report;
    suspect = report.suspects[0]!;
    expect(suspect, 'a suspect').toBeDefined();
    const formats = reporters.map((one) => [one.name, one.render(report, {})] as const);
    rendered = Object.fromEntries(formats.map(([key, text]) => [key, text.replaceAll('%25', '%')]));
  });

  it('are the same in all texts', () => {
    const release = releaseWords(suspect.holders);
    for (const format of ['text', 'markdown', 'github-summary', 'junit', 'github', 'sarif']) {
      expect(rendered[format], format).toContain(sizeWords(suspect));
      if (release !== undefined) expect(rendered[format], format).toContain(release);
      for (const { expression, share } of suspect.holders) {
        if (suspect.holders.length > 1)
          expect(rendered[format], format).toContain(`${expression} (${Math.round(share * 100)} %`);
      }
    }
    expect(renderExplanation(report, suspect)).toContain(sizeWords(suspect));
    expect(issueText(suspect, report)).toContain(sizeWords(suspect));
  });

  it('are the same in JSON, in SARIF and in what the page carries', () => {
    const [json] = JSON.parse(rendered.json!).suspects;
    const [{ properties }] = JSON.parse(rendered.sarif!).runs[0].results;
    expect(json.size).toEqual(sizeOf(suspect));
    expect(properties.size).toEqual(json.size);
    expect(properties.survivors).toEqual(json.survivors);
    expect(properties.growth).toEqual(json.growth);
    expect(json.size.words).toBe(
      sizeFigures(suspect)
        .map(({ words }) => words)
        .join(', '),
    );
    expect(json.size.bytes).toBe(sizeFigures(suspect)[0]!.value);
  });

  it('never give a number of objects the size of none', () => {
    const { counts, bytes: sizes } = suspect.survivors;
    for (const [birth, number] of counts.entries()) {
      const words = survivorWords(suspect.survivors, birth);
      if (number > 0) expect(words).not.toContain(bytes(0));
      if (number > 0 && (sizes[birth] ?? 0) > 0) expect(words).toContain(bytes(sizes[birth]!));
    }
    expect(renderExplanation(report, suspect)).not.toMatch(/[1-9] \(0 B\)/);
  });
});

describe('what has to release objects', () => {
  it.each([
    ['two holders that both have all', /^every holder must release these objects/],
    ['two holders of which one has half', /^all keeps all of these objects .* frees at most 50 %/],
    ['two holders that have a part each', /^an object is freed when every holder that keeps it releases it$/],
  ] as const)('is told by the shares of %s', async (name, words) => {
    const { summary } = await preparePage(openSource(filesOf(scratch, drawings[name]!)), { source: name });
    const { holders } = summary.report.suspects[0]!;
    expect(holders).toHaveLength(2);
    expect(releaseWords(holders)).toMatch(words);
  });

  it('is the holder alone if there is one', async () => {
    const draw = drawings['one holder']!;
    const { summary } = await preparePage(openSource(filesOf(scratch, draw)), { source: 'one' });
    expect(releaseWords(summary.report.suspects[0]!.holders)).toBeUndefined();
  });
});

function twoHolders(h: HeapDrawing) {
  const [all, log] = [h.object('Array'), h.object('Array')];
  moduleScope(h).variable('all', all).variable('log', log);
  return [all, log] as const;
}

function session(h: HeapDrawing) {
  return h.object('Session', { size: 300 });
}
