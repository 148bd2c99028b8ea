import type { CommandModule } from 'yargs';
import { type CheckArguments, checkOptions } from '../requests/check-options.ts';
import { exitingWith } from './exiting-with.ts';

export const checkCommand: CommandModule<object, CheckArguments> = {
  command: 'check [program..]',
  describe:
    'start a program or load a page, put it to work, and fail if something grows that the baseline does not accept',
  builder: (yargs) =>
    checkOptions(yargs)
      .example(
        '$0 check --load http://127.0.0.1:3000/ -- node server.js',
        'a warm-up, three times 503 requests, then the verdict',
      )
      .example(
        '$0 check --drive drive.mjs --ready-line listening -- npm start',
        'your own script puts it to work',
      )
      .example('$0 check --load http://127.0.0.1:3000/ --update -- node server.js', 'accept what grows today')
      .example(
        '$0 check --every 10s --reporter junit=leaks.xml --reporter sarif=leaks.sarif -- node worker.js',
        'it works by itself, and CI reads the reports',
      )
      .example(
        '$0 check --page http://127.0.0.1:3000/ --script actions.mjs',
        'a page in Chromium: its actions are repeated 44 times, then the verdict',
      ),
  handler: exitingWith(async (args) => {
    if (args.page !== undefined) {
      const { pageCheckRequest } = await import('../requests/page-check-request.ts');
      const request = await pageCheckRequest(args);
      const { checkPage } = await import('../actions/check-page.ts');
      return await checkPage(request);
    }
    const { checkRequest } = await import('../requests/check-request.ts');
    const request = await checkRequest(args);
    const { checkAndJudge } = await import('../actions/check-and-judge.ts');
    return await checkAndJudge(request);
  }),
};
