import { describe, expect, it } from 'vitest';
import * as reports from '../../testing/example-reports.ts';
import { githubSummaryReporter, markdownReporter } from './markdown.ts';

const manyOf = (length: number) => ({
  ...reports.leakyReport,
  suspects: Array.from({ length }, () => reports.sessions),
});

describe('the Markdown report', () => {
  it('has the verdict, a table of suspects, and each of them in full', () => {
    const { leakyReport, sessions } = reports;
    const one = { ...leakyReport, suspects: [sessions] };
    expect(markdownReporter.render(one, { source: 'agent.heaptrail' })).toBe(`\
### heaptrail: growth

**Map \\\`sessions\\\` gains 2,000 entries per interval and never loses any (1 more suspect)** (98 % confidence)

| | suspect | where | rate, or why it is accepted |
|---|---|---|---|
| leak \`7f3a91c2\` | Map \\\`sessions\\\` gains 2,000 entries per interval and never loses any | src/client.mjs:16 (function open) | 1.3 MiB per interval, 78.0 MiB/h, 1 new per operation |

<details><summary>Map \`sessions\` gains 2,000 entries per interval and never loses any</summary>

\`\`\`
leak[7f3a91c2]: Map \`sessions\` gains 2,000 entries per interval and never loses any
  --> src/client.mjs:16 (function open)
   │ src/agent.mjs
   │   ↓ open            function open, src/client.mjs:16
   │   ↓ sessions        Map, 6,000 entries (2,000 new)
   │     ~~~~~~~~
   ╰→ Session            6,000 objects
  = size:     4.1 MiB retained only by it, 3.9 MiB of it born between captures
  = rate:     1.3 MiB per interval, 78.0 MiB/h, 1 new per operation
  = evidence: survivors by birth 2000/2000/2000
  = help:     delete the entry when the session ends, or bound it (TTL, LRU)
  = more:     heaptrail explain agent.heaptrail 7f3a91c2
\`\`\`

</details>

- looked at: 4 captures, each object dated by the interval it was born in
- not seen: worker threads
- limit: capture 5 was cut off
`);
  });

  it('is short if nothing grows, and says what is accepted', () => {
    expect(markdownReporter.render(reports.acceptedReport, {})).toBe(`\
### heaptrail: no growth

**no sustained growth in 4 captures (heap +0.1 MiB, noise ±0.4)**

| | suspect | where | rate, or why it is accepted |
|---|---|---|---|
| accepted \`7f3a91c2\` | Map \\\`sessions\\\` gains 2,000 entries per interval and never loses any | src/client.mjs:16 (function open) | the test never logs out |

- looked at: 4 captures, each object dated by the interval it was born in
- not seen: worker threads
`);
  });

  it('says how many suspects it leaves out', () => {
    const many = manyOf(7);
    expect(markdownReporter.render(many, {})).toContain('\n… 2 more suspects: `--all` shows them\n');
    expect(markdownReporter.render(many, { all: true }).match(/<details>/g)).toHaveLength(7);
  });

  it('has at most 40 lines, with the first suspect in full if there is room', () => {
    const text = markdownReporter.render(manyOf(3), {});
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
    expect(text.match(/<details>/g)).toHaveLength(1);
    expect(text.match(/^\| leak /gm)).toHaveLength(3);
  });

  it('has at most 40 lines however much there is to say, and says what it leaves out', () => {
    const lines = (word: string) => Array.from({ length: 50 }, (_, k) => `${word} ${k}`);
    const many = manyOf(50);
    const [accepted] = reports.acceptedReport.suppressed!;
    const text = markdownReporter.render(
      {
        ...many,
        verdict: { ...many.verdict, evidence: lines('because'), next: lines('then') },
        suppressed: Array.from({ length: 50 }, () => accepted),
        coverage: { ...many.coverage, limits: lines('limit') },
      },
      {},
    );
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
    expect(text).toContain('\n- … 94 more\n');
    expect(text).toContain('\n| | … 47 more are accepted | | |\n');
    expect(text).toContain('\n… 45 more suspects: `--all` shows them\n');
    expect(text).toContain('\n- … 44 more\n');
  });

  it('lets no name make a cell, a link, an element, a mention or the end of a block', () => {
    const name = 'a|b [x](http://y.z) <img src=x> @me *z* ````\n```';
    const text = markdownReporter.render(reports.reportNaming(name), {});
    const told =
      'a\\|b \\[x\\](http\\://y.z) &#60;img src=x&#62; &#64;me \\*z\\* \\`\\`\\`\\`\ufffd\\`\\`\\`';
    expect(text).toContain(`- limit: ${told}\n`);
    expect(text).toContain(`| ${told} |\n`);
    expect(text).toContain('\n`````\nleak[7f3a91c2]: ');
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.map((row) => row.replaceAll('\\|', '').split('|').length)).toEqual([6, 6, 6, 6]);
  });

  it("is what the job's summary shows, too", () => {
    expect(githubSummaryReporter.appendsTo).toBe('GITHUB_STEP_SUMMARY');
    expect(githubSummaryReporter.render(reports.leakyReport, {})).toBe(
      markdownReporter.render(reports.leakyReport, {}),
    );
  });
});
