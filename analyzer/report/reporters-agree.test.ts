import { describe, expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { leakyReport, sessions } from '../../testing/example-reports.ts';
import { issueText } from '../../viewer/model/issue-text.ts';
import { renderExplanation } from './explain-text.ts';
import { reporters } from './reporters.ts';

/** One report in every format: the reader of one must not find other figures in the next. */

const kibi = 1024;

const shared: Suspect = {
  ...sessions,
  holders: [
    { name: 'Map', expression: 'hub.sessions', path: [], share: 1 },
    { name: 'Array', expression: 'hub.recent', path: [], share: 0.5 },
  ],
  survivors: { counts: [75, 100, 110, 120], bytes: [30 * kibi, 150 * kibi, 160 * kibi, 170 * kibi] },
  growth: {
    objectsPerInterval: 110,
    bytesPerInterval: 160 * kibi,
    bytesPerHour: 9600 * kibi,
    objectsPerOperation: 2,
  },
  retainedSize: 14 * kibi,
  confidence: 0.87,
  entryCount: 405,
  evidence: ['survivors by birth: 100 / 110 / 120 (before the first capture: 75)'],
};
const report: Report = {
  ...leakyReport,
  suspects: [shared],
  verdict: { ...leakyReport.verdict, sentence: shared.title, confidence: shared.confidence },
};

const figures = {
  size: '480 KiB born between captures and held jointly, 14.0 KiB retained only by the first holder',
  rate: '160 KiB per interval, 9.4 MiB/h, 2 new per operation',
  release:
    'hub.sessions keeps all of these objects and must release them, but that alone frees at most 50 %: the other holders must release their part as well',
};

const rendered = Object.fromEntries(reporters.map((one) => [one.name, one.render(report, {})]));

describe('every format has the same figures', () => {
  it.each(['text', 'markdown', 'github-summary', 'junit', 'github', 'sarif'])('in %s', (name) => {
    const plain = rendered[name].replaceAll('%25', '%');
    for (const figure of Object.values(figures)) expect(plain).toContain(figure);
    expect(plain).toContain('87 %');
    expect(plain).toContain('(before the first capture: 75)');
    for (const holder of ['hub.sessions (100 %', 'hub.recent (50 %']) expect(plain).toContain(holder);
  });

  it('in JSON, which carries what the others compute', () => {
    const [suspect] = JSON.parse(rendered.json).suspects;
    expect(suspect.size).toEqual({
      bytes: 480 * kibi,
      held: 'jointly',
      born: 480 * kibi,
      alone: 14 * kibi,
      words: figures.size,
    });
    expect(suspect.release).toBe(figures.release);
    expect(suspect.survivors).toEqual(shared.survivors);
    expect(suspect.confidence).toBe(0.87);
  });

  it('in the properties of SARIF', () => {
    const [{ properties }] = JSON.parse(rendered.sarif).runs[0].results;
    const [suspect] = JSON.parse(rendered.json).suspects;
    expect(properties.size).toEqual(suspect.size);
    expect(properties.growth).toEqual(suspect.growth);
    expect(properties.survivors).toEqual(suspect.survivors);
  });

  it('in the explanation, with a bar for each number of survivors', () => {
    const text = renderExplanation(report, shared);
    for (const figure of Object.values(figures)) expect(text).toContain(figure);
    const bars = [
      ...text.matchAll(/ (\d+) \((\d+) KiB\)$/gm),
      ...text.matchAll(/ (\d+) \((\d+\.\d) KiB\)$/gm),
    ];
    expect(bars.map(([, count]) => Number(count)).toSorted((a, b) => a - b)).toEqual(shared.survivors.counts);
  });

  it('on the page', () => {
    const text = issueText(shared, report);
    expect(text).toContain(figures.size);
    expect(text).toContain(figures.release);
    expect(text).toContain('confidence 87 %');
  });
});
