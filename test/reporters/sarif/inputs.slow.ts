/** From input to SARIF: every input among the fixtures, judged by every rule, gives a document that GitHub takes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownRules } from '../../../src/catalogue.ts';
import { toSarif } from '../../../src/reporters/sarif.ts';
import { run } from '../../../src/run.ts';
import { multitool, parseSarif } from './validate.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-inputs-'));
const inputs = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(json|tfstate)(\.gz)?$/.test(file) && !/hcl|policies/.test(file))
  .sort();

beforeAll(() => {
  for (const input of inputs) {
    const bytes = readFileSync(join(FIXTURES, input));
    writeFileSync(join(folder, flat(input)), input.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it('of every fixture is valid, and GitHub has nothing against it', async () => {
  expect(inputs.length).toBeGreaterThan(0);
  const texts: Record<string, string> = {};
  const told = new Set<string>();
  for (const input of inputs) {
    const { report, judged } = await run({
      paths: [flat(input)],
      cwd: folder,
      config: false,
      preset: 'pedantic',
      showSuppressed: true,
    });
    const text = toSarif(report, ownRules, { judged, showSuppressed: true });
    const [one] = parseSarif(text).runs;
    expect(one?.results?.length, input).toBe(report.findings.length);
    expect(one?.tool.driver.rules?.length, input).toBeGreaterThanOrEqual(report.checks.length);
    expect(text, input).not.toContain(folder);
    // The validator is slow: a document that tells nothing new is left to the schema.
    if (report.findings.some(({ rule }) => !told.has(rule))) texts[flat(input)] = text;
    for (const { rule } of report.findings) told.add(rule);
  }
  expect(Object.keys(texts).length).toBeGreaterThan(0);
  expect(multitool(texts)).toEqual([]);
});

function flat(input: string): string {
  return input.replaceAll(/[\\/]/g, '--').replace(/\.gz$/, '');
}
