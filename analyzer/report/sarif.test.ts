import { describe, expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import * as reports from '../../testing/example-reports.ts';
import { hostileNames } from '../../tests/hostile-names.ts';
import { sarifFaults } from '../../tests/sarif-faults.ts';
import { sarifReporter } from './sarif.ts';

const view = {
  fileOf: (name: string) => (name.startsWith('src/') ? `packages/an agent/${name}` : undefined),
};

function run(report: Report) {
  return JSON.parse(sarifReporter.render(report, view)).runs[0];
}

const mebi = 1024 * 1024;

describe('the SARIF report', () => {
  it.each([
    ...Object.entries(reports.reportsByOutcome),
    ...Object.entries(hostileNames).map(([kind, name]): [string, Report] => [
      kind,
      reports.reportNaming(name),
    ]),
  ])('of %s is valid by the schema of the standard', (_, report) => {
    expect(sarifFaults(sarifReporter.render(report, view))).toEqual([]);
    expect(sarifFaults(sarifReporter.render(report, {}))).toEqual([]);
  });

  it('would not be valid with a property that the standard does not know', () => {
    const log = JSON.parse(sarifReporter.render(reports.leakyReport, view));
    expect(sarifFaults(JSON.stringify({ ...log, frobnicate: 1 }))).toEqual([
      ': must NOT have additional properties',
    ]);
  });

  it('gives each suspect its fingerprint, its place and its path', () => {
    expect(run(reports.leakyReport).results[0]).toEqual({
      ruleId: 'leak/map',
      ruleIndex: 1,
      level: 'error',
      message: {
        text: [
          'Map `sessions` gains 2,000 entries per interval and never loses any',
          'size: 4.1 MiB retained only by it, 3.9 MiB of it born between captures',
          'rate: 1.3 MiB per interval, 78.0 MiB/h, 1 new per operation',
          'confidence: 98 %',
          'held by: open.sessions',
          'evidence: survivors by birth 2000/2000/2000',
          'help: delete the entry when the session ends, or bound it (TTL, LRU)',
        ].join('\n'),
      },
      partialFingerprints: { 'heaptrail/v1': '7f3a91c2' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'packages/an%20agent/src/client.mjs', uriBaseId: '%SRCROOT%' },
            region: { startLine: 16 },
          },
          logicalLocations: [
            { name: 'Map', fullyQualifiedName: 'src/client.mjs:open.sessions', kind: 'variable' },
          ],
        },
      ],
      relatedLocations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: 'packages/an%20agent/src/agent.mjs', uriBaseId: '%SRCROOT%' },
          },
          message: { text: 'src/agent.mjs' },
        },
      ],
      properties: {
        confidence: 0.98,
        growth: reports.sessions.growth,
        retainedSize: reports.sessions.retainedSize,
        size: {
          bytes: 4.1 * mebi,
          held: 'alone',
          born: 3 * 1.3 * mebi,
          alone: 4.1 * mebi,
          words: '4.1 MiB retained only by it, 3.9 MiB of it born between captures',
        },
        survivors: reports.sessions.survivors,
        holders: [{ expression: 'open.sessions', share: 1 }],
      },
    });
  });

  it('invents no place where the source is not known', () => {
    const [first] = JSON.parse(sarifReporter.render(reports.leakyReport, {})).runs[0].results;
    expect(first.locations[0]).not.toHaveProperty('physicalLocation');
    expect(first).not.toHaveProperty('relatedLocations');
    const [, unproven] = run(reports.leakyReport).results;
    expect(unproven).toMatchObject({
      level: 'warning',
      locations: [{ logicalLocations: [{ fullyQualifiedName: 'globalThis.log' }] }],
    });
  });

  it('does not let a run that could not judge look like one that found nothing', () => {
    const { results, invocations } = run(reports.inconclusiveReport);
    expect(results).toEqual([]);
    expect(invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error' }, { level: 'note' }],
    });
    expect(run(reports.quietReport).invocations[0].executionSuccessful).toBe(true);
  });

  it('tells what is accepted, with its reason', () => {
    expect(run(reports.acceptedReport).results).toMatchObject([
      { level: 'note', suppressions: [{ kind: 'external', justification: 'the test never logs out' }] },
    ]);
  });
});
