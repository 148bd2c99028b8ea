import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as v from 'valibot';
import { ProbeError } from '../probe-error.ts';

const name = 'v8-profiler-next';

/** The runtime that is to load the addon; `abi` is its `process.versions.modules`. */
export interface AddonRuntime {
  readonly version: string;
  readonly abi: string;
  readonly platform: string;
  readonly architecture: string;
}

/** Where its builds lie, as node-pre-gyp reads it: `./build/binding/{configuration}/{node_abi}-{platform}-{arch}/`. */
const manifest = v.object({ binary: v.object({ module_name: v.string(), module_path: v.string() }) });

/**
 * The addon's library for the runtime. It is named by its path because the package's own loader would bring
 * over a hundred modules of an installer into the target to find it.
 * @throws ProbeError `no-pulses` if it is not installed, or not built for that runtime
 */
export function pulseAddonFor({ version, abi, platform, architecture }: AddonRuntime): string {
  const packageFile = findPackage();
  const { binary } = v.parse(manifest, JSON.parse(readFileSync(packageFile, 'utf8')));
  const folder = binary.module_path
    .replace('{configuration}', 'Release')
    .replace('{node_abi}', `node-v${abi}`)
    .replace('{platform}', platform)
    .replace('{arch}', architecture);
  const file = path.resolve(path.dirname(packageFile), folder, `${binary.module_name}.node`);
  if (existsSync(file)) return file;
  throw new ProbeError(
    'no-pulses',
    `${name} is installed, but not built for node ${version} (${file} is missing)`,
    `run npm rebuild ${name} with that Node`,
  );
}

function findPackage(): string {
  try {
    return createRequire(import.meta.url).resolve(`${name}/package.json`);
  } catch (cause) {
    throw new ProbeError(
      'no-pulses',
      `the optional package ${name} is not installed`,
      `install it beside heaptrail: npm install ${name}`,
      { cause },
    );
  }
}
