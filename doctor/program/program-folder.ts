import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

const entry = 'doctor/analyst/analyst.js';

/**
 * Where heaptrail's own files lie that a thread and a process run. Programs that were bundled or compiled have none
 * beside them: then they are unpacked into the scratch folder.
 */
export async function programFolder(scratch: string): Promise<URL> {
  return installed() ?? (await unpacked(join(scratch, 'program')));
}

function installed(): URL | undefined {
  try {
    const folder = new URL('../../', import.meta.url);
    return existsSync(fileURLToPath(new URL(entry, folder))) ? folder : undefined;
  } catch {
    // A bundler that knows no addresses of modules.
    return undefined;
  }
}

async function unpacked(folder: string): Promise<URL> {
  const { packed } = await import('./packed.ts');
  const files: Readonly<Record<string, string>> = JSON.parse(
    brotliDecompressSync(Buffer.from(packed, 'base64')).toString('utf8'),
  );
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600 });
  }
  return pathToFileURL(`${folder}/`);
}
