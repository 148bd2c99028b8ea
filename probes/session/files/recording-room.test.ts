import {
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { appendLine } from './append-line.ts';
import { makeRecordingRoom } from './recording-room.ts';
import { replaceFile } from './replace-file.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
const at = (name: string) => path.join(scratch.path, name);
const isRoot = process.geteuid?.() === 0;
/** Any user that runs no tests. */
const another = 65534;

describe('the folder of a recording', () => {
  it('is made for its owner alone', async () => {
    await makeRecordingRoom(at('new/recording'), 'captures');
    expect(lstatSync(at('new/recording')).mode & 0o777).toBe(0o700);
    expect(lstatSync(at('new/recording/captures')).mode & 0o777).toBe(0o700);
  });

  it('is closed to others if it was there already', async () => {
    mkdirSync(at('open'), { mode: 0o777 });
    await makeRecordingRoom(at('open'), 'captures');
    expect(lstatSync(at('open')).mode & 0o777).toBe(0o700);
  });

  it('has to be empty', async () => {
    mkdirSync(at('full'));
    writeFileSync(at('full/notes.txt'), '');
    await expect(makeRecordingRoom(at('full'), 'captures')).rejects.toMatchObject({ code: 'folder-exists' });
  });

  it('is refused if it belongs to another user, also by root', async () => {
    const folder = isRoot ? at('foreign') : '/usr';
    if (isRoot) {
      mkdirSync(folder, { mode: 0o777 });
      chownSync(folder, another, another);
    }
    await expect(makeRecordingRoom(folder, 'captures')).rejects.toMatchObject({
      code: 'folder-not-writable',
      message: expect.stringContaining(`${folder} belongs to user ${isRoot ? 'nobody' : 'root'}`),
    });
    expect(existsSync(path.join(folder, 'captures'))).toBe(false);
  });

  it('may be reached through a link of its owner', async () => {
    mkdirSync(at('place'));
    symlinkSync(at('place'), at('link'));
    await makeRecordingRoom(at('link'), 'captures');
    expect(existsSync(at('place/captures'))).toBe(true);
  });
});

describe('links that another user put in place of a file', () => {
  it('are replaced when a file is written whole', async () => {
    writeFileSync(at('precious.json'), 'precious');
    symlinkSync(at('precious.json'), at('recording.json.part'));
    symlinkSync(at('precious.json'), at('recording.json'));
    await replaceFile(at('recording.json'), 'ours');
    expect(readFileSync(at('precious.json'), 'utf8')).toBe('precious');
    expect(lstatSync(at('recording.json')).isFile()).toBe(true);
    expect(readFileSync(at('recording.json'), 'utf8')).toBe('ours');
  });

  it('are refused when a line is added', async () => {
    writeFileSync(at('precious.log'), 'precious\n');
    symlinkSync(at('precious.log'), at('soft.ndjson'));
    linkSync(at('precious.log'), at('hard.ndjson'));
    await expect(appendLine(at('soft.ndjson'), 'ours')).rejects.toThrow();
    await expect(appendLine(at('hard.ndjson'), 'ours')).rejects.toThrow('no longer a file of this recording');
    expect(readFileSync(at('precious.log'), 'utf8')).toBe('precious\n');
  });

  it('are not in the way of a file of ours', async () => {
    await appendLine(at('ledger.ndjson'), 'one');
    await appendLine(at('ledger.ndjson'), 'two');
    expect(readFileSync(at('ledger.ndjson'), 'utf8')).toBe('one\ntwo\n');
    expect(lstatSync(at('ledger.ndjson')).mode & 0o777).toBe(0o600);
  });
});
