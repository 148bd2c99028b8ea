import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import { joinHeaps } from '../analyzer/report/join-heaps.ts';
import { renderJson } from '../analyzer/report/json.ts';
import { buildTriageReport } from '../analyzer/report/triage-report.ts';
import { judgeProcesses } from '../analyzer/triage/judge-processes.ts';
import { readTelemetry } from '../analyzer/triage/telemetry/read-telemetry.ts';
import type { Report } from '../format/report.ts';
import { sizeOf } from '../format/suspect-size.ts';
import { type JsonSchema, reportJsonSchema } from '../scripts/report-schema.mjs';
import { closed } from './closed-schema.ts';
import { everyInterval, filesOf, moduleScope } from './drawn-growth.ts';
import { leakyReport, reportsByOutcome } from './example-reports.ts';
import { drawHeap } from './heap-builder.ts';
import { ScratchFolder } from './scratch-folder.ts';
import { schemaOfReader } from './shape-schema.ts';

const published = reportJsonSchema();
const ajv = new Ajv2020({ strict: true });
formats.default(ajv);
const check = ajv.compile(published);
/** A field that the schema does not describe is a fault of the schema, though its readers let it pass. */
const checkClosed = ajv.compile(closed(published));
const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

describe('the JSON Schema of a report', () => {
  it('is what the reader of reports accepts, but for what is made anew', () => {
    const made = new Set(['createdAtIso', 'size', 'release']);
    expect(plain(published, published.$defs!, made)).toEqual(schemaOfReader());
  });

  it('describes every field and every object', () => {
    const objects = [published, ...Object.values(published.$defs!)];
    for (const { title, description, properties } of objects) {
      expect(description, String(title)).toMatch(/^[A-Z`].*\.$/);
      for (const [field, { description: text }] of Object.entries(properties as Fields))
        expect(text, `${title}.${field}`).toMatch(/^[A-Z0-9`].*\.$/);
    }
  });

  it.each(Object.entries(reportsByOutcome))('fits a report of %s', (_, report) => {
    expect(checkClosed(JSON.parse(renderJson(report))) || checkClosed.errors).toBe(true);
  });

  it.each([
    ['growth', () => analyze(leak())],
    ['one capture', () => analyze(leak().slice(-1))],
    ['two processes', async () => analyze([...strangers()])],
    [
      'several heaps',
      async () => joinHeaps([{ name: 'process 1', pid: 1, report: await analyze(leak()) }], []),
    ],
    ['logs of several processes', triaged],
  ] as const)('fits what is said of %s', async (_, make: () => Promise<Report>) => {
    expect(checkClosed(JSON.parse(renderJson(await make()))) || checkClosed.errors).toBe(true);
  });

  it.each([
    ['without a verdict', ({ verdict: _, ...report }: typeof leakyReport) => report],
    [
      'with another kind',
      (report: typeof leakyReport) => ({ ...report, suspects: [{ ...report.suspects[0], kind: 'x' }] }),
    ],
    [
      'with a share above 1',
      (report: typeof leakyReport) => ({ ...report, verdict: { ...report.verdict, confidence: 2 } }),
    ],
  ])('fits none %s', (_, change) => {
    expect(check(change(leakyReport))).toBe(false);
  });

  it('has the time as people read it, and the size that texts print', () => {
    const json = JSON.parse(renderJson(leakyReport));
    expect(json.createdAtIso).toBe(new Date(leakyReport.createdAt).toISOString());
    expect(json.suspects[0].size).toEqual(sizeOf(leakyReport.suspects[0]!));
  });
});

type Fields = Readonly<Record<string, JsonSchema>>;

function leak(): string[] {
  return filesOf(scratch, (h) => {
    const sessions = h.map();
    moduleScope(h).variable('sessions', sessions);
    everyInterval(h, (k) => {
      for (let i = 0; i < 30; i++) sessions.set(h.string(`${k}.${i}`), h.object('Session', { size: 200 }));
    });
  });
}

let pairs = 0;

/** Ids of another process: the same numbers name other objects. */
function strangers(): string[] {
  return ['Session', 'Order'].map((name) => {
    const folder = join(scratch.path, `stranger-${++pairs}`);
    mkdirSync(folder);
    const [file] = drawHeap((h) => {
      const list = h.object('Array');
      h.root.property(`list of ${name}`, list);
      for (let i = 0; i < 100; i++) list.push(h.object(name, { size: 100 }));
    }).writeTo(folder);
    return file!;
  });
}

async function triaged(): Promise<Report> {
  const start = Date.UTC(2026, 0, 1);
  const lines = ['time,pid,rss_mb'];
  for (let i = 0; i < 60; i++) lines.push(`${start + i * 60_000},1,${100 + i}`, `${start + i * 60_000},2,80`);
  async function* chunks() {
    yield `${lines.join('\n')}\n`;
  }
  const telemetry = await readTelemetry([{ name: 'log', chunks: chunks() }]);
  return buildTriageReport(judgeProcesses(telemetry.processes), telemetry, start);
}

/** Without words, with each definition in place of its name. */
function plain(schema: JsonSchema, defs: Fields, made: ReadonlySet<string>): unknown {
  const { $schema: _, $defs: __, title: ___, description: ____, $ref, ...rest } = schema;
  if (typeof $ref === 'string') return plain(defs[$ref.replace('#/$defs/', '')]!, defs, made);
  const { properties, items, required, enum: values, format: _____, ...others } = rest;
  const fields = Object.entries((properties ?? {}) as Fields).filter(([key]) => !made.has(key));
  return {
    ...others,
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries(fields.map(([key, field]) => [key, plain(field, defs, made)])) }),
    ...(items === undefined ? {} : { items: plain(items as JsonSchema, defs, made) }),
    ...(required === undefined ? {} : { required: (required as string[]).toSorted() }),
    ...(values === undefined ? {} : { enum: (values as string[]).toSorted() }),
  };
}
