import { zoneNames } from '../../src/ask/private-names.ts';
import { type PlacedRecord, recordsTo } from '../../src/ask/records.ts';
import { isServiceUnknown, partitionOf, partitionsOfDomain, withoutWildcard } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import {
  type DnsRecord,
  type Endpoint,
  type HostedZone,
  is,
  isWhole,
  type Network,
  type Ref,
  show,
  type Tree,
  UnknownLeaf,
} from '../../src/model/index.ts';

const ARN = /\barn:(aws[a-z-]*):/g;

export default defineRule({
  id: 'validity/partition-mismatch',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Name or ARN of an endpoint is in another partition than its Region.',
  why: 'ARNs and names of one partition do not exist in another, so policy statements do not match and names do not resolve.',
  fix: 'Use the partition of the Region in ARNs and service names.',
  recipes: {
    cloudformation: 'Resource: !Sub arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:*',
    terraform: 'data "aws_partition" "current" {}',
  },
  exceptions: ['GovCloud uses the domain names of the partition `aws`.'],
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html'],
  bad: {
    'an ARN of the partition aws in China': {
      scene: {
        region: 'cn-north-1',
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: 'arn:aws-cn:iam::123456789012:root' },
                  Action: 'sqs:*',
                  Resource: 'arn:aws:sqs:cn-north-1:123456789012:jobs',
                },
              ],
            },
          },
        },
      },
      says: 'sqs is in the partition aws-cn, but its endpoint policy has ARNs of aws',
      also: ['policy/grants-nothing', 'policy/dead-statement'],
    },
    'a domain name of the partition aws in China': {
      scene: {
        region: 'cn-north-1',
        endpoints: { sqs: { privateDns: false } },
        hostedZones: {
          'sqs.cn-north-1.amazonaws.com': { records: { 'sqs.cn-north-1.amazonaws.com': { endpoint: 'sqs' } } },
        },
      },
      says: 'sqs is in the partition aws-cn, but its record has the name sqs.cn-north-1.amazonaws.com',
      also: ['dns/private-dns-disabled'],
    },
    'a resource configuration of the partition aws in China': {
      scene: {
        region: 'cn-north-1',
        endpoints: {
          store: {
            type: 'Resource',
            resourceConfigurationArn:
              'arn:aws:vpc-lattice:cn-north-1:123456789012:resourceconfiguration/rcfg-0123456789abcdef0',
          },
        },
      },
      says: '{store} is in the partition aws-cn, but it leads to an ARN of aws',
    },
  },
  good: {
    'the same partition': { scene: { endpoints: { sqs: {} } } },
    'a domain name of the same partition': {
      scene: {
        region: 'cn-north-1',
        endpoints: { sqs: { privateDns: false } },
        hostedZones: {
          'sqs.cn-north-1.amazonaws.com.cn': { records: { 'sqs.cn-north-1.amazonaws.com.cn': { endpoint: 'sqs' } } },
        },
      },
    },
    'GovCloud uses the domain names of aws': {
      scene: {
        region: 'us-gov-west-1',
        endpoints: { sqs: { privateDns: false } },
        hostedZones: {
          'sqs.us-gov-west-1.amazonaws.com': { records: { 'sqs.us-gov-west-1.amazonaws.com': { endpoint: 'sqs' } } },
        },
      },
    },
  },

  check(endpoint, net) {
    const { region, policy, serviceName } = endpoint;
    if (!region.known) return undecided(region);
    const own = partitionOf(region.value)?.name;
    if (own === undefined) return notApplicable;
    const foreign = policy.known ? partitionsIn(policy.value).find((p) => p !== own) : undefined;
    if (foreign !== undefined) {
      return fail({
        message: `${nameOf(endpoint)} is in the partition ${own}, but its endpoint policy has ARNs of ${policy.known && policy.sensitive ? 'another' : foreign}`,
        at: policy.at,
        evidence: { partition: own, found: policy.known && policy.sensitive ? '(sensitive)' : foreign },
      });
    }
    const misnamed =
      serviceName.known && serviceName.value?.startsWith('cn.com.amazonaws.') === true && own !== 'aws-cn';
    if (misnamed)
      return fail({
        message: `${nameOf(endpoint)} is in the partition ${own}, but its service name is for aws-cn`,
        at: serviceName.at,
        evidence: { partition: own },
      });
    for (const arn of [endpoint.resourceConfigurationArn, endpoint.serviceNetworkArn]) {
      const of = arn.known && arn.value !== null ? partitionsIn(arn.value)[0] : undefined;
      if (of !== undefined && of !== own)
        return fail({
          message: `${nameOf(endpoint)} is in the partition ${own}, but it leads to an ARN of ${arn.known && arn.sensitive ? 'another' : of}`,
          at: arn.at,
          evidence: { partition: own, arn: show(arn) },
        });
    }
    const records = strayRecords(endpoint, own, net);
    if (records.sure)
      return fail({
        message: `${nameOf(endpoint)} is in the partition ${own}, but its record has the name ${show(records.sure.name)}`,
        at: records.sure.at,
        evidence: { partition: own, record: show(records.sure.name) },
      });
    if (records.open !== null) return undecided(records.open);
    return isSettled(endpoint)
      ? pass
      : undecided(
          serviceName,
          policy,
          endpoint.resourceConfigurationArn,
          endpoint.serviceNetworkArn,
          unknownLeaf(policy.known ? policy.value : null),
        );
  },
});

interface StrayRecords {
  /** A record that leads to the endpoint by a name of another partition. */
  readonly sure: DnsRecord | undefined;
  /** Why there may be one; null if there is none. */
  readonly open: string | null;
}

/** Records that lead to an endpoint in China by a name of AWS elsewhere, which no client there calls. */
function strayRecords(endpoint: Endpoint, own: string, net: Network): StrayRecords {
  if (own !== 'aws-cn') return { sure: undefined, open: null };
  const known = new Set(zoneNames(endpoint, net));
  const isStray = (name: string) => {
    const partitions = partitionsOfDomain(name);
    return partitions.length > 0 && !partitions.includes(own) && !known.has(withoutWildcard(name));
  };
  const mayBe = ({ record: { name }, zone }: PlacedRecord) =>
    !(zone.is === 'entity' && is(zone.to.isPrivate, false)) && (!name.known || isStray(name.value));
  const { sure, maybe, unclear, openZones, open } = recordsTo(endpoint, net);
  const found = sure.find((it) => mayBe(it) && it.record.name.known && isPrivate(it.zone));
  if (found) return { sure: found.record, open: null };
  const mayHold = (zone: Ref<HostedZone>) =>
    zone.is !== 'entity' || (!is(zone.to.isPrivate, false) && (!zone.to.name.known || isStray(zone.to.name.value)));
  if (![...sure, ...maybe, ...unclear].some(mayBe) && !openZones.some(mayHold)) return { sure: undefined, open: null };
  return { sure: undefined, open: open ?? `it is not known whether a record leads to ${endpoint.key}` };
}

function isPrivate(zone: Ref<HostedZone>): boolean {
  return zone.is === 'entity' && zone.to.isPrivate.known;
}

function partitionsIn(tree: Tree | null): string[] {
  if (typeof tree === 'string') return [...tree.matchAll(ARN)].map((m) => m[1]!);
  if (tree === null || typeof tree !== 'object' || tree instanceof UnknownLeaf) return [];
  const parts = 'parts' in tree && Array.isArray(tree.parts) ? (tree.parts as readonly Tree[]) : Object.values(tree);
  return parts.flatMap((part) => partitionsIn(part as Tree));
}

function isSettled(endpoint: Endpoint): boolean {
  const { policy, resourceConfigurationArn, serviceNetworkArn } = endpoint;
  return (
    resourceConfigurationArn.known &&
    serviceNetworkArn.known &&
    !isServiceUnknown(endpoint) &&
    policy.known &&
    (policy.value === null || isWhole(policy.value))
  );
}

function unknownLeaf(tree: Tree | null): string | undefined {
  if (tree === null || typeof tree !== 'object') return undefined;
  if (tree instanceof UnknownLeaf) return tree.because;
  for (const part of Object.values(tree)) {
    const found = unknownLeaf(part as Tree);
    if (found !== undefined) return found;
  }
  return undefined;
}
