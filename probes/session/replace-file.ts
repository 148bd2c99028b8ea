import { open, rename } from 'node:fs/promises';

/** Written beside its place and moved there, so that a reader sees the old one or the new one. For the owner alone. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const part = path + '.part';
  const file = await open(part, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}
