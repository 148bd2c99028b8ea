import { describe, expect, it } from 'vitest';
import { argumentsWithoutValues, maskedArguments } from './masked-arguments.ts';

const masked = (...words: string[]) => maskedArguments(['node', ...words]).slice(1);

describe('arguments of a program', () => {
  it.each([
    ['--password=hunter2', '--password=***'],
    ['--db-password=a=b', '--db-password=***'],
    ['--dbPassword=hunter2', '--dbPassword=***'],
    ['STRIPE_KEY=sk', 'STRIPE_KEY=***'],
    ['DATABASE_URL=postgres://bob:hunter2@db:5432/x', 'DATABASE_URL=postgres://***@db:5432/x'],
    ['https://x.example/a?token=hunter2&page=2', 'https://x.example/a?token=***&page=2'],
    ['Authorization: Bearer hunter2', 'Authorization: ***'],
    ['{"user":"bob","password":"hunter2 too"}', '{"user":"bob","password":***}'],
    ["const apiKey = 'hunter2'; run(apiKey)", 'const apiKey = ***; run(apiKey)'],
    ['ghp_0123456789abcdef', '***'],
    ['--header=x-api-key: hunter2', '--header=x-api-key: ***'],
    ['redis://:hunter2@cache/0', 'redis://***@cache/0'],
    ['AWS_SECRET_ACCESS_KEY=hunter2', 'AWS_SECRET_ACCESS_KEY=***'],
  ])('lose what looks secret: %s', (argument, expected) => {
    expect(masked(argument)).toEqual([expected]);
  });

  it('lose the value that follows a secret option', () => {
    expect(masked('--token', 'hunter2', '--port', '80')).toEqual(['--token', '***', '--port', '80']);
    expect(masked('--token', '--verbose')).toEqual(['--token', '--verbose']);
  });

  it.each([
    'server.js',
    '--port=80',
    '--inspect=127.0.0.1:9229',
    '--max-old-space-size=64',
    'keyboard=us',
    '--monkey=1',
    'http://localhost:3000/a?page=2',
    '--tokenizer=fast',
    '--author=bob',
    '/srv/keys/app.js',
  ])('keep the rest: %s', (argument) => {
    expect(masked(argument)).toEqual([argument]);
  });

  it('lose it in the title that a process gave itself', () => {
    expect(maskedArguments(['agent --token hunter2 --port 80'])).toEqual(['agent --token *** --port 80']);
  });

  it('take linear time', () => {
    const long = 'a-_.'.repeat(50_000);
    expect(masked(long)).toEqual([long]);
    expect(masked(`${'key'.repeat(30_000)}`)).toHaveLength(1);
  });

  it('lose every value if contents are redacted', () => {
    const words = [
      'node',
      '--import',
      'x',
      '--max-old-space-size=64',
      '/srv/server.mjs',
      'bob@x.example',
      '--to=bob',
      '-v',
    ];
    expect(argumentsWithoutValues(words)).toEqual([
      'node',
      '--import',
      '***',
      '--max-old-space-size=***',
      '/srv/server.mjs',
      '***',
      '--to=***',
      '-v',
    ]);
  });
});
