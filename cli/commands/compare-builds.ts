import type { CommandModule } from 'yargs';
import { type CompareBuildsArguments, compareBuildsOptions } from '../requests/compare-builds-options.ts';
import { exitingWith } from './exiting-with.ts';

export const compareBuildsCommand: CommandModule<object, CompareBuildsArguments> = {
  command: 'compare-builds [program..]',
  describe: 'run two builds of a program in turns on the same work, and fail if the head leaves more behind',
  builder: (yargs) =>
    compareBuildsOptions(yargs)
      .example(
        "$0 compare-builds --base 'node main/server.js' --head 'node server.js' --load http://127.0.0.1:3000/",
        'as many rounds as it takes to know, within --limit',
      )
      .example(
        '$0 compare-builds --base-dir ../main --load http://127.0.0.1:3000/ -- node server.js',
        'two checkouts and one command; the head is here',
      )
      .example(
        '$0 compare-builds --base-dir ../main --drive drive.mjs --reporter markdown=comment.md -- npm start',
        'your own script puts both to work, and the answer becomes a comment',
      ),
  handler: exitingWith(async (args) => {
    const { compareBuildsRequest } = await import('../requests/compare-builds-request.ts');
    const request = await compareBuildsRequest(args);
    const { compareBuilds } = await import('../actions/compare-builds.ts');
    return await compareBuilds(request);
  }),
};
