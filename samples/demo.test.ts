import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const demo = fileURLToPath(new URL('demo.mjs', import.meta.url));

const run = (...words: readonly string[]) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [demo, ...words], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

it('tells what it can do', async () => {
  const { code, stdout } = await run('--help');
  expect(stdout).toContain('npm run demo -- --list');
  expect(code).toBe(0);
});

it('refuses what it does not know in two lines', async () => {
  expect(await run('--lst')).toEqual({
    code: 2,
    stdout: '',
    stderr: "Unknown option '--lst'\nrun npm run demo -- --help\n",
  });
});
