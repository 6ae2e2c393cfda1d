/** Names of zones are an account's own: those of one account tell nothing of another's. */
import { describe, expect, it } from 'vitest';
import { ACCOUNT, described, endpoint, exported, judged, plan, verdictOf } from './support.ts';

const KMS = 'aws_vpc_endpoint.kms';
const RULE = 'availability/az-not-supported';
const OTHER = '222222222222';

/** What AWS answers of KMS: offered in zone a only. */
const details = {
  ServiceDetails: [
    {
      ServiceName: 'com.amazonaws.us-east-1.kms',
      AvailabilityZones: ['us-east-1a'],
      ServiceType: [{ ServiceType: 'Interface' }],
    },
  ],
};

/** The same, asked by a plan. */
const asked = (account?: string) => ({
  'data.aws_vpc_endpoint_service.kms': {
    service_name: 'com.amazonaws.us-east-1.kms',
    service_type: 'Interface',
    availability_zones: ['us-east-1a'],
  },
  ...(account ? { 'data.aws_caller_identity.me': { id: account, account_id: account } } : {}),
});

const subnets = (account: string, zone = 'us-east-1b') => ({
  'data.aws_subnet.one': {
    id: 'subnet-0a000001',
    availability_zone: 'us-east-1a',
    owner_id: account,
    vpc_id: 'vpc-0a000001',
  },
  'data.aws_subnet.two': { id: 'subnet-0a000002', availability_zone: zone, owner_id: account, vpc_id: 'vpc-0a000001' },
});

const made = { [KMS]: { after: endpoint('kms') } };

describe('a plan that looks up subnets and service itself', () => {
  it.each([undefined, ACCOUNT, OTHER])('sees both with the eyes of one account (%s)', async (account) => {
    const outcome = await judged({ 'plan.json': plan(made, { ...asked(account), ...subnets(ACCOUNT) }) }, []);
    expect(verdictOf(outcome, RULE, KMS)).toBe('fail');
  });
});

describe('a plan that asks for the service, beside an export with the subnets', () => {
  it.each([
    ['fail', ACCOUNT],
    ['undecided', undefined],
  ])('%s where the account of the plan is %s', async (verdict, account) => {
    const outcome = await judged({ 'plan.json': plan(made, asked(account)), 'd.json': exported() }, ['d.json']);
    expect(verdictOf(outcome, RULE, KMS)).toBe(verdict);
  });
});

describe('an export', () => {
  const rows = [described('vpce-0a000001', 'kms', { SubnetIds: ['subnet-0a000001', 'subnet-0a000002'] })];
  it('is one account’s', async () => {
    const outcome = await judged({ 'd.json': { ...exported(rows), ...details } }, [], ['d.json']);
    expect(verdictOf(outcome, RULE, 'vpce-0a000001')).toBe('fail');
  });
  it('may have shared subnets as their owner sees them: what AWS has accepted stands', async () => {
    const all = exported(rows.map((row) => ({ ...row, OwnerId: OTHER })));
    const groups = (all.SecurityGroups as object[]).map((each) => ({ ...each, OwnerId: OTHER }));
    const outcome = await judged({ 'd.json': { ...all, ...details, SecurityGroups: groups } }, [], ['d.json']);
    expect(verdictOf(outcome, RULE, 'vpce-0a000001')).toBe('pass');
  });
});
