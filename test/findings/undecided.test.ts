import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { undecidedMessage } from '../../src/findings/undecided.ts';
import { lint } from '../../src/index.ts';
import { report } from '../cli/harness.ts';
import { subject } from '../reporters/sample-report.ts';

it('names the subject, all that is missing, and each thing that settles it once', () => {
  const parts = {
    subject: subject({ address: 'a.b' }),
    missing: ['x', 'y', 'z'],
    settledBy: ['Pass v', null, 'Pass v'],
  };
  expect(undecidedMessage(parts)).toBe('a.b could not be checked: x; y; z. Pass v');
  const twice = { ...parts, missing: ['x', 'x'], settledBy: ['Run v', 'Run w'] };
  expect(undecidedMessage(twice)).toBe('a.b could not be checked: x. Run v. Run w');
});

it('is plain data in the report of the library, as the JSON report has it', async () => {
  const cwd = fileURLToPath(new URL('../../fixtures/terraform/json-policies', import.meta.url));
  const { undecided } = await lint({ paths: ['plan.json'], cwd });
  expect(undecided.length).toBeGreaterThan(0);
  expect(structuredClone(undecided)).toEqual((await report(['plan.json'], { cwd })).undecided);
});
