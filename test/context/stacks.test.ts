/** Stacks split over several states, as real tools wrote them: what is said of one beside the others. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lint, type Report } from '../../src/index.ts';
import { rules } from '../rules/judge.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/context', import.meta.url));
const built = new Set(rules.map(({ id }) => id));

interface Run {
  readonly input: string;
  readonly context?: readonly string[];
}

type Expected = { readonly rule: string; readonly subject: string; readonly truth: string } & Readonly<
  Record<string, string | null>
>;

interface Truth {
  readonly runs: Readonly<Record<string, Run>>;
  readonly documents: Readonly<Record<string, Run & { readonly verdicts: readonly Expected[] }>>;
  readonly verdicts: readonly Expected[];
}

function judge(folder: string, { input, context = [] }: Run): Promise<Report> {
  return lint({ paths: [input], context, cwd: folder, config: false, preset: 'strict', showPassed: true });
}

function said(report: Report): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  const name = (each: Report['undecided'][number] | Report['findings'][number]) =>
    `${each.rule} ${each.subject.address}`;
  for (const each of report.undecided) all.set(name(each), 'undecided');
  for (const each of report.findings) all.set(name(each), 'fail');
  return all;
}

function wrong(report: Report, expected: readonly (readonly [Expected, string | null | undefined])[]): string[] {
  const verdicts = said(report);
  return expected.flatMap(([{ rule, subject }, right]) => {
    if (right == null || !built.has(rule)) return [];
    const got = verdicts.get(`${rule} ${subject}`) ?? 'pass';
    return right.split('|').includes(got) ? [] : `${rule} ${subject}: ${got}, but ${right} is right`;
  });
}

/** What is context is marked as such and judged nowhere. */
function checkSubjects(report: Report, { context = [] }: Run): void {
  expect(report.incomplete).toEqual([]);
  expect(report.inputs.filter(({ role }) => role === undefined).length).toBe(1);
  if (context.length > 0) expect(report.inputs.some(({ role }) => role === 'context')).toBe(true);
  const known = new Set(report.endpoints.map(({ address }) => address));
  for (const { subject } of [...report.findings, ...report.undecided])
    if (subject.kind === 'endpoint') expect(known).toContain(subject.address);
}

describe.each(readdirSync(FOLDER).filter((name) => /^\d/.test(name)))('%s', (name) => {
  const folder = join(FOLDER, name);
  const truth = JSON.parse(readFileSync(join(folder, 'verdicts.json'), 'utf8')) as Truth;

  it.each(Object.entries(truth.runs))('%s', async (kind, run) => {
    const report = await judge(folder, run);
    checkSubjects(report, run);
    const right = (each: Expected) => (kind in each ? each[kind] : kind.startsWith('plan-change') ? null : each.truth);
    expect(
      wrong(
        report,
        truth.verdicts.map((each) => [each, right(each)] as const),
      ),
    ).toEqual([]);
  });

  const documents = Object.entries(truth.documents);
  it.runIf(documents.length > 0).each(documents)('%s', async (_, run) => {
    const report = await judge(folder, run);
    checkSubjects(report, run);
    expect(
      wrong(
        report,
        run.verdicts.map((each) => [each, each.truth] as const),
      ),
    ).toEqual([]);
  });

  it('says of its own state nothing new', async () => {
    const run = { input: 'endpoints/plan-after-apply.json', context: truth.runs['plan+state']!.context! };
    const beside = await judge(folder, run);
    const own = await judge(folder, { ...run, context: [...run.context, 'endpoints/terraform.tfstate'] });
    expect([...said(own)].sort()).toEqual([...said(beside)].sort());
    expect(own.passed).toEqual(beside.passed);
  });

  it('is as it was beside a context that names other ids', async () => {
    const alone = await judge(folder, { input: 'endpoints/plan.json' });
    for (const other of readdirSync(FOLDER).filter((each) => /^\d/.test(each) && each !== name)) {
      // All stacks were made with one seed: their VPCs have one id, and then this says nothing.
      const context = join(FOLDER, other, 'describe-before');
      if (sharesIds(context, join(folder, 'endpoints/plan.json'))) continue;
      const { inputs: _, ...report } = await judge(folder, { input: 'endpoints/plan.json', context: [context] });
      const { inputs: __, ...before } = alone;
      expect(report).toEqual(before);
    }
  });

  it('turns no verdict round but by a fact of the context', async () => {
    const before = await judge(folder, { input: 'endpoints/plan.json' });
    const after = await judge(folder, truth.runs['plan+describe']!);
    const [was, is] = [said(before), said(after)];
    const decided = (report: Report) =>
      new Set(report.passed!.map(({ rule, subject }) => `${rule} ${subject.address}`));
    const passed = { before: decided(before), after: decided(after) };
    for (const { rule, subject, related, assumed } of after.findings) {
      // What the plan alone passes counts on the absence of what the context shows.
      if (!passed.before.has(`${rule} ${subject.address}`)) continue;
      const named = related.some(({ location }) => location.file?.startsWith('describe-before')) || assumed.length > 0;
      expect({ rule, subject: subject.address, named }).toEqual({ rule, subject: subject.address, named: true });
    }
    for (const [check, verdict] of was) {
      if (verdict === 'fail') expect({ check, is: is.get(check) ?? 'pass' }).not.toEqual({ check, is: 'undecided' });
    }
  });
});

function sharesIds(context: string, plan: string): boolean {
  const ids = new Set(readFileSync(plan, 'utf8').match(/\b(vpc|subnet|sg|rtb)-[0-9a-f]{8,17}\b/g));
  return readdirSync(context).some((file) => {
    const found = readFileSync(join(context, file), 'utf8').match(/\b(vpc|subnet|sg|rtb)-[0-9a-f]{8,17}\b/g) ?? [];
    return found.some((id) => ids.has(id));
  });
}
