import { gzipSync } from 'node:zlib';
import type { Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { Report, RuleInfo } from '../../../src/findings/index.ts';
import { longestFit } from '../../../src/reporters/sarif/limits.ts';
import { type SarifOptions, toSarif } from '../../../src/reporters/sarif.ts';
import * as sample from '../sample-report.ts';
import { parseSarif } from './validate.ts';

const { finding, place, report, subject, RULES } = sample;

function runOf(from: Report, options?: SarifOptions, rules: readonly RuleInfo[] = RULES): Run {
  const [run] = parseSarif(toSarif(from, rules, options)).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

function resultsOf(from: Report, options?: SarifOptions): Result[] {
  return runOf(from, options).results ?? [];
}

function physical(result: Result | undefined) {
  return result?.locations?.[0]?.physicalLocation;
}

describe('rules', () => {
  it('lists every rule that ran, fired or not, with complete words', () => {
    const rules = runOf(report()).tool.driver.rules ?? [];
    expect(rules.map((rule) => rule.id)).toEqual(RULES.map((rule) => rule.id));
    for (const rule of rules) {
      expect(rule.shortDescription?.text).toMatch(/\.$/);
      expect(rule.fullDescription?.text).toMatch(/\.$/);
      expect(rule.help?.text).toContain('Fix: ');
      expect(rule.help?.markdown).toContain('**How to fix it.**');
      expect(rule.helpUri).toMatch(/^https:/);
    }
  });

  it('leaves out rules that did not run', () => {
    const ran = report([], {
      checks: [{ rule: 'policy/full-access', fail: 0, pass: 1, undecided: 0, notApplicable: 0 }],
    });
    expect(runOf(ran).tool.driver.rules?.map((rule) => rule.id)).toEqual(['policy/full-access']);
  });

  it('describes a rule that only a finding names', () => {
    const run = runOf(report([finding({ rule: 'suppression/unused', fix: 'Remove it.' })]));
    const index = run.results?.[0]?.ruleIndex ?? -1;
    expect(run.tool.driver.rules?.[index]?.id).toBe('suppression/unused');
    expect(run.tool.driver.rules?.[index]?.help?.text).toContain('Remove it.');
  });

  it('makes security alerts of exposure rules only', () => {
    const rules = runOf(report()).tool.driver.rules ?? [];
    const properties = Object.fromEntries(rules.map((rule) => [rule.id, rule.properties]));
    expect(properties['policy/full-access']).toMatchObject({
      'security-severity': '6.5',
      tags: ['security', 'policy', 'external/cwe/cwe-284', 'external/cwe/cwe-732'],
    });
    expect(properties['availability/single-az']).toEqual({
      tags: ['availability'],
      precision: 'very-high',
      'problem.severity': 'warning',
    });
  });

  it('relates them to the frameworks whose controls they carry', () => {
    const controls = [
      { framework: 'fsbp', version: null, control: 'EC2.2' },
      { framework: 'cis', version: '7.0', control: '6.8' },
    ] as const;
    const run = runOf(
      report(),
      {},
      RULES.map((rule, i) => (i === 0 ? { ...rule, controls } : rule)),
    );
    const names = run.taxonomies?.map(({ name, version }) => [name, version]);
    expect(names).toEqual([
      ['CWE', expect.any(String)],
      ['cis-7.0', '7.0'],
      ['fsbp', undefined],
    ]);
    expect(run.tool.driver.supportedTaxonomies).toEqual(names?.map(([name], index) => ({ name, index })));
    const [first] = run.tool.driver.rules ?? [];
    const related = first?.relationships?.map(({ target }) => [target.id, target.toolComponent]);
    expect(related).toContainEqual(['EC2.2', { name: 'fsbp', index: 2 }]);
    expect(related).toContainEqual(['6.8', { name: 'cis-7.0', index: 1 }]);
    expect(first?.properties?.tags).toContain('fsbp:EC2.2');
  });

  it('relates them to the CWE taxonomy', () => {
    const run = runOf(report());
    expect(run.taxonomies?.[0]?.taxa?.map((taxon) => taxon.id)).toEqual(['CWE-284', 'CWE-732']);
    const rule = run.tool.driver.rules?.find((one) => one.id === 'policy/full-access');
    expect(rule?.relationships?.map((one) => one.target.id)).toEqual(['CWE-284', 'CWE-732']);
  });

  it("keeps descriptions within GitHub's limit", () => {
    const long = RULES.map((rule) => ({ ...rule, summary: 'x'.repeat(3000), why: '🙂'.repeat(3000) }));
    for (const rule of runOf(report(), {}, long).tool.driver.rules ?? []) {
      expect(rule.shortDescription?.text.length).toBeLessThanOrEqual(1024);
      expect(rule.fullDescription?.text.length).toBeLessThanOrEqual(1024);
      expect(rule.fullDescription?.text).not.toMatch(/\p{Surrogate}/u);
    }
  });
});

describe('results', () => {
  it('come worst first: level, then security score, then as in the report', () => {
    expect(resultsOf(sample.ORDINARY).map((one) => one.ruleId)).toEqual([
      'reachability/service-port-not-allowed',
      'policy/full-access',
      'availability/single-az',
    ]);
  });

  it('have one place, on one line, and the block around it apart', () => {
    const [result] = resultsOf(
      report([finding({ location: place({ line: 12, column: 3, endLine: 20, endColumn: 2 }) })]),
    );
    expect(result?.locations).toHaveLength(1);
    expect(physical(result)).toEqual({
      artifactLocation: { uri: 'infra/plan.json', uriBaseId: 'SRCROOT' },
      region: { startLine: 12, startColumn: 3, endLine: 12, endColumn: 4 },
      contextRegion: { startLine: 12, endLine: 20 },
    });
    const [short] = resultsOf(report([finding()]));
    expect(physical(short)?.region).toEqual({ startLine: 12, startColumn: 3, endLine: 12, endColumn: 19 });
    expect(physical(short)?.contextRegion).toBeUndefined();
  });

  it('say what, then what to do, and link what is related', () => {
    const [, , single] = resultsOf(sample.ORDINARY);
    expect(single?.message.text).toBe(
      'sqs is in 1 of 2 zones (aws_vpc_endpoint.sqs). Add a subnet in each zone that has workloads to `subnet_ids`. See [aws_subnet.a is here](1).',
    );
    expect(single?.relatedLocations?.map((one) => one.id)).toEqual([1]);
  });

  it('name the resource logically', () => {
    expect(resultsOf(sample.LIVE)[0]?.locations?.[0]?.logicalLocations).toEqual([
      {
        name: 'vpce-0a1b2c3d',
        fullyQualifiedName: 'arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-0a1b2c3d',
        kind: 'resource',
      },
    ]);
  });

  it('without a file go to the anchor, else to a path of their own, and name the resource', () => {
    const uri = (from: Report, options?: SarifOptions) => physical(resultsOf(from, options)[0])?.artifactLocation?.uri;
    expect(uri(sample.LIVE)).toBe('aws/111122223333/eu-west-1/vpce-0a1b2c3d');
    expect(uri(sample.LIVE, { anchor: './vpce-lint.yaml' })).toBe('vpce-lint.yaml');
    expect(uri(sample.LIVE, { anchor: '/etc/vpce-lint.yaml' })).toBe('aws/111122223333/eu-west-1/vpce-0a1b2c3d');
    expect(uri(sample.STDIN)).toBe('vpce-lint/aws_vpc_endpoint.sqs');
    expect(resultsOf(sample.LIVE)[0]?.message.text).toContain(
      '(arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-0a1b2c3d)',
    );
    for (const result of resultsOf(sample.OUTSIDE)) {
      expect(physical(result)?.artifactLocation?.uri).toBe('vpce-lint/aws_vpc_endpoint.sqs');
      expect(physical(result)?.region?.startLine).toBe(1);
    }
  });

  it('leave suppressed and baselined ones out unless asked for', () => {
    expect(resultsOf(sample.SUPPRESSED)).toHaveLength(1);
    const all = resultsOf(sample.SUPPRESSED, { showSuppressed: true });
    expect(all.map((one) => one.suppressions)).toEqual([
      undefined,
      [{ kind: 'external', status: 'accepted', justification: 'development stack' }],
      [{ kind: 'external', status: 'accepted', justification: 'Known from the baseline.' }],
    ]);
  });
});

describe('fingerprints', () => {
  const prints = (from: Report) => resultsOf(from).map((one) => one.partialFingerprints);

  it('do not change when the code moves', () => {
    const moved = finding({ location: place({ file: 'other/plan.json', line: 22 }), message: 'said otherwise' });
    expect(prints(report([moved]))).toEqual(prints(report([finding()])));
    expect(prints(report([finding()]))).toEqual([
      { 'vpceLint/v1': '0123456789abcdef0123456789abcdef', primaryLocationLineHash: '0123456789abcdef:1' },
    ]);
  });

  it('keep instances of one line apart, twins too', () => {
    const one = prints(report([finding(), finding(), finding({ fingerprint: 'f'.repeat(32) })]));
    expect(one.map((print) => print?.['vpceLint/v1'])).toEqual([
      '0123456789abcdef0123456789abcdef',
      '0123456789abcdef0123456789abcdef:2',
      'f'.repeat(32),
    ]);
    expect(new Set(one.map((print) => print?.primaryLocationLineHash)).size).toBe(3);
  });
});

describe('the run', () => {
  const notes = (run: Run) => run.invocations?.[0]?.toolExecutionNotifications?.map((one) => one.descriptor?.id);

  it('tells a whole run from an incomplete one', () => {
    expect(runOf(sample.ORDINARY).invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    const [invocation] = runOf(sample.INCOMPLETE).invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications?.map((one) => one.message.text)).toEqual([
      'infra/plan.json: the plan has errors.',
      '111122223333, eu-west-1, DescribeVpcEndpoints: not allowed.',
    ]);
  });

  it('says when it judged nothing, and that checks were not decided', () => {
    expect(notes(runOf(sample.EMPTY))).toEqual(['nothing-judged']);
    const open = {
      input: 0,
      rule: 'availability/single-az',
      subject: subject(),
      missing: ['subnets'],
      settledBy: [null],
      message: 'subnets are unknown',
    };
    expect(notes(runOf(report([], { undecided: [open] })))).toEqual(['undecided']);
  });

  it.each([
    ['infra/plan.json', 'vpce-lint/infra/'],
    ['plan.json', 'vpce-lint/'],
    ['./a b/c/plan.json', 'vpce-lint/a-b/c/'],
    ['../elsewhere/plan.json', 'vpce-lint/'],
    ['/tmp/x/plan.json', 'vpce-lint/'],
    ['-', 'vpce-lint/'],
  ])('has a category from the folder of %s', (path, id) => {
    const from = report([], { inputs: [{ path, kind: 'terraform-plan', endpoints: 0 }] });
    expect(runOf(from).automationDetails?.id).toBe(id);
  });

  it('has a category from account and region, or the one given', () => {
    expect(runOf(sample.LIVE).automationDetails?.id).toBe('vpce-lint/111122223333/eu-west-1/');
    const missed = {
      path: null,
      account: '111122223333',
      region: 'us-east-1',
      call: 'DescribeVpcs',
      code: 'x',
      message: 'no',
    };
    const partial = runOf({ ...sample.LIVE, complete: false, incomplete: [missed] });
    expect(partial.automationDetails?.id).toBe('vpce-lint/111122223333/');
    expect(runOf(sample.LIVE, { category: 'nightly' }).automationDetails?.id).toBe('vpce-lint/nightly/');
    const inputs = ['infra/a/plan.json', 'infra/b/plan.json'].map(
      (path) => ({ path, kind: 'terraform-plan', endpoints: 0 }) as const,
    );
    expect(runOf(report([], { inputs })).automationDetails?.id).toBe('vpce-lint/infra/');
  });

  it('is the same bytes for the same report, without times or paths of the machine', () => {
    const text = toSarif(sample.ORDINARY, RULES);
    expect(toSarif(structuredClone(sample.ORDINARY), structuredClone(RULES))).toBe(text);
    expect(text).not.toMatch(/"file:|\d\d:\d\d:\d\d|TimeUtc|workingDirectory/);
    expect(text.endsWith('}\n')).toBe(true);
  });
});

describe('limits', () => {
  it('keeps the worst 25,000 results and says so', () => {
    const run = runOf(sample.many(25_100));
    expect(run.results).toHaveLength(25_000);
    expect(run.results?.slice(0, 502).every((one) => one.level === 'error')).toBe(true);
    expect(run.results?.at(-1)?.level).toBe('note');
    const said = run.invocations?.[0]?.toolExecutionNotifications ?? [];
    expect(said.map((one) => one.descriptor?.id)).toEqual(['results-cut', 'results-not-shown']);
    expect(said[0]?.message.text).toContain('100 findings of 25100 are left out');
    expect(said[1]?.message.text).toContain('Code scanning shows only 5000');
  });

  it('cuts related places and says so', () => {
    const related = Array.from({ length: 130 }, (_, index) => ({ message: `place ${index}`, location: place() }));
    const run = runOf(report([finding({ related })]));
    expect(run.results?.[0]?.relatedLocations).toHaveLength(100);
    expect(run.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toContain('30 related places');
  });

  it('cuts what would not fit when gzipped', () => {
    const noise = (index: number) => Array.from({ length: 20 }, (_, i) => Math.sin(index * 20 + i).toString(36)).join();
    const render = (count: number) => Array.from({ length: count }, (_, index) => noise(index)).join('\n');
    const text = longestFit(2000, render, 20_000);
    expect(gzipSync(text).length).toBeLessThanOrEqual(20_000);
    expect(gzipSync(text).length).toBeGreaterThan(10_000);
    expect(longestFit(2000, (count) => `${count}`, 20_000)).toBe('2000');
  });
});
