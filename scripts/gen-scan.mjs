#!/usr/bin/env node
/**
 * Compiles src/text/json/assembly, which is AssemblyScript, into src/text/json/scan.wasm.ts.
 * `--check` writes nothing and fails where it is out of date.
 */
import asc from 'assemblyscript/asc';
import { putDerived } from './lib/derived.mjs';
import { root } from './lib/import-ts.mjs';

let binary;
const { error, stderr } = await asc.main(
  [
    ...['src/text/json/assembly/index.ts', '--baseDir', root, '--outFile', 'scan.wasm'],
    // It manages its memory itself, and every fault of a document is its own word: no runtime, no assertions.
    ...['-O3', '--runtime', 'stub', '--noAssert', '--enable', 'simd', '--enable', 'bulk-memory'],
  ],
  {
    writeFile: (_, contents) => {
      binary = Buffer.from(contents);
    },
  },
);
if (error) throw new Error(`${error.message}\n${stderr}`);

const text = `/** assembly/index.ts, compiled to WebAssembly: \`npm run gen\` writes it. */
export const SCAN =
  '${binary.toString('base64')}';
`;
putDerived('src/text/json/scan.wasm.ts', text);
