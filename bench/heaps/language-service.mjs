// A TypeScript language service that has checked the sources of this project, and its heap:
//   node bench/heaps/language-service.mjs OUT
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { writeHeapSnapshot } from 'node:v8';
import ts from 'typescript';

const out = process.argv[2];
const root = fileURLToPath(new URL('../../', import.meta.url));
const config = ts.getParsedCommandLineOfConfigFile(
  `${root}tsconfig.json`,
  {},
  {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: () => {},
  },
);
const sources = ['format', 'probes', 'analyzer', 'cli', 'testing'].flatMap((room) =>
  readdirSync(`${root}${room}`, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.includes('kernels'))
    .map((name) => `${root}${room}/${name}`),
);
const service = ts.createLanguageService({
  ...ts.sys,
  useCaseSensitiveFileNames: () => true,
  getScriptFileNames: () => sources,
  getScriptVersion: () => '1',
  getScriptSnapshot: (file) =>
    ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8')) : undefined,
  getCurrentDirectory: () => root,
  getCompilationSettings: () => config.options,
  getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
});
for (const file of sources) service.getSemanticDiagnostics(file);
globalThis.service = service;

// Makes V8 look up where the lines of each script end. Node 20 does so for every function of a snapshot else, which
// takes more than ten minutes for scripts as large as TypeScript.
const session = new Session();
session.connect();
session.post('Debugger.enable');
session.post('Debugger.disable');
session.disconnect();
renameSync(writeHeapSnapshot(`${out}.part`), out);
