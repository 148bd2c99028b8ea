import { placeText } from '../../format/place.ts';
import { placesLines } from '../../format/places-words.ts';
import { printable } from '../../format/printable.ts';
import type { Report } from '../../format/report.ts';
import type { PathStep, Suspect } from '../../format/suspect.ts';
import { sizeOf } from '../../format/suspect-size.ts';
import { type Notice, noticesOf } from './notice.ts';
import type { Reporter, ReportView } from './reporter.ts';
import { placeOfStep, type SourcePlace, sourcePlaceOf } from './source-place.ts';

/**
 * SARIF 2.1.0 (OASIS standard, errata 01), as code scanning services read it. A finding keeps its identity from run to
 * run by our fingerprint in `partialFingerprints`. Lines are given only if the snapshot tells them.
 */
export const sarifReporter: Reporter = {
  name: 'sarif',
  purpose: 'SARIF 2.1.0 for code scanning',
  render: (report, view) => `${JSON.stringify(sarifLog(printable(report), view), undefined, 2)}\n`,
};

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** A name with a version, as the standard wants it (3.27.16): another way to make fingerprints gets another one. */
const fingerprintName = 'heaptrail/v1';
/** What viewers put the root of the repository in place of. */
const sourceRoot = '%SRCROOT%';

function sarifLog(report: Report, view: ReportView) {
  const notices = noticesOf(report);
  const findings = notices.filter(({ rule }) => rule !== 'inconclusive');
  const doubts = notices.filter(({ rule }) => rule === 'inconclusive');
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            semanticVersion: report.tool.version,
            rules: rules.map(ruleOf),
          },
        },
        originalUriBaseIds: {
          [sourceRoot]: { description: { text: 'the root of the repository' } },
        },
        invocations: [
          {
            // A run that could not judge must not look like one that found nothing.
            executionSuccessful: doubts.length === 0,
            endTimeUtc: new Date(report.createdAt).toISOString(),
            toolExecutionNotifications: [
              ...doubts.map(({ title, facts }) => notification('error', [title, ...facts].join('\n'))),
              ...report.coverage.limits.map((text) => notification('note', `limit: ${text}`)),
              ...report.coverage.notSeen.map((text) => notification('note', `not seen: ${text}`)),
            ],
          },
        ],
        results: findings.map((notice) => resultOf(notice, rules, view)),
      },
    ],
  };
}

function notification(level: 'error' | 'note', text: string) {
  return { level, message: { text } };
}

const documentation = 'https://www.npmjs.com/package/heaptrail';

/** What a finding of the rule means and what to do about it; each result says more of its own. */
function helpFor(what: string | undefined, kind: string | undefined): string {
  return what === 'leak'
    ? `Objects pile up (${kind}). Each interval between two heap snapshots adds some, and none of them are released. ` +
        'The message names the holder, the path to it and how to release what it holds. ' +
        'Accept it with "heaptrail check --update" or a rule in heaptrail.config.json if the growth is intended.'
    : `Memory grows (${kind}) and no object in the JavaScript heap explains it. ` +
        'Record for longer, or look at native code, buffers, handles and child processes.';
}

function ruleOf(id: string) {
  const [what, kind] = id.split('/');
  const text =
    what === 'leak' ? `objects pile up: ${kind}` : `memory grows, and no holder explains it: ${kind}`;
  const help = helpFor(what, kind);
  return {
    id,
    shortDescription: { text },
    fullDescription: { text: help },
    help: { text: help, markdown: help },
    helpUri: `${documentation}#${what}`,
    defaultConfiguration: { level: 'error' },
  };
}

const levels = { failure: 'error', doubt: 'warning', accepted: 'note' } as const;

function resultOf(notice: Notice, rules: readonly string[], view: ReportView) {
  const { level, rule, title, facts, suspect, reason } = notice;
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: levels[level],
    message: { text: [title, ...facts].join('\n') },
    ...(suspect === undefined ? {} : aboutSuspect(suspect, view)),
    ...(reason === undefined
      ? {}
      : { suppressions: [{ kind: 'external', status: 'accepted', justification: reason }] }),
  };
}

function aboutSuspect(suspect: Suspect, view: ReportView) {
  const { fingerprint, path, confidence, growth, retainedSize, survivors } = suspect;
  const place = sourcePlaceOf(suspect);
  const isTold = (found: SourcePlace) => place !== undefined && placeText(found) === placeText(place);
  const related = path
    .map((step) => ({ step, found: placeOfStep(step) }))
    .filter(({ found }) => found !== undefined && !isTold(found))
    .flatMap(({ step, found }, index) => relatedLocation(step, found!, index + 1, view));
  return {
    partialFingerprints: { [fingerprintName]: fingerprint },
    locations: [location(suspect, place, view)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    properties: {
      confidence,
      growth,
      retainedSize,
      size: sizeOf(suspect),
      survivors,
      ...(suspect.anatomy === undefined ? {} : { anatomy: suspect.anatomy }),
      ...(suspect.parts === undefined ? {} : { places: placesLines(suspect) }),
      holders: suspect.holders.map(({ expression, share }) => ({ expression, share })),
    },
  };
}

function location(suspect: Suspect, place: SourcePlace | undefined, view: ReportView) {
  const physical = place === undefined ? undefined : physicalLocation(place, view);
  const holder = suspect.holders[0];
  return {
    ...(physical === undefined ? {} : { physicalLocation: physical }),
    logicalLocations: [
      {
        name: holder?.name ?? suspect.entryClass,
        fullyQualifiedName: holder === undefined ? suspect.title : qualified(place, holder.expression),
        kind: 'variable',
      },
    ],
  };
}

function qualified(place: SourcePlace | undefined, expression: string): string {
  return place === undefined ? expression : `${place.file}:${expression}`;
}

function relatedLocation({ edge, name }: PathStep, place: SourcePlace, id: number, view: ReportView) {
  const physical = physicalLocation(place, view);
  if (physical === undefined) return [];
  return [{ id, physicalLocation: physical, message: { text: `${edge === '' ? '' : `${edge}: `}${name}` } }];
}

function physicalLocation({ file: name, line }: SourcePlace, { fileOf }: ReportView) {
  const file = fileOf?.(name);
  if (file === undefined) return undefined;
  return {
    artifactLocation: { uri: encodeURI(file).replace(/[?#]/g, encodeURIComponent), uriBaseId: sourceRoot },
    ...(line === undefined ? {} : { region: { startLine: line } }),
  };
}
