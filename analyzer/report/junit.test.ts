import { describe, expect, it } from 'vitest';
import * as reports from '../../testing/example-reports.ts';
import { junitReporter } from './junit.ts';

describe('the JUnit report', () => {
  it('fails a case for each proven suspect, and cannot judge one that is not proven', () => {
    expect(junitReporter.render(reports.leakyReport, {})).toBe(`\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="heaptrail" tests="2" failures="1" errors="1" skipped="0">
  <testsuite name="heap snapshots" tests="2" failures="1" errors="1" skipped="0" timestamp="2026-01-31T12:00:00">
    <testcase classname="heaptrail.leak.map" name="open.sessions [7f3a91c2]" file="src/client.mjs" line="16">
      <failure message="Map \`sessions\` gains 2,000 entries per interval and never loses any" type="leak/map">Map \`sessions\` gains 2,000 entries per interval and never loses any
size: 4.1 MiB retained only by it, 3.9 MiB of it born between captures
rate: 1.3 MiB per interval, 78.0 MiB/h, 1 new per operation
confidence: 98 %
held by: open.sessions
evidence: survivors by birth 2000/2000/2000
help: delete the entry when the session ends, or bound it (TTL, LRU)</failure>
    </testcase>
    <testcase classname="heaptrail.leak.array" name="globalThis.log [0badcafe]">
      <error message="Array \`log\` gains 3 items per interval" type="leak/array">Array \`log\` gains 3 items per interval
size: 4.1 MiB retained only by it, 3.9 MiB of it born between captures
rate: 1.3 MiB per interval, 78.0 MiB/h, 1 new per operation
confidence: 50 %
held by: globalThis.log</error>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it('has a case that passes if nothing grows, and skips what is accepted', () => {
    expect(junitReporter.render(reports.acceptedReport, {})).toBe(`\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="heaptrail" tests="2" failures="0" errors="0" skipped="1">
  <testsuite name="heap snapshots" tests="2" failures="0" errors="0" skipped="1" timestamp="2026-01-31T12:00:00">
    <testcase classname="heaptrail" name="no sustained growth">
      <system-out>no sustained growth in 4 captures (heap +0.1 MiB, noise ±0.4)</system-out>
    </testcase>
    <testcase classname="heaptrail.leak.map" name="open.sessions [7f3a91c2]" file="src/client.mjs" line="16">
      <skipped message="the test never logs out"/>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it('is an error where it could not be judged, and a failure for growth outside the heap', () => {
    expect(junitReporter.render(reports.inconclusiveReport, {})).toContain(`
    <testcase classname="heaptrail" name="no sustained growth">
      <error message="one capture shows what fills the heap, not what grows" type="inconclusive">`);
    expect(junitReporter.render(reports.nativeReport, {})).toContain(`
    <testcase classname="heaptrail" name="growth/native">
      <failure message="native memory grows 64.0 MiB/h" type="growth/native">native memory grows 64.0 MiB/h
heap flat</failure>`);
  });

  it('lets no name end an element or an attribute, and no character that XML forbids pass', () => {
    const text = junitReporter.render(reports.reportNaming('a"]]></failure><x y=\'&\n\x00\ufffe\ud800'), {});
    expect(text).toContain('file="a&quot;]]&gt;&lt;/failure&gt;&lt;x y=\'&amp;\ufffd\ufffd\ufffd\ufffd"');
    expect(text.match(/<\/?[\w-]+/g)).toEqual(
      junitReporter.render(reports.reportNaming('plain'), {}).match(/<\/?[\w-]+/g),
    );
  });
});
