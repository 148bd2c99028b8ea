import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { SourceMaps } from './source-maps.ts';
import { WrittenCode } from './written-code.ts';

/** Two modules that a bundler puts into one scope; in each, the same letters mean other things inside functions. */
const sources = {
  'sessions.ts': `
export class Session { readonly at = Date.now(); constructor(readonly id: string) {} }
const sessions = new Map<string, Session>();
export function keepSession(id: string) {
  const session = new Session(id);
  sessions.set(id, session);
  return () => [session, id];
}
`,
  'server.ts': `
import { EventEmitter } from 'node:events';
import { keepSession, Session } from './sessions.ts';
const events = new EventEmitter();
const handled: unknown[] = [];
const handle = (request: string) => {
  events.on('done', function onDone() { handled.push(request); });
  const kept = keepSession(request);
  handled.push(() => kept);
};
Object.assign(globalThis, { handle, events, Session });
`,
};

let scratch: ScratchFolder;
beforeEach(() => {
  scratch = new ScratchFolder();
});
afterEach(() => scratch.remove());

interface Built {
  readonly code: string;
  readonly written: WrittenCode;
  readonly url: string;
  /** The place of a text in the bundle, from its mark on: `new Map¦`. */
  at(marked: string): { url: string; line: number; column: number };
}

function build(options: BuildOptions = {}, extra = ''): Built {
  mkdirSync(join(scratch.path, 'src'), { recursive: true });
  for (const [name, text] of Object.entries(sources))
    writeFileSync(join(scratch.path, 'src', name), name === 'server.ts' ? extra + text : text);
  const outfile = join(scratch.path, 'dist', 'server.js');
  const entryPoints = [join(scratch.path, 'src', 'server.ts')];
  buildSync({
    entryPoints,
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    sourcemap: true,
    ...options,
  });
  const maps = new SourceMaps();
  const url = pathToFileURL(outfile).href;
  const code = maps.textOf(url)!;
  const at = (marked: string) => {
    const [before, after] = marked.split('¦');
    const found = code.indexOf(before + after);
    expect(found, `${marked} in ${code}`).toBeGreaterThanOrEqual(0);
    const lines = code.slice(0, found + before.length).split('\n');
    return { url, line: lines.length, column: lines[lines.length - 1].length + 1 };
  };
  return { code, written: new WrittenCode(maps), url, at };
}

/** The variable that is made of such an expression. */
const variableOf = (code: string, value: string) => {
  const end = code.indexOf(`=${value}`);
  return /[\w$]+$/.exec(code.slice(0, end))![0];
};

const place = (file: string, line: number) => ({
  url: pathToFileURL(join(scratch.path, 'src', file)).href,
  line,
  column: expect.any(Number),
});

describe('of a minified bundle', () => {
  it('variables have the names and places that they were declared with', () => {
    const { code, written, at } = build();
    const letters = ['new Map', 'new class', 'new ', '[]'].map((value) => variableOf(code, value));
    const keep = /function (\w+)\(\w\)\{let/.exec(code)![1];
    const map = letters[0];
    const [scope] = written.variables(at(`function ${keep}¦(`), [[map]]);
    expect(scope.get(map)).toEqual({ name: 'sessions', place: place('sessions.ts', 3) });
    const emitter = variableOf(code, `new ${/EventEmitter as (\w+)/.exec(code)![1]}`);
    const list = variableOf(code, '[]');
    const handler = /(\w+)=\w=>\{\w+\.on/.exec(code)![1];
    const [module] = written.variables(at(`${handler}=¦`), [[emitter, list, map]]);
    expect([...module.values()].map(({ name }) => name)).toEqual(['events', 'handled', 'sessions']);
    expect(module.get(list)?.place).toEqual(place('server.ts', 5));
  });

  it('a letter means what the scope of the heap says, whatever it means elsewhere', () => {
    const { code, written, at } = build();
    const [, session, id] = /let (\w)=new \w+\((\w)\)/.exec(code)!;
    const map = variableOf(code, 'new Map');
    const [inner, module] = written.variables(at(`,¦()=>[${session},${id}]`), [[session, id], [map]]);
    expect([...inner].map(([letter, { name }]) => [letter, name])).toEqual([
      [session, 'session'],
      [id, 'id'],
    ]);
    expect(module.get(map)?.name).toBe('sessions');
  });

  it('functions and classes have their names', () => {
    const { code, written, at } = build();
    const nameOf = (running: ReturnType<typeof at>, name: string) => written.functionName(running, name);
    const keep = /function (\w+)\(\w\)\{let/.exec(code)![1];
    const handler = /(\w+)=\w=>\{\w+\.on/.exec(code)![1];
    const session = /(\w+)=class\{/.exec(code)![1];
    expect(nameOf(at(`function ${keep}¦(`), keep)).toBe('keepSession');
    expect(nameOf(at(`${handler}=¦`), handler), 'an arrow, not its parameter').toBe('handle');
    expect(nameOf(at(`${session}=¦class{`), session), 'by the class').toBe('Session');
    expect(nameOf(at('constructor¦('), session), 'by its constructor').toBe('Session');
    expect(nameOf(at('function¦(){'), ''), 'a name that was dropped').toBe('onDone');
    expect(nameOf(at(',¦()=>['), ''), 'none was there').toBeUndefined();
    expect(nameOf(at('constructor¦('), 'Other'), 'another function').toBeUndefined();
  });

  it('the letters change with a module more, and the names do not', () => {
    const first = build();
    const map = variableOf(first.code, 'new Map');
    const more =
      'import { hostname, uptime } from "node:os"; const zero = [hostname(), uptime()]; ' +
      'console.log(zero, zero, zero);'.repeat(3);
    const second = build({}, more);
    const other = variableOf(second.code, 'new Map');
    const keep = /function (\w+)\(\w\)\{let/.exec(second.code)![1];
    const [scope] = second.written.variables(second.at(`function ${keep}¦(`), [[other]]);
    expect(scope.get(other)?.name).toBe('sessions');
    expect(first.code).not.toBe(second.code);
    expect(map).not.toBe(other);
  });

  it('nothing is restored without a map, and places are those of the script', () => {
    const { code, written, url, at } = build({ sourcemap: false });
    const map = variableOf(code, 'new Map');
    const keep = /function (\w+)\(\w\)\{let/.exec(code)![1];
    const [scope] = written.variables(at(`function ${keep}¦(`), [[map]]);
    expect(scope.get(map)).toEqual({ name: map, place: { url, line: 1, column: expect.any(Number) } });
    expect(written.functionName(at(`function ${keep}¦(`), keep)).toBeUndefined();
  });

  it('scopes that the script does not have are not guessed', () => {
    const { code, written, at } = build();
    const keep = /function (\w+)\(\w\)\{let/.exec(code)![1];
    expect(written.variables(at(`function ${keep}¦(`), [['nowhere']])).toEqual([new Map()]);
    expect(written.variables({ url: 'node:events', line: 1, column: 1 }, [['a']])).toEqual([]);
  });
});

describe('of a module that was only compiled', () => {
  it('the whole of it is its one source', () => {
    const { written, url } = build({ bundle: false, minify: false });
    expect(written.file(url)).toBe(pathToFileURL(join(scratch.path, 'src', 'server.ts')).href);
    expect(written.moduleVariable(url, 'events')).toEqual({ name: 'events', place: place('server.ts', 4) });
    expect(written.moduleVariable(url, 'nowhere')).toBeUndefined();
  });

  it('a bundle has several, and is none of them', () => {
    const { written, url } = build();
    expect(written.file(url)).toBeUndefined();
  });
});
