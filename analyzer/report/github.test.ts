import { describe, expect, it } from 'vitest';
import * as reports from '../../testing/example-reports.ts';
import { githubReporter } from './github.ts';

const view = { fileOf: (name: string) => (name.startsWith('src/') ? `agents/one,two/${name}` : undefined) };

describe('the annotations for GitHub', () => {
  it('are one command a notice, with the line if it is known', () => {
    expect(githubReporter.render(reports.leakyReport, view).split('\n')).toEqual([
      '::error file=agents/one%2Ctwo/src/client.mjs,line=16,title=heaptrail%3A leak/map [7f3a91c2]::' +
        'Map `sessions` gains 2,000 entries per interval and never loses any%0A' +
        'size: 4.1 MiB retained only by it, 3.9 MiB of it born between captures%0A' +
        'rate: 1.3 MiB per interval, 78.0 MiB/h, 1 new per operation%0Aconfidence: 98 %25%0A' +
        'held by: open.sessions%0A' +
        'evidence: survivors by birth 2000/2000/2000%0A' +
        'help: delete the entry when the session ends, or bound it (TTL, LRU)',
      '::warning title=heaptrail%3A leak/array [0badcafe]::' +
        'Array `log` gains 3 items per interval%0A' +
        'size: 4.1 MiB retained only by it, 3.9 MiB of it born between captures%0A' +
        'rate: 1.3 MiB per interval, 78.0 MiB/h, 1 new per operation%0Aconfidence: 50 %25%0A' +
        'held by: globalThis.log',
      '',
    ]);
  });

  it('say what is accepted, what could not be judged and what grows outside, and nothing else', () => {
    expect(githubReporter.render(reports.quietReport, view)).toBe('');
    expect(githubReporter.render(reports.acceptedReport, view)).toMatch(
      /^::notice file=.*%0Aaccepted: the test never logs out\n$/,
    );
    expect(githubReporter.render(reports.inconclusiveReport, view)).toBe(
      '::warning title=heaptrail%3A inconclusive::one capture shows what fills the heap, not what grows%0Anext: record again\n',
    );
    expect(githubReporter.render(reports.nativeReport, view)).toBe(
      '::error title=heaptrail%3A growth/native::native memory grows 64.0 MiB/h%0Aheap flat\n',
    );
  });

  it('let no name begin a command of its own', () => {
    const text = githubReporter.render(reports.reportNaming('x\r\n::stop-commands::y %0A::error::z'), {});
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('%250A::error::z');
    expect(
      lines.every((line) => /^::(error|notice) title=heaptrail%3A leak\/map \[[0-9a-f]{8}\]::/.test(line)),
    ).toBe(true);
  });
});
