/** Texts may be reworded from version to version: what a finding is known by, and what a baseline remembers, are facts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defineRule, fail, pass, type Rule } from '../../src/engine/index.ts';
import { run } from '../../src/run.ts';
import { directory, planOf } from '../cli/harness.ts';

/** Says three things of every endpoint. */
function rule(say: (what: string) => string): Rule {
  return defineRule({
    id: 'acme/says',
    level: 'warning',
    preset: 'recommended',
    since: '1.0.0',
    summary: say('summary'),
    why: say('why'),
    fix: say('fix'),
    sources: [],
    bad: {},
    good: {},
    check(endpoint) {
      if (!endpoint.tags.known) return pass;
      return ['first', 'second', 'third'].map((what) =>
        fail({
          message: say(`${what} of ${endpoint.key}`),
          why: say(`why ${what}`),
          related: [{ message: say('related'), at: endpoint.at }],
          assumed: [say('assumed')],
          evidence: { what },
          detail: what,
        }),
      );
    },
  }) as unknown as Rule;
}

it('a baseline made with other texts still knows its findings', async () => {
  const cwd = directory({ 'plan.json': planOf({ endpoints: { sqs: {}, kms: {} } }) });
  const options = { paths: ['plan.json'], cwd, config: false as const, select: ['acme/says'], showSuppressed: true };
  const before = await run({
    ...options,
    extraRules: [rule((what) => `old ${what}`)],
    baseline: 'known.txt',
    updateBaseline: true,
  });
  writeFileSync(join(cwd, 'known.txt'), before.baseline!);
  const reworded = rule((what) => [...what].reverse().join(''));
  const after = await run({ ...options, extraRules: [reworded], baseline: 'known.txt' });
  const prints = ({ report }: typeof before) => report.findings.map(({ fingerprint }) => fingerprint).sort();
  expect(before.report.findings).toHaveLength(6);
  expect(prints(after)).toEqual(prints(before));
  expect(after.report.findings.map(({ status }) => status)).toEqual(Array(6).fill('baselined'));
  for (const { report, close } of [before, after]) {
    expect(new Set(report.findings.map(({ message }) => message)).size).toBe(6);
    close();
  }
});
