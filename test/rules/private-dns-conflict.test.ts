/** dns/private-dns-conflict, where its examples cannot say it: facts of which an input knows only a part. */
import { describe, expect, it } from 'vitest';
import conflict from '../../rules/dns/private-dns-conflict.ts';
import { bag, type Fact, known, unknown } from '../../src/model/index.ts';
import type { Scene, SceneInput } from '../../src/scene/scene.ts';
import { type Changes, changed } from './changed.ts';
import { judge } from './judge.ts';

const at = { input: 0 };

/** What the rule says of one endpoint. */
function said(
  scene: Scene,
  changes: Changes = {},
  { input = 'plan', of = 'one' }: { input?: SceneInput; of?: string } = {},
) {
  const net = changed(scene, input, changes);
  const one = [...judge(conflict as never, net)].find(
    ([key]) => key.endsWith(`.${of}`) || net.endpoints.length === 1,
  )![1];
  const [fail] = one.fails;
  if (!fail) return one.verdict === 'undecided' ? one.missing : one.verdict;
  const { evidence, related, why } = fail.fail;
  return {
    level: fail.level,
    evidence,
    related: related?.map(({ message }) => message),
    why,
  };
}

const NAME = 'kms.us-east-1.amazonaws.com';
const TWO: Scene = { endpoints: { one: { service: 'kms' }, two: { service: 'kms' } } };
const ZONE: Scene = { endpoints: { one: { service: 'kms' } }, hostedZones: { taken: { domain: NAME } } };
const ALONE: Scene = { endpoints: { one: { service: 'kms' } } };

/** Changes of one endpoint. */
const change = (name: string, facts: object): Changes => ({
  endpoints: ({ key }) => (key.endsWith(`.${name}`) ? facts : undefined),
});
const open = (because: string): Fact<never> => unknown(because, at);

describe('an endpoint', () => {
  it('without private DNS, of another type or without a service is not judged', () => {
    expect(said(TWO, change('one', { privateDns: known(false, at) }))).toBe('not-applicable');
    expect(said(TWO, change('one', { type: known('Gateway', at) }))).toBe('not-applicable');
    expect(said(TWO, change('one', { serviceName: known(null, at) }))).toBe('not-applicable');
    expect(said(ALONE)).toBe('pass');
  });

  it('beside others of the service has one finding, which names them all', () => {
    const three = { endpoints: { ...TWO.endpoints, three: { service: 'kms' } } };
    expect(said(three)).toMatchObject({
      level: 'error',
      evidence: { name: NAME, endpoints: [expect.stringMatching(/one$/), expect.any(String), expect.any(String)] },
      related: [expect.stringMatching(/\.three /), expect.stringMatching(/\.two /)],
    });
  });

  it('is undecided where it may have private DNS, or may be an interface endpoint, and another has the name', () => {
    expect(said(TWO, change('one', { privateDns: open('it comes from `local.dns`') }))).toEqual([
      'it comes from `local.dns`',
      expect.stringMatching(/two /),
    ]);
    expect(said(TWO, change('one', { type: open('it comes from `local.type`') }))).toEqual([
      'it comes from `local.type`',
      expect.any(String),
    ]);
    expect(said(ALONE, change('one', { privateDns: open('x') }))).toBe('pass');
    expect(said(ALONE, change('one', { type: open('x') }))).toBe('pass');
  });

  it('is undecided where another may have the name', () => {
    expect(said(TWO, change('two', { privateDns: open('it comes from `local.dns`') }))).toEqual([
      'it comes from `local.dns`',
      expect.stringMatching(/two /),
    ]);
    expect(said(TWO, change('two', { serviceName: open('it comes from `local.name`') }))).toEqual([
      'it comes from `local.name`',
      expect.any(String),
    ]);
    expect(said(TWO, change('two', { vpc: { is: 'unknown', because: 'x', at } }))).toEqual([expect.any(String)]);
    expect(said(TWO, change('two', { privateDns: known(false, at) }))).toBe('pass');
    expect(said(TWO, change('two', { vpc: { is: 'id', id: 'vpc-0f', at } }))).not.toMatchObject({ level: 'error' });
  });

  it('that exists was accepted by AWS: a note', () => {
    const exists = { planned: 'no-op' };
    expect(said(TWO, { endpoints: () => exists })).toMatchObject({ level: 'note', why: expect.any(String) });
  });
});

describe('a hosted zone', () => {
  const zone = (facts: object): Changes => ({ hostedZones: () => facts });

  it('of the name is a conflict', () => {
    expect(said(ZONE)).toEqual({
      level: 'error',
      evidence: { name: NAME, zone: expect.stringMatching(/taken$/), leaving: false },
      related: [expect.stringMatching(/taken$/)],
      why: undefined,
    });
  });

  it('whose name is secret is not printed', () => {
    expect(said(ZONE, zone({ name: known(NAME, at, true) }))).toMatchObject({ evidence: { name: '(sensitive)' } });
  });

  it('that is public, of another name or of another VPC is none', () => {
    expect(said(ZONE, zone({ isPrivate: known(false, at) }))).toBe('pass');
    expect(said(ZONE, zone({ name: known('example.com', at) }))).toBe('pass');
    expect(said(ZONE, zone({ vpcs: bag([], at) }))).toBe('pass');
  });

  const doubt = expect.stringContaining('taken');

  it('of which not all is known may be one', () => {
    expect(said(ZONE, zone({ isPrivate: open('it may be public') }))).toEqual(['it may be public', doubt]);
    expect(said(ZONE, zone({ name: open('its name is not known') }))).toEqual(['its name is not known', doubt]);
    expect(said(ZONE, zone({ vpcs: bag([], at, { open: 'it may be in others' }) }))).toEqual([
      'it may be in others',
      doubt,
    ]);
  });

  it('is a doubt where the endpoint may not have private DNS', () => {
    expect(said(ZONE, change('one', { privateDns: open('it comes from `local.dns`') }))).toEqual([
      'it comes from `local.dns`',
      doubt,
    ]);
    expect(said(ZONE, change('one', { type: open('it comes from `local.type`') }))).toEqual([
      'it comes from `local.type`',
      doubt,
    ]);
  });

  it('and an endpoint of the name are told as the endpoint', () => {
    expect(said({ ...ZONE, ...TWO })).toMatchObject({});
    const maybe = change('two', { privateDns: open('x') });
    expect(said({ ...ZONE, ...TWO }, maybe)).toMatchObject({ evidence: { zone: expect.any(String) } });
  });

  const LEAVING: Scene = {
    endpoints: { one: { service: 'kms' } },
    before: { endpoints: { one: { privateDns: false } }, hostedZones: { old: { domain: NAME } } },
  };

  it('that the plan takes away is a conflict while it is there', () => {
    expect(said(LEAVING)).toMatchObject({
      level: 'error',
      evidence: { leaving: true },
      why: expect.stringMatching(/Terraform/),
    });
  });

  it('that existed beside an endpoint is no news, and one that the plan makes is', () => {
    const existing = { ...ZONE, before: { hostedZones: { taken: { domain: NAME } } } };
    const stays = said({ ...existing, before: {} });
    expect(stays).toMatchObject({ evidence: { leaving: false } });
    const made = said({ ...ZONE, before: { hostedZones: { taken: null } } });
    expect(made).toMatchObject({ level: 'error', evidence: { leaving: false } });
    expect(said(ZONE, {}, { input: 'state' })).toMatchObject({ level: 'note' });
  });
});
