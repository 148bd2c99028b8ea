import { failOnChoices } from './exit-codes.ts';

/** Options that several commands have, in the same words. */

export const outOption = {
  type: 'string',
  requiresArg: true,
  describe: 'folder to record into; must be new or empty, and is never deleted',
} as const;

export const forceOption = {
  type: 'boolean',
  default: false,
  describe: 'capture even if memory or disk may run out',
} as const;

export const quietOption = {
  type: 'boolean',
  alias: 'q',
  default: false,
  describe: 'no progress on stderr',
} as const;

export const jsonReportOption = {
  type: 'boolean',
  default: false,
  describe: 'print the report as JSON',
} as const;

export const htmlOption = {
  type: 'string',
  requiresArg: true,
  describe: 'write the page to this file, as view does',
} as const;

export const sourceOption = {
  type: 'boolean',
  default: true,
  describe: 'show a few lines of source code around each place in the page; --no-source leaves them out',
} as const;

export const outputFileOption = {
  type: 'string',
  requiresArg: true,
  describe: 'write the report to this file instead of stdout',
} as const;

export const expectEndsOption = {
  type: 'number',
  requiresArg: true,
  describe:
    'how many sessions, connections or jobs end between two captures: what stays of each is a leak, and what grows ' +
    'otherwise may be the state of one that is still open',
} as const;

export const failOnOption = {
  choices: failOnChoices,
  describe: 'the weakest verdict that ends with exit code 1',
} as const;

export const storeOption = {
  describe: 'folder that many hosts share, or s3://BUCKET/PREFIX: reports go there, for heaptrail fleet',
  type: 'string',
  requiresArg: true,
} as const;
