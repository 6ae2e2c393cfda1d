#!/usr/bin/env node
/**
 * Bundles src/page, the script and style of the HTML report, into src/reporters/html/page.generated.ts, with the hashes that
 * its Content-Security-Policy names. `--check` writes nothing and fails where it is out of date.
 */
import { createHash } from 'node:crypto';
import { build } from 'esbuild';
import { putDerived } from './lib/derived.mjs';
import { root } from './lib/import-ts.mjs';

async function bundled(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const text = outputFiles[0].text.trim();
  // Both are written into elements, which these would end.
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Error(`${entry} holds the end of its element`);
  return text;
}

const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const constant = (name, text) => `export const ${name} =\n  ${literal(text)};\n`;
const literal = (text) => `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;

const [script, style] = await Promise.all([bundled('src/page/main.ts'), bundled('src/page/style.css')]);
putDerived(
  'src/reporters/html/page.generated.ts',
  `/** src/page, bundled: \`npm run gen\` writes it. */
${constant('SCRIPT', script)}
${constant('SCRIPT_HASH', hashOf(script))}
${constant('STYLE', style)}
${constant('STYLE_HASH', hashOf(style))}`,
);
