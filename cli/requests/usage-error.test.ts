import { expect, it } from 'vitest';
import { usageError } from './usage-error.ts';

const commands = ['attach [pid]', 'analyze <source..>', 'redact <in> <out>'];
const options = ['every', 'max-pause', 'sampling'];

it.each([
  ['attach 1 --evry 5s', 'Unknown argument: evry', 'there is no option --evry', 'did you mean --every?'],
  [
    'attach 1 --max-puase=5s',
    'Unknown arguments: max-puase, maxPuase',
    'there is no option --max-puase',
    'did you mean --max-pause?',
  ],
  [
    'attach 1 --no-smapling',
    'Unknown argument: smapling',
    'there is no option --smapling',
    'did you mean --sampling?',
  ],
  [
    'attach 1 --color',
    'Unknown argument: color',
    'there is no option --color',
    'see heaptrail attach --help',
  ],
  ['attach 1 2', 'Unknown argument: 2', 'unexpected argument: 2', 'see heaptrail attach --help'],
  ['atach 1', 'Did you mean attach?', 'there is no command atach', 'did you mean heaptrail attach?'],
  ['flame', 'Unknown argument: flame', 'there is no command flame', 'heaptrail --help lists the commands'],
  [
    'analyze',
    'Not enough non-option arguments: got 0, need at least 1',
    'SOURCE is missing',
    'heaptrail analyze SOURCE…',
  ],
  [
    'redact a',
    'Not enough non-option arguments: got 1, need at least 2',
    'OUT is missing',
    'heaptrail redact IN OUT',
  ],
  [
    'attach 1 --every',
    'Not enough arguments following: every',
    'not enough arguments following: every',
    'see heaptrail attach --help',
  ],
  ['--evry', 'Unknown argument: evry', 'there is no option --evry', 'did you mean --every?'],
])('%s', (typed, message, fact, next) => {
  expect(usageError(message, { words: typed.split(' '), commands, options })).toMatchObject({
    message: fact,
    next,
  });
});
