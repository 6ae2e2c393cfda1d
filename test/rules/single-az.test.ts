/** availability/single-az, where its examples cannot say it: facts of which an input knows only a part. */
import { describe, expect, it } from 'vitest';
import singleAz from '../../rules/availability/single-az.ts';
import { bag, known, type Network, unknown, whyOpen } from '../../src/model/index.ts';
import type { Scene, SceneInput } from '../../src/scene/scene.ts';
import { type Changes, changed } from './changed.ts';
import { judge } from './judge.ts';

const at = { input: 0 };
/** What a bag says of which it is not known what is in it. */
const DOUBT = whyOpen(bag([], at, { maybe: [0] }));

interface Asked {
  readonly minZones?: number;
  readonly input?: SceneInput;
  readonly changes?: Changes;
}

/** What the rule says of the one endpoint of a scene. */
function said(scene: Scene, { minZones = 2, input = 'describe', changes = {} }: Asked = {}) {
  return judged(changed(scene, input, changes), minZones);
}

function judged(net: Network, minZones: number) {
  const [one] = judge(singleAz as never, net, { options: { minZones } }).values();
  const [fail] = one!.fails;
  if (!fail) return one!.verdict === 'undecided' ? one!.missing : one!.verdict;
  const { evidence, assumed = [] } = fail.fail;
  // How many zones of how many, whatever the words are.
  const zones = (fail.message.match(/at most|\d+/g) ?? []).join(' ');
  return { zones, level: fail.level, evidence, assumed: assumed.length };
}

const one: Scene = { endpoints: { sqs: { subnets: ['a'] } } };
const two: Scene = { endpoints: { sqs: { subnets: ['a', 'b'] } } };
const service = (zones: readonly string[]): NonNullable<Scene['serviceDetails']> => ({
  'com.amazonaws.us-east-1.sqs': { zones, privateDnsNames: ['sqs.us-east-1.amazonaws.com'] },
});

describe('an endpoint', () => {
  it('of an unknown type is undecided', () => {
    const type = unknown('it comes from `local.type`', at);
    expect(said(one, { changes: { endpoints: () => ({ type }) } })).toEqual(['it comes from `local.type`']);
  });

  it.each(['Gateway', 'Resource', 'ServiceNetwork'])('of type %s is judged where such endpoints span zones', (type) => {
    const answer = said(one, { changes: { endpoints: () => ({ type: known(type, at) }) } });
    expect(answer === 'not-applicable').toBe(type === 'Gateway');
  });

  it('without subnets is for another rule', () => {
    expect(said(one, { changes: { endpoints: () => ({ subnets: bag([], at) }) } })).toBe('not-applicable');
  });

  it('with some subnets that may be enough is undecided', () => {
    const some = said(two, {
      minZones: 2,
      changes: {
        endpoints: ({ subnets: { sure } }) => ({ subnets: bag(sure.slice(0, 1), at, { maybe: sure.slice(1) }) }),
      },
    });
    expect(some).toEqual([DOUBT]);
  });

  it('with an open list of subnets is undecided, unless those that are sure are enough', () => {
    const asked = (minZones: number) =>
      said(two, {
        minZones,
        changes: { endpoints: ({ subnets: { sure } }) => ({ subnets: bag(sure, at, { open: 'there may be more' }) }) },
      });
    expect(asked(3)).toEqual(['there may be more']);
    expect(asked(2)).toBe('pass');
  });

  it('with subnets of which not even all that may be are enough is in at most so many zones', () => {
    const few = said(two, {
      minZones: 3,
      changes: {
        endpoints: ({ subnets: { sure } }) => ({ subnets: bag(sure.slice(0, 1), at, { maybe: sure.slice(1) }) }),
      },
    });
    const subnets = [expect.any(String), expect.any(String)];
    expect(few).toMatchObject({ zones: 'at most 2 3', evidence: { subnets, minZones: 3 } });
  });

  it('that may be in none of the subnets is in at most so many zones, even if the VPC has no others', () => {
    const none = said(
      { subnets: { b: null, c: null }, ...one },
      { changes: { endpoints: ({ subnets: { sure } }) => ({ subnets: bag([], at, { maybe: sure }) }) } },
    );
    expect(none).toMatchObject({ zones: 'at most 1', level: 'note' });
  });
});

describe('the zones of the VPC', () => {
  const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

  it('are counted where the input has all of its subnets', () => {
    expect(said(one)).toEqual({
      zones: '1 3',
      level: 'warning',
      evidence: { subnets: expect.any(Array), zonesOfVpc: ZONES, zonesOfService: null, minZones: 2 },
      assumed: 1,
    });
    expect(said(one, { input: 'state' })).toMatchObject({
      zones: '1',
      level: 'warning',
      evidence: { zonesOfVpc: null },
      assumed: 1,
    });
  });

  it('that has as many as the endpoint are all of them: a note', () => {
    expect(said({ subnets: { c: null }, ...two }, { minZones: 3 })).toEqual({
      zones: '2',
      level: 'note',
      evidence: {
        subnets: expect.any(Array),
        zonesOfVpc: ZONES.slice(0, 2),
        zonesOfService: null,
        minZones: 3,
      },
      assumed: 0,
    });
  });

  it('that has one more is a warning', () => {
    expect(said(two, { minZones: 3 })).toMatchObject({ zones: '2 3', level: 'warning' });
  });

  it('are not known where a subnet may be in another VPC', () => {
    const vpc = { is: 'unknown' as const, because: 'x', at };
    const some = said(one, {
      changes: { subnets: ({ zone }) => (zone.known && /c$/.test(zone.value) ? { vpc } : {}) },
    });
    expect(some).toMatchObject({ zones: '1', level: 'warning', evidence: { zonesOfVpc: null }, assumed: 1 });
  });

  it('are taken by their ids where a name is not known, and by number of subnets where neither is', () => {
    const zone = unknown('x', at);
    expect(said(one, { changes: { subnets: () => ({ zone }) } })).toMatchObject({
      zones: '1 3',
      evidence: { zonesOfVpc: ['use1-az1', 'use1-az2', 'use1-az3'] },
    });
    const single = { subnets: { b: null, c: null }, ...one };
    expect(said(single, { changes: { subnets: () => ({ zone, zoneId: zone }) } })).toMatchObject({
      zones: '1',
      level: 'note',
      evidence: { zonesOfVpc: null },
    });
    expect(said(one, { changes: { subnets: () => ({ zone, zoneId: zone }) } })).toMatchObject({
      zones: '1',
      level: 'warning',
    });
  });

  it('are not printed where one is sensitive', () => {
    const secret = known('us-east-1q', at, true);
    const some = said(one, { changes: { subnets: () => ({ zone: secret, zoneId: secret }) } });
    expect(some).toMatchObject({ evidence: { zonesOfVpc: null } });
    expect(JSON.stringify(some)).not.toContain('us-east-1q');
  });

  it('leave Local Zones out', () => {
    const local = { ...one, subnets: { b: null, c: null, boston: { zone: 'us-east-1-bos-1a' } } };
    expect(said(local)).toMatchObject({ level: 'note', evidence: { zonesOfVpc: ['us-east-1a'] } });
    const unnamed = said(local, { changes: { subnets: () => ({ zone: unknown('x', at), zoneId: unknown('x', at) }) } });
    expect(unnamed).toMatchObject({ level: 'warning', evidence: { zonesOfVpc: null } });
  });
});

describe('the zones of the service', () => {
  it('bound what can be asked for', () => {
    expect(said({ ...two, serviceDetails: service(['a', 'b']) }, { minZones: 3 })).toBe('pass');
    expect(said({ ...one, serviceDetails: service(['a']) })).toBe('pass');
    expect(said({ ...one, serviceDetails: service(['a', 'b']) })).toMatchObject({
      zones: '1 3',
      evidence: { zonesOfService: ['us-east-1a', 'us-east-1b'] },
      assumed: 0,
    });
  });

  it('count only where the VPC has subnets', () => {
    expect(said({ ...one, serviceDetails: service(['a', 'e', 'f']) })).toBe('pass');
    expect(said({ ...one, serviceDetails: service(['c', 'e', 'f', 'b']) })).toMatchObject({ level: 'warning' });
    expect(said({ ...one, serviceDetails: service(['b', 'e']) })).toBe('pass');
  });

  it('bound it also where the subnets of the VPC are not all in the input', () => {
    const asked = (zones: string[]) =>
      said(
        { ...one, serviceDetails: service(zones) },
        {
          changes: {
            subnets: ({ zone }) =>
              zone.known && /c$/.test(zone.value) ? { vpc: { is: 'unknown', because: 'x', at } } : {},
          },
        },
      );
    expect(asked(['a'])).toBe('pass');
    expect(asked(['a', 'b'])).toMatchObject({
      zones: '1',
      assumed: 1,
      evidence: { zonesOfService: ['us-east-1a', 'us-east-1b'] },
    });
  });

  it('are those of all of the VPC where it has no more', () => {
    expect(said({ subnets: { b: null, c: null }, ...one, serviceDetails: service(['a', 'b']) })).toMatchObject({
      level: 'note',
      assumed: 0,
    });
  });
});

describe('the advice', () => {
  /** Zones that the fix names, and what happens. */
  const advice = (scene: Scene, minZones = 2, changes: Changes = {}) => {
    const [verdict] = judge(singleAz as never, changed(scene, 'describe', changes), { options: { minZones } }).values();
    const { fix, why } = verdict!.fails[0]!.fail;
    return { add: fix?.match(/us-east-1\w|use1-az\d/g) ?? fix, why };
  };
  const single = { subnets: { b: null, c: null }, ...one };

  it('names the zones of the VPC that the endpoint is not in', () => {
    expect(advice(one).add).toEqual(['us-east-1b', 'us-east-1c']);
    expect(advice(two, 3).add).toEqual(['us-east-1c']);
    const zone = unknown('x', at);
    expect(advice(one, 2, { subnets: () => ({ zone }) }).add).toEqual(['use1-az2', 'use1-az3']);
  });

  it('names those only in which the service is offered', () => {
    expect(advice({ ...one, serviceDetails: service(['a', 'c', 'f']) }).add).toEqual(['us-east-1c']);
  });

  it('names none where the zones of the endpoint are not known, or where the VPC has no other', () => {
    const elsewhere = { is: 'id' as const, id: 'subnet-0f', at };
    const outside = advice(one, 2, { endpoints: () => ({ subnets: bag([elsewhere], at) }) });
    expect(outside.add).toBeUndefined();
    expect(advice(single).add).toMatch(/^Create a subnet/);
    expect(advice({ subnets: { c: null }, ...two }, 3).add).toMatch(/^Create a subnet/);
  });

  it('speaks of one zone or of several', () => {
    const [wholeOne, wholeTwo] = [advice(single).why, advice({ subnets: { c: null }, ...two }, 3).why];
    expect(wholeOne).toBeDefined();
    expect(wholeTwo).toBeDefined();
    expect(wholeTwo).not.toBe(wholeOne);
    expect(advice(one).why).toBeUndefined();
    expect(advice(two, 3).why).toBeDefined();
  });
});
