import type { Argv } from 'yargs';

export interface WorkArguments {
  readonly load: string | undefined;
  readonly requests: number | undefined;
  readonly duration: string | undefined;
  readonly connections: number;
  readonly rate: number | undefined;
  readonly drive: string | undefined;
  readonly every: string | undefined;
  readonly 'ready-url': string | undefined;
  readonly 'ready-line': string | undefined;
  readonly 'ready-timeout': string;
}

/** How a program is put to work, in the same words for every command that does so. */
export function workOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('load', {
      type: 'string',
      requiresArg: true,
      describe: 'URL to request again and again (needs autocannon in your project)',
    })
    .option('requests', {
      type: 'number',
      requiresArg: true,
      describe: 'number of requests per interval (default 503)',
    })
    .option('duration', {
      type: 'string',
      requiresArg: true,
      describe: 'how long to send requests in each interval, instead of --requests: 5s',
    })
    .option('connections', {
      type: 'number',
      default: 10,
      requiresArg: true,
      describe: 'number of connections that send the requests',
    })
    .option('rate', { type: 'number', requiresArg: true, describe: 'at most this many requests per second' })
    .option('drive', {
      type: 'string',
      requiresArg: true,
      describe:
        'script or command that makes the program work, run once an interval; ' +
        'if it prints "operations: 500", rates are per operation',
    })
    .option('every', {
      type: 'string',
      requiresArg: true,
      describe: 'length of an interval, for a program that works by itself',
    })
    .option('ready-url', {
      type: 'string',
      requiresArg: true,
      describe: 'the program is ready when this URL answers',
    })
    .option('ready-line', {
      type: 'string',
      requiresArg: true,
      describe:
        'the program is ready when it prints a line with this text (default: when the port of --load is open)',
    })
    .option('ready-timeout', {
      type: 'string',
      default: '30s',
      requiresArg: true,
      describe: 'how long to wait until the program is ready',
    });
}
