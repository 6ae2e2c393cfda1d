import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { cli, directory, planOf, report } from '../cli/harness.ts';

const REQUIRED = 'coverage/required-service';

/** A VPC with an endpoint to ecr.api and none to ssm. */
const PLAN = { 'plan.json': planOf({ endpoints: { 'ecr.api': {}, 'ec2-fips': {} } }) };

async function run(config: string | null, ...argv: string[]) {
  const cwd = directory({ ...PLAN, ...(config === null ? {} : { 'vpce-lint.yaml': config }) });
  const { checks, findings } = await report(['plan.json', ...argv], { cwd });
  const required = findings.filter(({ rule }) => rule === REQUIRED);
  return {
    rules: checks.map(({ rule }) => rule),
    checks,
    missing: required.flatMap(({ evidence }) => evidence.missing),
  };
}

const carrying = (framework: string) =>
  rules
    .filter(({ controls }) => controls?.some((each) => each.framework === framework))
    .map(({ id }) => id)
    .sort();

describe('controls', () => {
  it('the preset of a framework runs the rules that carry a control of it, and no others', async () => {
    expect((await run(null, '--preset', 'fsbp')).rules).toEqual(carrying('fsbp'));
    expect((await run('preset: cis-7.0')).rules).toEqual(carrying('cis'));
  });

  it('a control selects the rules that carry it, and what they ask for', async () => {
    const ecr = await run(null, '--select', 'control:EC2.55');
    expect(ecr.rules).toEqual(['coverage/missing-companion', REQUIRED]);
    expect(ecr.missing).toEqual([]);
    expect((await run(null, '--select', 'control:fsbp:ec2.57')).missing).toEqual(['ssm']);
    expect((await run(null, '--preset', 'strict', '--ignore', 'control:EC2.57')).rules).not.toContain(REQUIRED);
  });

  it('the rules for ISO/IEC 27001:2022, by control', async () => {
    const listed = async (control: string) =>
      JSON.parse((await cli(['rules', '--control', control, '--format', 'json'])).stdout).map(
        ({ id }: { id: string }) => id,
      );
    expect(await listed('A.8.14')).toEqual(['availability/az-coverage-gap', 'availability/single-az']);
    const network = ['endpoint-service/wildcard-principal', 'policy/overly-broad', 'policy/principal-unbounded'];
    for (const control of ['A.8.20', 'A.8.21', 'iso-27001-2022:A.8.22']) expect(await listed(control)).toEqual(network);
  });

  it('the name of a FIPS endpoint counts', async () => {
    expect((await run(null, '--select', 'control:EC2.10')).missing).toEqual([]);
    expect((await run(null, '--preset', 'fsbp')).missing).toEqual(['ecr.dkr', 'ssm', 'ssm-contacts', 'ssm-incidents']);
  });

  it('asks for nothing where nobody asks', async () => {
    expect((await run(null, '--preset', 'strict')).missing).toEqual([]);
    expect((await run(null, '--select', REQUIRED)).missing).toContain('ssm');
    expect((await run(`rules: { ${REQUIRED}: { services: [logs, ecr.api] } }`)).missing).toEqual(['logs']);
  });

  it('are in the report and in the list of rules', async () => {
    const { checks } = await run(null, '--preset', 'strict');
    const controls = (rule: string) => (checks as unknown as Listed[]).find((each) => each.rule === rule)?.controls;
    expect(controls('availability/single-az')).toContainEqual({ framework: 'cis', version: '7.0', control: '6.8' });
    expect(controls('dns/private-dns-disabled')).toEqual([]);
    const { stdout } = await cli(['rules', '--control', 'EC2.55', '--format', 'json']);
    const listed = JSON.parse(stdout) as (Listed & { id: string })[];
    expect(listed.map(({ id }) => id)).toEqual(['coverage/missing-companion', REQUIRED]);
    expect(listed[0]?.controls).toContainEqual({ framework: 'fsbp', version: null, control: 'EC2.55' });
    expect((await cli(['explain', REQUIRED])).stdout).toContain('fsbp: EC2.10, EC2.55');
  });
});

interface Listed {
  readonly rule: string;
  readonly controls: readonly object[];
}
