import { describe, expect, it } from 'vitest';
import { UserError } from '../../format/user-error.ts';
import { type OutletArguments, outletsFrom } from './outlets.ts';

function wanted(given: OutletArguments, environment = {}): string[] {
  return outletsFrom(given, environment).map(({ reporter, to }) =>
    to === 'stdout' ? reporter.name : `${reporter.name}${to.append ? '+=' : '='}${to.file}`,
  );
}

describe('the outlets of a report', () => {
  it.each<[string, OutletArguments, string[]]>([
    ['text, if nothing is said', {}, ['text']],
    ['json, for short', { json: true }, ['json']],
    ['a file instead of stdout', { outputFile: 'x' }, ['text=x']],
    ['json in a file', { json: true, outputFile: 'x' }, ['json=x']],
    [
      'files, and text beside them',
      { reporter: ['junit=a.xml', 'sarif=b=c'] },
      ['junit=a.xml', 'sarif=b=c', 'text'],
    ],
    ['a file and another format on stdout', { reporter: ['github', 'text=log'] }, ['text=log', 'github']],
    ['the same format twice', { reporter: ['json', 'json=x'] }, ['json=x', 'json']],
  ])('%s', (_, given, outlets) => {
    expect(wanted(given)).toEqual(outlets);
  });

  it('are appended to where the environment names the file', () => {
    const summary = { reporter: ['github-summary'] };
    expect(wanted(summary, { GITHUB_STEP_SUMMARY: '/tmp/s' })).toEqual(['github-summary+=/tmp/s', 'text']);
    expect(() => wanted(summary)).toThrow(/GITHUB_STEP_SUMMARY names, which is not set here$/);
    expect(wanted({ reporter: ['github-summary=s.md'] })).toEqual(['github-summary=s.md', 'text']);
  });

  it.each<[OutletArguments, string]>([
    [{ reporter: ['jnuit'] }, 'there is no reporter jnuit'],
    [{ reporter: ['=x'] }, 'there is no reporter without a name'],
    [{ reporter: ['junit='] }, '--reporter junit= names no file'],
    [{ reporter: ['junit', 'sarif'] }, 'junit and sarif cannot share stdout'],
    [{ reporter: ['text'], json: true }, 'text and json cannot share stdout'],
    [{ reporter: ['text', 'text'] }, 'text was asked for twice on stdout'],
  ])('%j is a usage error', (given, fact) => {
    expect(() => wanted(given)).toThrow(UserError);
    expect(() => wanted(given)).toThrow(fact);
  });
});
