import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const PROGRAM = `
import { openContent } from './src/loaders/content.ts';
import { ANY_SELECT } from './src/loaders/detect.ts';
import { readJson } from './src/text/json/index.ts';
globalThis.read = readJson(openContent(process.argv[2], process.argv[2]).source(), ANY_SELECT);
`;

/** Builds a program that reads a file as a run does, every byte verified and the network kept, and does no more. */
export async function buildReader(folder) {
  const outfile = join(folder, 'read.mjs');
  await build({
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    minify: true,
    external: ['zod/mini'],
    logLevel: 'warning',
    outfile,
  });
  return (file) => [outfile, file];
}
