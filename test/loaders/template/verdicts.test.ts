/** Whole stacks, whose truth was found by deploying them: what every rule says of the template. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRules } from '../../../src/catalogue.ts';
import { FIXTURES, lint } from './support.ts';

interface Truth {
  readonly inputs: Readonly<
    Record<string, { readonly path: string; readonly parameters?: string; readonly region?: string }>
  >;
  readonly subjects: Readonly<Record<string, { readonly absent?: readonly string[] }>>;
  readonly verdicts: readonly Readonly<Record<string, string | null>>[];
}

const known = new Set(allRules([]).map(({ id }) => id));

for (const name of readdirSync(FIXTURES).sort()) {
  const file = join(FIXTURES, name, 'verdicts.json');
  if (!existsSync(file) || !('inputs' in JSON.parse(readFileSync(file, 'utf8'))) || name.startsWith('17')) continue;
  const truth = JSON.parse(readFileSync(file, 'utf8')) as Truth;
  describe(name, () => {
    it.each(Object.keys(truth.inputs))('%s', async (kind) => {
      const { path, parameters, region } = truth.inputs[kind]!;
      const report = await lint(join(name, path), {
        templates: {
          ...(region === undefined ? {} : { region }),
          ...(parameters === undefined ? {} : { parameterFiles: [join(name, parameters)] }),
        },
      });
      const keyOf = (address: string) => {
        const plain = address.replaceAll('/', '.');
        return Object.keys(truth.subjects).find((key) => plain === key || plain.endsWith(`.${key}`)) ?? address;
      };
      const said = new Map<string, string>();
      for (const { rule, subject } of report.undecided) said.set(`${rule} ${keyOf(subject.address!)}`, 'undecided');
      for (const { rule, subject } of report.findings) said.set(`${rule} ${keyOf(subject.address!)}`, 'fail');
      const wrong: string[] = [];
      let open = 0;
      for (const verdict of truth.verdicts) {
        const expected = kind in verdict ? verdict[kind] : verdict.truth;
        const { rule, subject } = verdict as { rule: string; subject: string };
        if (expected == null || !known.has(rule)) continue;
        const got = said.get(`${rule} ${subject}`) ?? 'pass';
        const allowed = expected.split('|').map((each) => (each === 'na' ? 'pass' : each));
        if (allowed.includes(got)) continue;
        // Undecided is never wrong, and rarely right.
        if (got === 'undecided') open += 1;
        else wrong.push(`${rule} ${subject}: ${got}, not ${expected}`);
      }
      expect(wrong).toEqual([]);
      expect(open).toBeLessThanOrEqual(4);
      const absent = Object.entries(truth.subjects).filter(([, each]) => each.absent?.includes(kind));
      const there = report.endpoints.map(({ address }) => keyOf(address!));
      expect(
        absent.map(([key]) => key).filter((key) => there.includes(key)),
        'what this input does not make',
      ).toEqual([]);
    });
  });
}
