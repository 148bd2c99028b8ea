// Puts what `heaptrail mcp` takes of the protocol's SDK into one file, so that nobody has to install the SDK.
import { readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const notice = `/*! Contains @modelcontextprotocol/server and @modelcontextprotocol/core: Copyright Anthropic, PBC, Apache-2.0 License;
 * ajv, fast-uri, json-schema-traverse, zod and what they use: MIT and BSD-3-Clause Licenses;
 * @valibot/to-json-schema and valibot: Copyright Fabian Hiller, MIT License */`;

/**
 * @param {URL} folder the compiled `assist/mcp`, of which only this file stays: the command has the rest in itself
 */
export async function bundleProtocol(folder) {
  const file = fileURLToPath(new URL('protocol.js', folder));
  await build({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    banner: { js: notice },
  });
}

/** @param {URL} folder as above, once the command was bundled */
export function dropBundled(folder) {
  for (const name of readdirSync(folder)) {
    if (basename(name) !== 'protocol.js') rmSync(new URL(name, folder), { recursive: true });
  }
}
