import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/findings/index.ts';
import type { Scene } from '../../src/scene/scene.ts';
import { cli, directory, FAULTY, planOf, report } from '../cli/harness.ts';

const SINGLE = 'availability/single-az';
const SUPPRESSIONS = 'suppression/no-reason,suppression/unknown-rule,suppression/expired,suppression/unused';

/** A report on one plan by single-az and the rules about suppressions. */
async function judged(scene: Scene, config: string, ...argv: string[]) {
  const cwd = directory({ 'plan.json': planOf(scene), 'vpce-lint.yaml': config });
  const { findings, summary, checks } = await report(['plan.json', '--select', `${SINGLE},${SUPPRESSIONS}`, ...argv], {
    cwd,
  });
  return { findings, summary, checks, told: findings.map(brief) };
}

function brief({ rule, level, status, message }: Finding): string {
  return `${status === 'open' ? level : status} ${rule}: ${message}`;
}

const entry = (...lines: string[]) =>
  ['suppressions:', '  - rule: availability/single-az', ...lines.map((line) => `    ${line}`)].join('\n');
const tagged = (tags: Record<string, string>): Scene => ({ endpoints: { sqs: { subnets: ['a'], tags }, kms: {} } });

describe('suppressions of the config', () => {
  it('silence what they match', async () => {
    const { told, summary, checks } = await judged(FAULTY, entry('match: { service: sqs }', 'reason: known'));
    expect(told).toEqual([]);
    expect(summary).toMatchObject({ warnings: 0, suppressed: 1 });
    expect(checks).toMatchObject([{ rule: SINGLE, fail: 1, pass: 1, undecided: 0, notApplicable: 0 }]);
  });

  it('are listed with --show-suppressed, and count for nothing', async () => {
    const config = entry('match: { service: sqs }', 'reason: known');
    const { findings, summary } = await judged(FAULTY, config, '--show-suppressed');
    expect(findings).toMatchObject([{ rule: SINGLE, status: 'suppressed', level: 'warning', justification: 'known' }]);
    expect(summary).toMatchObject({ warnings: 0, suppressed: 1 });
    const cwd = directory({ 'plan.json': planOf(FAULTY), 'vpce-lint.yaml': config });
    const pretty = await cli(['plan.json', '--show-suppressed', '--select', SINGLE], { cwd });
    expect(pretty.status).toBe(0);
    expect(pretty.stdout).toMatch(/\n {2}suppressed? *sqs is in 1 of 3 Availability Zones of its VPC/);
    expect(pretty.stdout).toMatch(/reason {3}known/);
  });

  it('without a reason work, and are reported', async () => {
    const { told, findings } = await judged(FAULTY, entry('match: { service: sqs }'));
    expect(told).toEqual([
      'note suppression/no-reason: vpce-lint.yaml silences availability/single-az without a reason',
    ]);
    expect(findings[0]).toMatchObject({
      subject: { kind: 'suppression', address: null },
      location: { file: 'vpce-lint.yaml', line: 2, column: 11, endLine: 2, pointer: null },
    });
  });

  it.each([
    ['2020-01-01', 'ended on 2020-01-01'],
    ['2000-02-29', 'ended on 2000-02-29'],
  ])('past %s stop working, and say so', async (until, says) => {
    const { told } = await judged(FAULTY, entry('match: { service: sqs }', 'reason: known', `until: ${until}`));
    expect(told).toEqual([
      `note suppression/expired: vpce-lint.yaml silences availability/single-az no longer: it ${says}`,
      'warning availability/single-az: sqs is in 1 of 3 Availability Zones of its VPC',
    ]);
  });

  it('work on the day named', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { told } = await judged(FAULTY, entry('match: { service: sqs }', 'reason: known', `until: ${today}`));
    expect(told).toEqual([]);
  });

  it('that silence nothing are reported', async () => {
    const { told } = await judged(FAULTY, entry('match: { service: kms }', 'reason: known'));
    expect(told).toEqual([
      'note suppression/unused: vpce-lint.yaml silences availability/single-az, which does not fire there',
      'warning availability/single-az: sqs is in 1 of 3 Availability Zones of its VPC',
    ]);
  });

  it('are not called unused where the rule does not run, cannot decide, or the input is not whole', async () => {
    const config = entry('match: { service: kms }', 'reason: known');
    const files = { 'plan.json': planOf(FAULTY), 'vpce-lint.yaml': config };
    const rules = async (argv: string[], more = {}) =>
      (await report(argv, { cwd: directory({ ...files, ...more }) })).findings.map(({ rule }) => rule);
    expect(await rules(['plan.json'])).toContain('suppression/unused');
    expect(await rules(['plan.json', '--ignore', SINGLE])).not.toContain('suppression/unused');
    const broken = { 'broken.json': JSON.stringify(planOf(FAULTY)).slice(0, 900) };
    expect(await rules(['.'], broken)).not.toContain('suppression/unused');
    const plan = JSON.parse(JSON.stringify(planOf(FAULTY)));
    const kms = plan.resource_changes.find(({ address }: { address: string }) => address === 'aws_vpc_endpoint.kms');
    kms.change.after.vpc_endpoint_type = undefined;
    kms.change.after_unknown.vpc_endpoint_type = true;
    expect(await rules(['plan.json'], { 'plan.json': plan })).not.toContain('suppression/unused');
  });

  it('can name a family', async () => {
    const { told } = await judged(FAULTY, 'suppressions:\n  - { rule: availability/*, reason: known }');
    expect(told).toEqual([]);
  });

  it('of which several cover a finding are all used; the first gives the reason', async () => {
    const config =
      'suppressions:\n  - { rule: availability/*, reason: one }\n  - { rule: availability/single-az, reason: two }';
    const { findings } = await judged(FAULTY, config, '--show-suppressed');
    expect(findings).toMatchObject([{ status: 'suppressed', justification: 'one' }]);
  });
});

describe('suppressions as tags', () => {
  it('silence their own endpoint', async () => {
    const tags = { 'vpce-lint:ignore': SINGLE, 'vpce-lint:reason': 'a lab', 'vpce-lint:until': '2999-12-31' };
    const { told, summary } = await judged(tagged(tags), '');
    expect(told).toEqual([]);
    expect(summary.suppressed).toBe(1);
  });

  it('not with --no-tag-ignores', async () => {
    const { told } = await judged(tagged({ 'vpce-lint:ignore': SINGLE }), '', '--no-tag-ignores');
    expect(told).toEqual(['warning availability/single-az: sqs is in 1 of 3 Availability Zones of its VPC']);
  });

  it('are looked over like others', async () => {
    const tags = {
      'vpce-lint:ignore': `availability/singel-az  availability/no-subnets *`,
      'vpce-lint:until': '1.1.2027',
    };
    const cwd = directory({ 'plan.json': planOf(tagged(tags)) });
    const argv = ['plan.json', '--select', `${SINGLE},availability/no-subnets,${SUPPRESSIONS}`];
    const whose = 'the tag of aws_vpc_endpoint.sqs';
    expect((await report(argv, { cwd })).findings.map(brief)).toEqual([
      'warning availability/single-az: sqs is in 1 of 3 Availability Zones of its VPC',
      `note suppression/expired: ${whose} silences availability/no-subnets no longer: it has no readable date: write 1.1.2027 as YYYY-MM-DD`,
      `note suppression/no-reason: ${whose} silences availability/no-subnets without a reason`,
      expect.stringContaining('note suppression/unknown-rule: the tag of aws_vpc_endpoint.sqs names'),
      expect.stringContaining('note suppression/unknown-rule: the tag of aws_vpc_endpoint.sqs names'),
    ]);
    const messages = (await report(argv, { cwd })).findings.map(({ message }) => message);
    expect(messages).toContain(
      `${whose} names the unknown rule "availability/singel-az". Did you mean "availability/single-az"?`,
    );
    expect(messages).toContain(`${whose} names \`*\`, which is refused: name the rules`);
  });

  it('that name no rule silence nothing, which the remarks do not claim', async () => {
    const tags = { 'vpce-lint:ignore': 'availability/singel-az because', 'vpce-lint:until': '2020-01-01' };
    const { told } = await judged(tagged(tags), '');
    expect(told).toContain('note suppression/no-reason: the tag of aws_vpc_endpoint.sqs gives no reason');
    expect(told).toContain('note suppression/expired: the tag of aws_vpc_endpoint.sqs ended on 2020-01-01');
  });

  it('point at the tag', async () => {
    const { findings } = await judged(tagged({ 'vpce-lint:ignore': SINGLE }), '');
    expect(findings).toMatchObject([
      {
        rule: 'suppression/no-reason',
        subject: { kind: 'suppression', address: 'aws_vpc_endpoint.sqs' },
        location: { file: 'plan.json' },
      },
    ]);
  });
});

describe('the rules about suppressions', () => {
  const config = `${entry('match: { service: sqs }')}\nrules: { suppression/no-reason: LEVEL }`;

  it('take levels, and off', async () => {
    const said = async (level: string) => {
      const cwd = directory({ 'plan.json': planOf(FAULTY), 'vpce-lint.yaml': config.replace('LEVEL', level) });
      const { findings } = await report(['plan.json'], { cwd });
      return findings.filter(({ rule }) => rule === 'suppression/no-reason').map((finding) => finding.level);
    };
    expect(await said('error')).toEqual(['error']);
    expect(await said('off')).toEqual([]);
  });

  it('are silent where other rules are selected', async () => {
    const cwd = directory({ 'plan.json': planOf(FAULTY), 'vpce-lint.yaml': entry('match: { service: sqs }') });
    expect((await report(['plan.json', '--select', SINGLE], { cwd })).findings).toEqual([]);
  });
});
