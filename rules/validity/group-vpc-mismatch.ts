import { isDefaultGroup } from '../../src/ask/groups.ts';
import { mistakesOf } from '../../src/ask/mistaken.ts';
import { series } from '../../src/base/words.ts';
import { advise, defineRule, fail, nameOf, pass, undecided } from '../../src/engine/index.ts';
import { refused } from '../../src/engine/refused.ts';
import {
  type Endpoint,
  is,
  type Ref,
  type RouteTable,
  refName,
  type SecurityGroup,
  type Subnet,
  same,
  type Tri,
} from '../../src/model/index.ts';

export default defineRule({
  id: 'validity/group-vpc-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary:
    'Subnet, security group or route table of an endpoint is in another VPC, or its ID belongs to another type of resource.',
  why: 'AWS rejects an endpoint whose subnets, security groups or route tables are in another VPC. It also rejects IDs of another type of resource, such as a VPC ID among the subnets.',
  ...advise('Set `SubnetIds`, `SecurityGroupIds` and `RouteTableIds` to resources in the VPC of the endpoint.'),
  recipes: { cloudformation: 'VpcId: !Ref Vpc # the same VPC for the security group and the endpoint' },
  exceptions: [
    'The security group is associated with the VPC of the endpoint (Security Group VPC Associations).',
    'The check is undecided if the input does not show whether the security group is associated.',
    'Default security groups cannot be associated, and no security group can be associated with a default VPC.',
  ],
  sources: [
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateSecurityGroupVpc.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html',
  ],
  refusedByAws: true,
  bad: {
    'a security group in another VPC': {
      scene: {
        vpcs: { main: {}, two: {} },
        groups: { foreign: { vpc: 'two', ingress: [{}] } },
        endpoints: { sns: { groups: ['foreign'] } },
      },
      says: 'sns is in {vpc:main}, but {group:foreign} is in {vpc:two}',
      inputs: ['plan', 'template'],
    },
    'a route table in another VPC': {
      scene: {
        vpcs: { main: {}, two: {} },
        routeTables: { foreign: { vpc: 'two' } },
        endpoints: { s3: { type: 'Gateway', routeTables: ['foreign'] } },
      },
      says: 's3 is in aws_vpc.main, but aws_route_table.foreign is in aws_vpc.two',
      inputs: ['plan'],
    },
    'a security group among the subnets': {
      scene: { endpoints: { sns: { subnets: ['a', 'b', 'sg-0a1b2c3d4e5f60718'] } } },
      says: 'sns names sg-0a1b2c3d4e5f60718 (a security group) where AWS expects a subnet',
      inputs: ['state', 'tfstate', 'describe'],
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'its VPC among the subnets': {
      scene: {
        endpoints: {
          sns: {
            vpc: 'vpc-0a1b2c3d4e5f60718',
            subnets: ['subnet-0a1b2c3d4e5f60718', 'vpc-0a1b2c3d4e5f60718'],
            groups: ['sg-0a1b2c3d4e5f60718'],
          },
        },
      },
      says: 'sns names vpc-0a1b2c3d4e5f60718 (a VPC) where AWS expects a subnet',
      inputs: ['plan'],
    },
  },
  good: { 'all in one VPC': { scene: { endpoints: { sns: {} } } } },

  check(endpoint) {
    const wrong = mistakesOf(endpoint);
    if (wrong.length > 0) {
      const said = wrong.map(({ name, what, wanted }) => {
        return `${name === null ? what : `${name} (${what})`} where AWS expects ${wanted}`;
      });
      return fail({
        message: `${nameOf(endpoint)} names ${said.join(' and ')}`,
        fix: wrong.map(({ name, what, wanted }) => `Replace ${name ?? what} with ${wanted}.`).join(' '),
        at: wrong[0]!.at,
        evidence: { wrong: wrong.map(({ name, what, wanted }) => ({ name: name ?? '(sensitive)', what, wanted })) },
        ...refused(endpoint),
      });
    }
    const answers = partsOf(endpoint);
    const foreign = answers.filter((a) => a.sure && a.there === 'no');
    if (foreign.length > 0) {
      const names = series(foreign.map((f) => refName(f.ref) ?? '(sensitive)'));
      return fail({
        message: `${nameOf(endpoint)} is in ${refName(endpoint.vpc) ?? 'its VPC'}, but ${names} ${foreign.length === 1 ? 'is' : 'are'} in ${vpcName(foreign[0]!.ref)}`,
        fix: `Replace ${names} with resources in ${refName(endpoint.vpc) ?? 'the VPC of the endpoint'}.`,
        at: foreign[0]!.ref.at,
        related: foreign.flatMap((f) =>
          f.ref.is === 'entity' ? [{ message: `${f.ref.to.key} is in ${vpcName(f.ref)}`, at: f.ref.to.vpc.at }] : [],
        ),
        evidence: {
          vpc: refName(endpoint.vpc),
          elsewhere: foreign.map((f) => ({ id: refName(f.ref), vpc: vpcName(f.ref) })),
        },
        ...refused(endpoint),
      });
    }
    // An association that the input does not show may allow a security group of another VPC.
    const shared = answers.find((a) => a.there === 'association');
    if (shared?.ref.is === 'entity') {
      const { key } = shared.ref.to;
      const because = `the input does not say whether ${key}, which is in ${vpcName(shared.ref)}, is associated with the VPC`;
      return { ...undecided(because), stands: true };
    }
    const lists = [endpoint.subnets, endpoint.groups, endpoint.routeTables];
    if (answers.every((a) => a.there === 'yes') && lists.every((l) => l.open === null)) return pass;
    const open = answers.find((a) => a.there !== 'yes');
    return undecided(
      ...lists.map((l) => l.open ?? undefined),
      endpoint.vpc.is === 'unknown' ? endpoint.vpc : undefined,
      open && whyUnknown(open.ref),
    );
  },
});

type Part = Ref<Subnet> | Ref<SecurityGroup> | Ref<RouteTable>;

/** Whether a part may be used in the endpoint's VPC. */
type There = Tri | 'association';

/** The parts of an endpoint, each with whether it may be used in the endpoint's VPC. */
function partsOf(endpoint: Endpoint): { readonly ref: Part; readonly sure: boolean; readonly there: There }[] {
  const parts: { ref: Part; sure: boolean; there: There }[] = [];
  for (const { sure, maybe } of [endpoint.subnets, endpoint.groups, endpoint.routeTables]) {
    for (const ref of sure) parts.push({ ref, sure: true, there: usableBy(ref, endpoint) });
    for (const ref of maybe) parts.push({ ref, sure: false, there: usableBy(ref, endpoint) });
  }
  return parts;
}

function usableBy(ref: Part, endpoint: Endpoint): There {
  if (ref.is !== 'entity') return isDefaultGroup(ref as Ref<SecurityGroup>) === 'yes' ? 'yes' : 'unknown';
  const own = same(ref.to.vpc, endpoint.vpc);
  return own === 'no' && 'associatedVpcs' in ref.to ? byAssociation(ref.to, endpoint) : own;
}

/** Whether a security group of another VPC may be used: no default group, no default VPC, and only in its Region. */
function byAssociation(group: SecurityGroup, { vpc, region }: Endpoint): There {
  const isBarred =
    is(group.isDefault, true) ||
    (vpc.is === 'entity' && is(vpc.to.isDefault, true)) ||
    (group.region.known && region.known && group.region.value !== region.value);
  if (isBarred) return 'no';
  const { sure, maybe, open } = group.associatedVpcs;
  if (sure.some((ref) => same(ref, vpc) === 'yes')) return 'yes';
  return open !== null || [...sure, ...maybe].some((ref) => same(ref, vpc) !== 'no') ? 'association' : 'no';
}

function vpcName(ref: Part): string {
  return (ref.is === 'entity' ? refName(ref.to.vpc) : null) ?? 'another VPC';
}

function whyUnknown(ref: Part): string {
  if (ref.is === 'unknown') return ref.because;
  if (ref.is === 'id')
    return `${ref.sensitive ? 'a part of the endpoint' : ref.id} is not in the input, so its VPC is not known`;
  return ref.to.vpc.is === 'unknown'
    ? ref.to.vpc.because
    : `vpce-lint cannot tell whether ${ref.to.key} is in the VPC of the endpoint: one is known by ID, the other by address`;
}
