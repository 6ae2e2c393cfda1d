import { isGuarded } from '../../src/ask/any-endpoint.ts';
import { attachedGroups, isDefaultGroup, otherUsers } from '../../src/ask/groups.ts';
import { whyOutside } from '../../src/ask/in-input.ts';
import {
  advise,
  controlsOf,
  defineRule,
  fail,
  nameOf,
  notApplicable,
  pass,
  undecided,
} from '../../src/engine/index.ts';
import type { SecurityGroup, Source, Tri } from '../../src/model/index.ts';

const NO_MEMBER = 'no client outside this input is a member of the security group';

export default defineRule({
  id: 'reachability/default-group',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint uses only the default security group of its VPC.',
  why: 'The default security group allows only its own members, so connections from all other clients time out.',
  ...advise('Set `SecurityGroupIds` to a security group that allows the service port from the clients.'),
  recipes: {
    cloudformation: 'SecurityGroupIds: [!Ref EndpointGroup] # without it, AWS uses the default security group',
    terraform: 'security_group_ids = [aws_security_group.endpoints.id]',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --add-security-group-ids sg-... --remove-security-group-ids sg-default',
  },
  exceptions: [
    'An instance or network interface of the input is a member of the default security group.',
    'The default security group also allows other sources; reachability/service-port-not-allowed checks them.',
    'The finding is a note if the rules or the members of the security group are not in the input.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_VPCOptions.html',
    'https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateEndpointAccess.html',
  ],
  subject: 'endpoint',
  alsoSubjects: ['managed-endpoint'],
  controls: controlsOf('fsbp', 'EC2.2'),
  assumes: [NO_MEMBER],
  bad: {
    'no security group': {
      scene: { endpoints: { sqs: { groups: 'omitted' } } },
      says: 'sqs uses only the default security group of its VPC, whose rules are not in the input',
      level: 'note',
      inputs: ['state', 'tfstate'],
    },
    'no security group, and the input shows the rules of the default one': {
      scene: { endpoints: { sqs: { groups: 'omitted' } } },
      says: 'sqs uses only the default security group of its VPC, which allows only its own members',
      inputs: ['plan', 'describe', 'template'],
    },
    'an OpenSearch Service-managed endpoint without a security group': {
      scene: { managedEndpoints: { search: { manager: 'opensearch', groups: 'omitted' } } },
      subject: 'search',
      says: '{search} uses only the default security group of its VPC, which allows only its own members',
      inputs: ['plan', 'describe'],
    },
    'a Redshift-managed endpoint': {
      scene: { managedEndpoints: { dw: { manager: 'redshift', groups: ['default'] } } },
      subject: 'dw',
      says: '{dw} uses only the default security group of its VPC, which allows only its own members',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'its own security group': { scene: { endpoints: { sqs: {} } } },
    'an OpenSearch Service-managed endpoint with its own security group': {
      scene: { managedEndpoints: { search: { manager: 'opensearch' } } },
      subject: 'search',
    },
    'inbound rules do not matter to an EC2 Instance Connect Endpoint': {
      scene: { managedEndpoints: { ssh: { manager: 'instance-connect', groups: 'omitted' } } },
      subject: 'ssh',
    },
  },

  check(endpoint, net) {
    const { groups, key } = endpoint;
    const guarded = isGuarded(endpoint);
    if (!guarded.known) return undecided(guarded);
    if (!guarded.value) return notApplicable;
    const kinds = groups.sure.map(isDefaultGroup);
    if (kinds.includes('no')) return pass;
    if (groups.open !== null || groups.maybe.length > 0 || kinds.includes('unknown') || kinds.length === 0) {
      const strange = groups.sure.find((ref) => isDefaultGroup(ref) === 'unknown');
      return undecided(
        groups,
        strange?.is === 'entity' ? strange.to.isDefault : undefined,
        strange?.is === 'id' ? whyOutside(strange, 'security group') : undefined,
      );
    }
    const { sure, open } = attachedGroups(endpoint);
    const answers = sure.map(admitsOthers);
    if (answers.includes('yes') || sure.some((group) => otherUsers(group, net).some((user) => user !== key)))
      return pass;
    if (answers.includes('unknown'))
      return undecided('the sources of a rule of the default security group are not all known');
    const hidden = open !== null || sure.length < groups.sure.length;
    const members = net.complete('attachment', endpoint.vpc);
    const unseen = !members.complete && !members.members;
    return fail({
      message: `${nameOf(endpoint)} uses only the default security group of its VPC, ${hidden ? 'whose rules are not in the input' : 'which allows only its own members'}`,
      at: groups.at,
      ...(hidden || unseen ? { level: 'note' } : {}),
      related: sure
        .filter((g) => g.address !== null)
        .map((group) => ({ message: 'the default security group', at: group.at })),
      evidence: { groups: sure.map((g) => g.key), rulesKnown: !hidden, membersKnown: !unseen },
      assumed: [NO_MEMBER],
    });
  },
});

/** Whether a rule allows sources other than the group's own members. */
function admitsOthers(group: SecurityGroup): Tri {
  const { sure, maybe } = group.ingress;
  const answers = [
    ...sure.flatMap((rule) => [
      ...rule.sources.sure.map((s) => isOther(s, group)),
      ...rule.sources.maybe.map((s) => perhaps(isOther(s, group))),
    ]),
    ...maybe.flatMap((rule) => [...rule.sources.sure, ...rule.sources.maybe].map((s) => perhaps(isOther(s, group)))),
    ...[...sure, ...maybe].map((rule): Tri => (rule.sources.open === null ? 'no' : 'unknown')),
  ];
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

function isOther(source: Source, group: SecurityGroup): Tri {
  if (source.is !== 'group') return 'yes';
  if (source.group.is === 'unknown') return 'unknown';
  return source.group.is === 'entity' && source.group.to.key === group.key ? 'no' : 'yes';
}

function perhaps(answer: Tri): Tri {
  return answer === 'yes' ? 'unknown' : answer;
}
