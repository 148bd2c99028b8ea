import { printable } from '../../format/printable.ts';
import type { Report } from '../../format/report.ts';
import { type Notice, noticesOf } from './notice.ts';
import type { Reporter } from './reporter.ts';
import { sourcePlaceOf } from './source-place.ts';

/**
 * JUnit XML as Jenkins, GitLab and others read it: a suspect is a test case that fails, one that is accepted is skipped,
 * and what could not be judged is an error. There is no standard; this keeps to the elements of Ant's JUnit task that all
 * readers know.
 */
export const junitReporter: Reporter = {
  name: 'junit',
  purpose: 'JUnit XML for Jenkins, GitLab and others',
  render: (report) => renderJunit(printable(report)),
};

const quiet = 'no sustained growth';

function renderJunit(report: Report): string {
  const notices = noticesOf(report);
  const cases = notices.map(testCase);
  // A suite without a passing case would look as if nothing had been tested.
  if (notices.every(({ level }) => level === 'accepted')) cases.unshift(passed(report));
  const figures =
    `tests="${cases.length}" failures="${having(notices, 'failure')}"` +
    ` errors="${having(notices, 'doubt')}" skipped="${having(notices, 'accepted')}"`;
  const at = new Date(report.createdAt).toISOString().slice(0, 19);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="heaptrail" ${figures}>`,
    `  <testsuite name="${attribute(suiteName(report))}" ${figures} timestamp="${at}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteName({ target }: Report): string {
  return target === undefined ? 'heap snapshots' : target.command;
}

function having(notices: readonly Notice[], level: Notice['level']): number {
  return notices.filter((notice) => notice.level === level).length;
}

function passed({ verdict }: Report): string {
  return [
    `    <testcase classname="heaptrail" name="${quiet}">`,
    `      <system-out>${content(verdict.sentence)}</system-out>`,
    '    </testcase>',
  ].join('\n');
}

const elements = { failure: 'failure', doubt: 'error', accepted: 'skipped' } as const;

function testCase(notice: Notice): string {
  const { level, rule, title, facts, reason } = notice;
  const element = elements[level];
  const message = attribute(reason ?? title);
  const text = content([title, ...facts].join('\n'));
  const outcome =
    level === 'accepted'
      ? `      <${element} message="${message}"/>`
      : `      <${element} message="${message}" type="${rule}">${text}</${element}>`;
  return [`    <testcase ${caseAttributes(notice)}>`, outcome, '    </testcase>'].join('\n');
}

/** The name has no figures in it: CI servers follow a case by its name from run to run. */
function caseAttributes({ rule, title, suspect }: Notice): string {
  if (suspect === undefined) {
    return `classname="heaptrail" name="${attribute(rule === 'inconclusive' ? quiet : rule)}"`;
  }
  const place = sourcePlaceOf(suspect);
  const holder = suspect.holders[0]?.expression ?? title;
  const file = place === undefined ? '' : ` file="${attribute(place.file)}"`;
  const line = place?.line === undefined ? '' : ` line="${place.line}"`;
  return `classname="heaptrail.${rule.replace('/', '.')}" name="${attribute(`${holder} [${suspect.fingerprint}]`)}"${file}${line}`;
}

/** Control characters are replaced before; what XML 1.0 forbids beside them are two non-characters. */
function content(text: string): string {
  return text.replace(/[\ufffe\uffff]/g, '\ufffd').replace(/[&<>]/g, (sign) => entities[sign]);
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
