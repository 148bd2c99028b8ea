import { expect, it } from 'vitest';
import { csvText } from './csv.ts';

it('quotes what would end a cell or a row, and defuses formulas', () => {
  expect(
    csvText([
      ['class', 'bytes'],
      ['a "b", c', 12.5],
      ['line\nbreak', -1],
      ['=HYPERLINK("x")', 0],
      ['+1', 0],
    ]),
  ).toBe('class,bytes\r\n"a ""b"", c",12.5\r\n"line\nbreak",-1\r\n"\'=HYPERLINK(""x"")",0\r\n\'+1,0\r\n');
});
