import { describe, expect, it } from 'vitest';
import { renderListing } from '../report/listing-text.ts';
import { chooseRows, type Listing } from './listing.ts';

interface Row {
  readonly name: string;
  readonly size: number;
}

const listing: Listing<Row> = {
  what: 'things',
  columns: [
    { key: 'size', text: ({ size }) => `${size} B`, value: ({ size }) => size },
    { key: 'name', text: ({ name }) => name, value: ({ name }) => name },
  ],
  rows: [
    { name: 'Session', size: 10 },
    { name: 'session list', size: 300 },
    { name: 'Map', size: 20 },
  ],
  notes: ['a note'],
};

const names = (choice: Parameters<typeof chooseRows>[1]) =>
  chooseRows(listing, choice).rows.map(({ name }) => name);

describe('the rows of a listing', () => {
  it('are filtered by their texts, in any case', () => {
    expect(names({ filter: 'SESSION' })).toEqual(['Session', 'session list']);
  });

  it('are sorted: numbers the largest first, texts in their order, and both the other way round', () => {
    expect(names({ sort: 'size' })).toEqual(['session list', 'Map', 'Session']);
    expect(names({ sort: '-size' })).toEqual(['Session', 'Map', 'session list']);
    expect(names({ sort: 'name' })).toEqual(['Map', 'Session', 'session list']);
  });

  it('are limited, and say how many there are', () => {
    expect(chooseRows(listing, { sort: 'size', limit: 1 })).toEqual({ rows: [listing.rows[1]], total: 3 });
  });

  it('cannot be sorted by what is not there', () => {
    expect(() => chooseRows(listing, { sort: 'weight' })).toThrow('nothing here can be sorted by weight');
  });
});

it('is a table with numbers to the right and texts to the left', () => {
  const text = renderListing(listing, chooseRows(listing, { limit: 2 }), {
    colors: false,
    from: 'capture 4',
  });
  expect(text.split('\n')).toEqual([
    ' size  name',
    ' 10 B  Session',
    '300 B  session list',
    '',
    'things in capture 4: 2 rows of 3, --limit shows more',
    'note: a note',
    '',
  ]);
});

it('lets no control character and no long name out of its line', () => {
  const hostile: Listing<Row> = { ...listing, rows: [{ name: `\u001b[2J\n${'L'.repeat(500)}`, size: 1 }] };
  const [, row] = renderListing(hostile, chooseRows(hostile, {}), { colors: false, from: 'x' }).split('\n');
  expect(row).toMatch(/^ {2}1 B {2}��|^ 1 B/);
  expect(row.length).toBeLessThan(90);
  expect(row).not.toContain('\u001b');
});
