/** What a plan creates and an export shows already: its own copy, or somebody else's. */
import { describe, expect, it } from 'vitest';
import { described, endpoint, exported, judged, plan, verdictOf } from './support.ts';

const KMS = 'aws_vpc_endpoint.kms';
const CONFLICT = 'dns/private-dns-conflict';
const TAGS = { Name: 'kms', Team: 'network' };
const LIST = [
  { Key: 'Team', Value: 'network' },
  { Key: 'Name', Value: 'kms' },
];
const BEFORE = '2026-11-29T04:00:00Z';
const AFTER = '2026-11-29T05:00:00+00:00';
const SUBNETS = ['subnet-0a000001', 'subnet-0a000002'];
const planned = (more: object = {}) => ({
  ...plan({ [KMS]: { after: endpoint('kms', { tags: TAGS, ...more }) } }),
  timestamp: BEFORE,
});
const copy = (more: object = {}) =>
  described('vpce-0a000001', 'kms', { SubnetIds: SUBNETS, Tags: LIST, CreationTimestamp: AFTER, ...more });

const verdict = async (planDocument: object, ...endpoints: Readonly<Record<string, unknown>>[]) =>
  verdictOf(await judged({ 'plan.json': planDocument, 'd.json': exported(endpoints) }, ['d.json']), CONFLICT, KMS);

describe('an endpoint that the plan creates', () => {
  it('is one with its copy in an export taken after the apply', async () => {
    const files = { 'plan.json': planned(), 'd.json': exported([copy()]) };
    const outcome = await judged(files, ['d.json']);
    expect(verdictOf(outcome, CONFLICT, KMS)).toBe('pass');
    expect(outcome.report.endpoints).toMatchObject([{ address: KMS, id: 'vpce-0a000001' }]);
    expect(outcome.report.findings.filter(({ rule }) => rule === 'coverage/duplicate-endpoint')).toEqual([]);
    expect(outcome.report.findings.flatMap(({ location }) => location.file)).not.toContain('d.json');
  });

  it('is one with it where the plan makes its group, too', async () => {
    const groups = { security_group_ids: undefined };
    const own = planned(groups) as unknown as { resource_changes: { change: { after_unknown: object } }[] };
    own.resource_changes[0]!.change.after_unknown = { id: true, security_group_ids: true };
    expect(await verdict(own, copy())).toBe('pass');
  });

  it.each([
    ['was there before the plan', copy({ CreationTimestamp: '2026-11-29T03:59:59Z' })],
    ['has another name', copy({ Tags: [{ Key: 'Name', Value: 'other' }, LIST[0]!] })],
    ['has no tags', copy({ Tags: [] })],
    ['is in other subnets', copy({ SubnetIds: ['subnet-0a000001'] })],
    ['has other groups', copy({ Groups: [{ GroupId: 'sg-0a000009' }] })],
    ['does not say when it was made', copy({ CreationTimestamp: undefined })],
  ])('is not one that %s', async (_, other) => {
    expect(await verdict(planned(), other)).toBe('fail');
  });

  it('is none of two that look alike', async () => {
    expect(await verdict(planned(), copy(), copy({ VpcEndpointId: 'vpce-0a000002' }))).toBe('fail');
  });

  it('clashes where tags tell nothing, or the plan not when it was made', async () => {
    expect(await verdict(planned({ tags: null }), copy({ Tags: [] }))).toBe('fail');
    expect(await verdict({ ...planned(), timestamp: undefined }, copy())).toBe('fail');
  });

  it('still clashes with another beside its copy', async () => {
    const other = described('vpce-0a000002', 'kms', { CreationTimestamp: BEFORE });
    expect(await verdict(planned(), copy(), other)).toBe('fail');
  });
});
