import { expect, it } from 'vitest';
import type { Report } from '../../src/findings/index.ts';
import { cli, directory, FAULTY, planOf } from './harness.ts';

const args = ['plan.json', '--preset', 'pedantic'];

it('--statistics counts findings by rule, most first, in place of the findings', async () => {
  const cwd = directory({ 'plan.json': planOf(FAULTY) });
  const { findings }: Report = JSON.parse((await cli([...args, '-f', 'json'], { cwd })).stdout);
  const expected = new Map<string, number>();
  for (const { rule } of findings) expected.set(rule, (expected.get(rule) ?? 0) + 1);

  const json = await cli([...args, '--statistics', '-f', 'json'], { cwd });
  expect(json.status).toBe(1);
  const rows: Record<string, string | number>[] = JSON.parse(json.stdout);
  expect(Object.fromEntries(rows.map(({ rule, findings: count }) => [rule, count]))).toEqual(
    Object.fromEntries(expected),
  );
  const counts = rows.map((row) => row.findings as number);
  expect(counts).toEqual([...counts].sort((a, b) => b - a));
  for (const { errors, warnings, notes, findings: all } of rows)
    expect((errors as number) + (warnings as number) + (notes as number)).toBe(all);

  const { stdout } = await cli([...args, '--statistics'], { cwd });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.slice(0, -1).map((line) => line.trim().split(/ +/))).toEqual(
    rows.map(({ rule, findings: count, errors, warnings }) => [
      String(count),
      errors ? 'error' : warnings ? 'warning' : 'note',
      rule,
    ]),
  );
  expect(lines.at(-1)).toMatch(/^2 endpoints, \d+ rules, /);
});

it('--statistics of a run without findings says so', async () => {
  const cwd = directory({ 'plan.json': planOf({ endpoints: {} }) });
  expect((await cli(['plan.json', '--statistics'], { cwd })).stdout).toMatch(/nothing judged/);
  expect((await cli(['plan.json', '--statistics', '-f', 'json'], { cwd })).stdout).toBe('[]\n');
});
