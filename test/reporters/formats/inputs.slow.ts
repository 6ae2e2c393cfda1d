/** From input to every format: each input among the fixtures, judged by every rule, gives what its reader takes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allRules } from '../../../src/catalogue.ts';
import { reporterOf } from '../../../src/reporters/index.ts';
import { run } from '../../../src/run.ts';
import { READERS } from './readers.ts';
import { expectSame } from './same.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-formats-'));
const inputs = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(json|tfstate)(\.gz)?$/.test(file) && !/hcl|policies|formats/.test(file))
  .sort();

beforeAll(() => {
  for (const input of inputs) {
    const bytes = readFileSync(join(FIXTURES, input));
    writeFileSync(join(folder, flat(input)), input.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it('of every fixture, read by its consumer, says what the JSON report says', async () => {
  expect(inputs.length).toBeGreaterThan(0);
  for (const input of inputs) {
    const { report, judged, managed } = await run({
      paths: [flat(input)],
      cwd: folder,
      config: false,
      preset: 'pedantic',
    });
    const whole = { ...report, complete: true, incomplete: [] };
    for (const format of Object.keys(READERS)) {
      const write = await reporterOf(format as Parameters<typeof reporterOf>[0]);
      const pieces = write(whole, {
        rules: new Map(allRules().map((rule) => [rule.id, rule])),
        color: false,
        width: 80,
        quiet: false,
        verbose: false,
        judged,
        managed,
        elapsedMs: null,
      });
      const text = [...pieces].join('');
      expect(text, input).not.toContain(folder);
      await expectSame(format, text, report, input);
    }
  }
});

function flat(input: string): string {
  return input.replaceAll(/[\\/]/g, '--').replace(/\.gz$/, '');
}
