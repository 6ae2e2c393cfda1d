/** reachability/open-ingress, where its examples cannot say it: facts of which an input knows only a part. */
import { describe, expect, it } from 'vitest';
import openIngress from '../../rules/reachability/open-ingress.ts';
import { bag, type Endpoint, type Fact, known, openBag, type Source, unknown, whyOpen } from '../../src/model/index.ts';
import type { RuleScene, Scene, SceneInput } from '../../src/scene/scene.ts';
import { type Changes, changed } from './changed.ts';
import { judge } from './judge.ts';

const at = { input: 0 };
/** What a bag says of which it is not known what is in it. */
const DOUBT = whyOpen(bag([], at, { maybe: [0] }));

function said(scene: Scene, changes: Changes = {}, input: SceneInput = 'describe') {
  const net = changed(scene, input, changes);
  const [one] = judge(openIngress as never, net).values();
  const [fail] = one!.fails;
  if (!fail) return one!.verdict === 'undecided' ? one!.missing : one!.verdict;
  const { evidence, related } = fail.fail;
  return { level: fail.level, ...evidence, related: related?.length };
}

const behind = (ingress: readonly RuleScene[], more: Scene = {}): Scene => ({
  ...more,
  groups: { own: { ingress }, ...more.groups },
  endpoints: { logs: { groups: ['own'] } },
});
const OPEN: readonly RuleScene[] = [{ cidrs: ['0.0.0.0/0'] }];
const CLOSED: readonly RuleScene[] = [{ cidrs: ['10.0.0.0/16'] }];

/** The one rule of the group, with other sources. */
const sources = (...of: Source[]): Changes => ({
  securityGroups: ({ name, ingress }) =>
    name.known && /own/.test(name.value)
      ? {
          ingress: bag(
            ingress.sure.map((rule) => ({ ...rule, sources: bag(of, at) })),
            at,
          ),
        }
      : undefined,
});
const cidr = (value: Fact<string>): Source => ({ is: 'cidr', family: 4, cidr: value });

describe('an endpoint', () => {
  it('of an unknown type is undecided, and of one without groups not judged', () => {
    const type = (of: Fact<string>) => said(behind(OPEN), { endpoints: () => ({ type: of }) });
    expect(type(unknown('it comes from `local.type`', at))).toEqual(['it comes from `local.type`']);
    expect(type(known('GatewayLoadBalancer', at))).toBe('not-applicable');
    expect(type(known('Gateway', at))).toBe('not-applicable');
  });

  it('may have a group that admits every address, and one that does not', () => {
    const groups = {
      groups: { open: { ingress: OPEN }, own: { ingress: CLOSED } },
      endpoints: { logs: { groups: ['own', 'open'] } },
    };
    expect(said(groups)).toMatchObject({ ranges: ['0.0.0.0/0'], groups: [expect.any(String)], related: 1 });
  });

  it('has each range and each group once, each rule in its place', () => {
    const twice: RuleScene[] = [{ cidrs: ['0.0.0.0/0', '::/0'] }, { port: 80, cidrs: ['0.0.0.0/0'] }, ...CLOSED];
    expect(said(behind(twice))).toMatchObject({
      ranges: ['0.0.0.0/0', '::/0'],
      groups: [expect.any(String)],
      related: 2,
    });
  });

  it('that may have other groups is undecided', () => {
    const open = (groups: Endpoint['groups']) => said(behind(CLOSED), { endpoints: () => ({ groups }) });
    expect(open(openBag('its groups are not known', at))).toEqual(['its groups are not known']);
    expect(said(behind(CLOSED))).toBe('pass');
  });

  it('that may have a group with such a rule is undecided', () => {
    const perhaps = (ingress: readonly RuleScene[]) =>
      said(behind(ingress), { endpoints: ({ groups: { sure } }) => ({ groups: bag([], at, { maybe: sure }) }) });
    expect(perhaps(OPEN)).toEqual([DOUBT]);
    expect(perhaps(CLOSED)).toBe('pass');
  });
});

describe('a source', () => {
  const every = known('0.0.0.0/0', at);

  it('of which the range is not known may be every address', () => {
    expect(said(behind(CLOSED), sources(cidr(unknown('it comes from `local.cidr`', at))))).toEqual([
      'it comes from `local.cidr`',
    ]);
    expect(said(behind(CLOSED), sources(cidr(known('10.0.0.0/8', at)), cidr(every)))).toMatchObject({
      ranges: ['0.0.0.0/0'],
    });
  });

  it.each([4, 6] as const)('that is secret is told without its family (IPv%i)', (family) => {
    const secret: Source = { is: 'cidr', family, cidr: known(family === 4 ? '0.0.0.0/0' : '0::0/0', at, true) };
    expect(said(behind(CLOSED), sources(secret))).toMatchObject({ ranges: ['every address'] });
  });

  it('that may be among others leaves it open', () => {
    const doubtful = (open: string | null, maybe: Source[]): Changes => ({
      securityGroups: ({ ingress }) => ({
        ingress: bag(
          ingress.sure.map((rule) => ({ ...rule, sources: bag(rule.sources.sure, at, { open, maybe }) })),
          at,
        ),
      }),
    });
    expect(said(behind(CLOSED), doubtful('more may be added', []))).not.toBe('pass');
    expect(said(behind(CLOSED), doubtful(null, [cidr(every)]))).not.toBe('pass');
    expect(said(behind(CLOSED), doubtful(null, [cidr(known('10.9.0.0/16', at))]))).toBe('pass');
  });

  it('that is a group is never every address', () => {
    expect(said(behind(CLOSED), sources({ is: 'group', group: { is: 'unknown', because: 'x', at } }))).toBe('pass');
  });

  it('that is a prefix list is told by its entries', () => {
    const list = (cidrs: string[]) => said(behind([{ prefixLists: ['list'] }], { prefixLists: { list: { cidrs } } }));
    expect(list(['10.0.0.0/8', '0.0.0.0/0'])).toMatchObject({ ranges: ['0.0.0.0/0'] });
    expect(list(['10.0.0.0/8'])).toBe('pass');
    const open = said(behind([{ prefixLists: ['list'] }], { prefixLists: { list: { cidrs: ['10.0.0.0/8'] } } }), {
      prefixLists: ({ entries }) => ({ entries: bag(entries.sure, at, { open: 'it may have other entries' }) }),
    });
    expect(open).toEqual(['it may have other entries']);
  });

  it('that is a prefix list outside the input is not known, and is named where that may be printed', () => {
    const list = (of: object) => said(behind(CLOSED), sources({ is: 'prefix-list', list: of as never }));
    expect(list({ is: 'id', id: 'pl-1', at })).toEqual(['the entries of prefix list pl-1 are not in the input']);
    expect(list({ is: 'id', id: 'pl-1', at, sensitive: true })).toEqual([
      'the entries of prefix list (sensitive) are not in the input',
    ]);
    expect(list({ is: 'unknown', because: 'it is not known which list it is', at })).toEqual([
      'it is not known which list it is',
    ]);
  });
});

describe('the level', () => {
  const level = (more: Scene, changes: Changes = {}) => (said(behind(OPEN, more), changes) as { level: string }).level;
  const routed = (target: 'transit-gateway' | 'vpn-gateway' | 'nat-gateway'): Scene => ({
    routeTables: { away: { subnets: ['c'], routes: { '10.9.0.0/16': target } } },
  });

  it('is a warning where another network has a way to the VPC', () => {
    expect(level({})).toBe('note');
    expect(level(routed('transit-gateway'))).toBe('warning');
    expect(level(routed('vpn-gateway'))).toBe('warning');
    expect(level(routed('nat-gateway'))).toBe('note');
  });

  it('is one where the input shows a connection, unless that is no more', () => {
    const gateway = (state: Fact<string | null>): Changes => ({
      gateways: () => ({ type: 'peering', state }),
      routeTables: () => ({ routes: bag([], at) }),
    });
    const of = (state: Fact<string | null>) => level(routed('transit-gateway'), gateway(state));
    expect(['active', null].map((state) => of(known(state, at)))).toEqual(['warning', 'warning']);
    expect(of(unknown('x', at))).toBe('warning');
    expect(['deleted', 'rejected', 'expired', 'failed'].map((state) => of(known(state, at)))).toEqual(
      Array(4).fill('note'),
    );
    expect(level(routed('nat-gateway'), { routeTables: () => ({ routes: bag([], at) }) })).toBe('note');
  });
});
