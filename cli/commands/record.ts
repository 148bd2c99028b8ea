import type { CommandModule } from 'yargs';
import { programPositional } from '../requests/program-words.ts';
import { recordingOptions } from '../requests/recording-options.ts';
import { type RecordArguments, recordRequest } from '../requests/recording-request.ts';
import { exitingWith } from './exiting-with.ts';

export const recordCommand: CommandModule<object, RecordArguments> = {
  command: 'record [program..]',
  describe: 'start a Node, Bun or Deno program, record it and say what grows in it; the program follows --',
  builder: (yargs) =>
    recordingOptions(
      yargs
        .positional('program', programPositional)
        .option('keep-running', {
          type: 'boolean',
          default: false,
          describe:
            'wait for the program to end by itself; otherwise SIGTERM ends it when the recording ends',
        })
        .option('pulses', {
          type: 'boolean',
          default: false,
          describe:
            'between captures, count exactly what survives from each interval (needs v8-profiler-next); ' +
            'V8 then tracks moved objects: code that allocates a lot takes 2 to 4 times the CPU',
        })
        .example('$0 record --for 2m -- node server.js', 'four captures in two minutes, then the verdict')
        .example('$0 record --for 2m -- bun server.ts', 'the same for Bun, which must be started like this')
        .example('$0 record --stacks -- node server.js', 'the same for Node, with exact allocation stacks')
        .example(
          '$0 record --captures 0 --for 2m --experiment -- node server.js',
          'leaked outside the heap, or only kept?',
        )
        .example(
          '$0 record --native --for 5m -- node server.js',
          'who takes memory outside the JavaScript heap, with the functions that call native code (needs perf)',
        )
        .example('$0 record --tree -- npm start', 'the program, its children and theirs'),
    ),
  handler: exitingWith(async (args) => {
    const request = await recordRequest(args);
    const { startAndJudge } = await import('../actions/start-and-judge.ts');
    return await startAndJudge(request);
  }),
};
