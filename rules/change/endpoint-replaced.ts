import { endpointBefore, missed, notShown, sameTarget, stays } from '../../src/ask/before.ts';
import { immutableChanges, placeOf } from '../../src/ask/immutable.ts';
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
  summary: 'The plan or change set replaces an endpoint in use.',
  why: 'Until the new one is available its clients have no way to the service, and its id, addresses and own DNS names are others afterwards: policies, records and firewalls that name them no longer fit.',
  fix: 'Change it where AWS can change it in place (private DNS: by the AWS CLI, then in the code), add `moved` where it only has another name, or plan a window for it.',
  recipes: {
    cloudformation: `# VpcId, ServiceName, VpcEndpointType and ServiceRegion replace an endpoint; leave them and its logical id as they are.
PrivateDnsEnabled: true # CloudFormation changes this in place`,
    terraform: 'moved {\n  from = aws_vpc_endpoint.old\n  to   = aws_vpc_endpoint.new\n}',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --private-dns-enabled',
  },
  exceptions: [
    'It is a note where the new endpoint is made first (`create_before_destroy`), unless AWS refuses two of them side by side.',
    'AWS itself cannot change what changes: `change/immutable` says so.',
    'The endpoint is not in use: it was rejected, failed, or waits to be accepted.',
    'The VPC it is in goes with it.',
    'The plan only deletes the endpoint, or only forgets it.',
  ],
  sources: [
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint',
  ],
  bad: {
    'private DNS changes': {
      scene: { endpoints: { sqs: { privateDns: true } }, before: { endpoints: { sqs: { privateDns: false } } } },
      says: 'sqs is destroyed and made again because `private_dns_enabled` changes: its clients lose it meanwhile',
      inputs: ['plan'],
    },
    'renamed without a move': {
      scene: {
        endpoints: { orders: { service: 'sqs' } },
        before: { endpoints: { queue: { service: 'sqs' }, orders: null } },
      },
      says: 'sqs takes the place of {queue}, which the plan destroys: its clients lose it meanwhile',
      inputs: ['plan'],
    },
    'the new one made first, private DNS off': {
      scene: {
        endpoints: { kms: { privateDns: false, createBeforeDestroy: true } },
        before: { endpoints: { kms: { privateDns: true } } },
      },
      also: ['dns/private-dns-disabled'],
      says: 'kms is replaced, the new one made first: its id, addresses and own DNS names will be others',
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
    'another service in its place': {
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
    const why = because(forcedBy, reason);
    return fail({ message: `${name} is destroyed and made again${why}: its clients lose it meanwhile`, at, evidence });
  }
  const refusal = refusedBeside(endpoint, was);
  if (refusal) {
    return fail({
      message: `${name} is made again before the old one goes: AWS refuses ${refusal}`,
      at,
      evidence,
      ...(inStack ? REFUSED_IN_STACK : REFUSED_IN_PLAN),
    });
  }
  return fail({
    message: `${name} is replaced, the new one made first: its id, addresses and own DNS names will be others`,
    at,
    level: 'note',
    evidence,
    ...(inStack
      ? { fix: 'Leave the property and the logical id as they are, or choose a window for the update.' }
      : {}),
  });
}

const REFUSED_IN_PLAN = {
  why: 'The apply stops there, with the old endpoint in place and the rest of the plan undone.',
  fix: 'Take `create_before_destroy` off this endpoint and plan a window, or change it in place by the AWS CLI.',
};
const REFUSED_IN_STACK = {
  why: 'The update fails there, and CloudFormation rolls it back.',
  fix: 'Remove the endpoint in an update of its own, and add the new one in the next.',
};

function because(forcedBy: readonly string[], reason: string | null): string {
  if (forcedBy.length > 0) return ` because ${forcedBy.map((name) => `\`${name}\``).join(' and ')} changes`;
  switch (reason) {
    case 'replace_because_tainted':
      return ' because it is tainted';
    case 'replace_by_request':
      return ' because `-replace` asks for it';
    case 'replace_by_triggers':
      return ' because of `replace_triggered_by`';
    default:
      return '';
  }
}

/** What AWS does not let two endpoints to one service have in one VPC. */
function refusedBeside(endpoint: Endpoint, was: Endpoint): string | null {
  if (is(was.privateDns, true) && is(endpoint.privateDns, true))
    return 'a second endpoint with the same private DNS names';
  if (!is(was.type, 'Gateway')) return null;
  const shared = was.routeTables.sure.some((old) =>
    endpoint.routeTables.sure.some((now) => old.is === 'entity' && now.is === 'entity' && old.to.key === now.to.key),
  );
  return shared ? 'a second route to the service in a route table' : null;
}

const TWO_IN_PLAN = {
  why: 'Without `moved` Terraform takes them for two endpoints: it destroys one and makes another, in no order it promises, and AWS refuses the new one while the old one has the private DNS names or the routes.',
};
const TWO_IN_STACK = {
  why: 'CloudFormation knows resources by their logical ids. It makes the new endpoint before it removes the old one, and AWS refuses the new one while the old one has the private DNS names or the routes.',
  fix: 'Keep the logical id, or remove the old endpoint in an update of its own first.',
};

/** A new endpoint to the service of one that the plan destroys: without `moved` Terraform takes them for two. */
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
      unclear ??= undecided(`whether ${endpoint.key} takes the place of ${was.key}, which ${goes}, is not known`);
      continue;
    }
    return fail({
      message: `${nameOf(endpoint)} takes the place of ${was.key}, which ${goes}: its clients lose it meanwhile`,
      at: endpoint.at,
      ...(before.by === 'plan' ? TWO_IN_PLAN : TWO_IN_STACK),
      evidence: { destroyed: was.key },
    });
  }
  return unclear ?? notApplicable;
}
