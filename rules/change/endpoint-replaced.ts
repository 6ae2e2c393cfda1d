import { endpointBefore, missed, notShown, sameTarget, stays } from '../../src/ask/before.ts';
import { immutableChanges, placeOf } from '../../src/ask/immutable.ts';
import { series } from '../../src/base/words.ts';
import {
  defineRule,
  fail,
  nameOf,
  notApplicable,
  pass,
  type Undecided,
  undecided,
  type Verdict,
} from '../../src/engine/index.ts';
import { type Endpoint, is, type Network, type NetworkBefore } from '../../src/model/index.ts';

export default defineRule({
  id: 'change/endpoint-replaced',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'The plan or change set replaces an endpoint that is in use.',
  why: 'Clients lose the service until the new endpoint is available. Its ID, IP addresses and DNS names differ, so policies, records and firewall rules with the old ones stop working.',
  fix: 'Change the endpoint in place if AWS allows it, or schedule a maintenance window.',
  fixIn: {
    terraform:
      'Change private DNS with the AWS CLI first, then in the code. If only the address in Terraform changes, add a `moved` block. Otherwise schedule a maintenance window.',
    cloudformation:
      'Keep the property and the logical ID as they are, or schedule a maintenance window for the update.',
  },
  recipes: {
    cloudformation: `# VpcId, ServiceName, VpcEndpointType and ServiceRegion replace an endpoint. Keep them and its logical ID as they are.
PrivateDnsEnabled: true # CloudFormation changes this in place`,
    terraform: 'moved {\n  from = aws_vpc_endpoint.old\n  to   = aws_vpc_endpoint.new\n}',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --private-dns-enabled',
  },
  exceptions: [
    'A note if the new endpoint is created first (`create_before_destroy`), unless AWS rejects both at the same time.',
    'If AWS cannot change the setting at all, change/immutable reports instead.',
    'The endpoint is not in use because it was rejected, failed, or waits for acceptance.',
    'The plan or change set also destroys the VPC of the endpoint.',
    'The plan only deletes the endpoint, or only removes it from the state.',
  ],
  sources: [
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint',
  ],
  bad: {
    'private DNS changes': {
      scene: { endpoints: { sqs: { privateDns: true } }, before: { endpoints: { sqs: { privateDns: false } } } },
      says: 'Changing `private_dns_enabled` replaces sqs, so its clients lose it until the new endpoint is ready',
      inputs: ['plan'],
    },
    'renamed without a move': {
      scene: {
        endpoints: { orders: { service: 'sqs' } },
        before: { endpoints: { queue: { service: 'sqs' }, orders: null } },
      },
      says: 'sqs replaces {queue}, which the plan destroys, so its clients lose it until the new endpoint is ready',
      inputs: ['plan'],
    },
    'the new one created first, private DNS off': {
      scene: {
        endpoints: { kms: { privateDns: false, createBeforeDestroy: true } },
        before: { endpoints: { kms: { privateDns: true } } },
      },
      also: ['dns/private-dns-disabled'],
      says: 'The replacement of kms has a different ID, IP addresses and DNS names',
      level: 'note',
      inputs: ['plan'],
    },
  },
  good: {
    'changed in place': {
      scene: {
        endpoints: { sqs: { subnets: ['a', 'b', 'c'] } },
        before: { endpoints: { sqs: { subnets: ['a', 'b'] } } },
      },
      inputs: ['plan'],
    },
    'renamed by a move': {
      scene: { endpoints: { orders: { service: 'sqs', moved: 'queue' } }, before: {} },
      inputs: ['plan'],
    },
    'an endpoint for another service instead': {
      scene: { endpoints: { sns: {} }, before: { endpoints: { sqs: {}, sns: null } } },
      inputs: ['plan'],
    },
    'another service name': {
      scene: {
        endpoints: { queue: { service: 'kinesis-streams' } },
        before: { endpoints: { queue: { service: 'sqs' } } },
      },
      inputs: ['plan'],
    },
    'rejected before': {
      scene: {
        endpoints: { sqs: { privateDns: true } },
        before: { endpoints: { sqs: { privateDns: false, state: 'rejected' } } },
      },
      inputs: ['plan'],
    },
  },

  check(endpoint, net) {
    const { planned, replacement } = endpoint;
    const { before } = net;
    if (planned === null || !before) return notApplicable;
    const was = endpointBefore(endpoint, net);
    if (planned === 'create' && !was) return inThePlaceOf(endpoint, net, before);
    if (!replacement) return pass;
    if (!was) return undecided(notShown(endpoint));
    if (replacement.open !== undefined) return missed(was, before) ?? undecided(replacement.open);
    const changes = immutableChanges(endpoint, was, before);
    if (typeof changes === 'string') return undecided(changes);
    if (changes.length > 0) return pass;
    return missed(was, before) ?? replaced(endpoint, was, before);
  },
});

function replaced(endpoint: Endpoint, was: Endpoint, before: NetworkBefore): Verdict {
  const { createsFirst, forcedBy, reason } = endpoint.replacement!;
  const name = nameOf(endpoint);
  const inStack = before.by === 'change-set';
  const evidence = inStack ? { forcedBy } : { forcedBy, reason, createBeforeDestroy: createsFirst };
  const at = forcedBy.length > 0 ? placeOf(forcedBy[0]!, endpoint, before) : endpoint.at;
  if (!createsFirst) {
    const change = changeOf(name, forcedBy, reason);
    return fail({ message: `${change}, so its clients lose it until the new endpoint is ready`, at, evidence });
  }
  const rejection = rejectedBeside(endpoint, was);
  if (rejection) {
    return fail({
      message: `The replacement of ${name} is created first, but AWS rejects ${rejection}`,
      at,
      evidence,
      ...(inStack ? REJECTED_IN_STACK : REJECTED_IN_PLAN),
    });
  }
  return fail({
    message: `The replacement of ${name} has a different ID, IP addresses and DNS names`,
    at,
    level: 'note',
    evidence,
    why: 'Policies, records and firewall rules with the old ID, IP addresses or DNS names stop working.',
  });
}

const REJECTED_IN_PLAN = {
  why: 'The apply stops with an error. The old endpoint stays, and the rest of the plan is not applied.',
  fix: 'Remove `create_before_destroy` from this endpoint and schedule a maintenance window, or change the endpoint in place with the AWS CLI.',
};
const REJECTED_IN_STACK = {
  why: 'The update fails, and CloudFormation rolls it back.',
  fix: 'Remove the endpoint in one update, and add the new one in the next.',
};

/** What replaces an endpoint, as the start of a sentence. */
function changeOf(name: string, forcedBy: readonly string[], reason: string | null): string {
  if (forcedBy.length > 0) return `Changing ${series(forcedBy.map((each) => `\`${each}\``))} replaces ${name}`;
  switch (reason) {
    case 'replace_because_tainted':
      return `This plan replaces ${name}, which is tainted`;
    case 'replace_by_request':
      return `\`-replace\` replaces ${name}`;
    case 'replace_by_triggers':
      return `\`replace_triggered_by\` replaces ${name}`;
    default:
      return `This plan replaces ${name}`;
  }
}

/** What two endpoints for one service in one VPC cannot both have. */
function rejectedBeside(endpoint: Endpoint, was: Endpoint): string | null {
  if (is(was.privateDns, true) && is(endpoint.privateDns, true))
    return 'a second endpoint with the same private DNS names';
  if (!is(was.type, 'Gateway')) return null;
  const shared = was.routeTables.sure.some((old) =>
    endpoint.routeTables.sure.some((now) => old.is === 'entity' && now.is === 'entity' && old.to.key === now.to.key),
  );
  return shared ? 'a second route to the service in a route table' : null;
}

const TWO_IN_PLAN = {
  why: 'Without a `moved` block, Terraform destroys one endpoint and creates another in no guaranteed order. AWS rejects the new one while the old one has the same private DNS names or routes.',
};
const TWO_IN_STACK = {
  why: 'CloudFormation creates the new endpoint before it removes the old one. AWS rejects the new one while the old one has the same private DNS names or routes.',
  fix: 'Keep the logical ID, or remove the old endpoint in a separate update first.',
};

/** A new endpoint for the service of an endpoint that the plan destroys. Without `moved` these are two resources. */
function inThePlaceOf(endpoint: Endpoint, net: Network, before: NetworkBefore): Verdict {
  let unclear: Undecided | null = null;
  const goes = before.by === 'plan' ? 'the plan destroys' : 'the change set removes';
  for (const was of before.network.endpoints) {
    if (!before.destroyed.has(was.key) || net.endpoints.some(({ key }) => key === was.key)) continue;
    const [service, vpc] = [sameTarget(was, endpoint), stays(was.vpc, endpoint.vpc, before)];
    const type =
      !was.type.known || !endpoint.type.known ? 'unknown' : was.type.value === endpoint.type.value ? 'yes' : 'no';
    if (service === 'no' || vpc === 'no' || type === 'no') continue;
    const nobody = missed(was, before);
    if (nobody?.verdict === 'not-applicable') continue;
    if (nobody || service !== 'yes' || vpc !== 'yes' || type !== 'yes') {
      unclear ??= undecided(`whether ${endpoint.key} replaces ${was.key}, which ${goes}, is not known`);
      continue;
    }
    return fail({
      message: `${nameOf(endpoint)} replaces ${was.key}, which ${goes}, so its clients lose it until the new endpoint is ready`,
      at: endpoint.at,
      ...(before.by === 'plan' ? TWO_IN_PLAN : TWO_IN_STACK),
      evidence: { destroyed: was.key },
    });
  }
  return unclear ?? notApplicable;
}
