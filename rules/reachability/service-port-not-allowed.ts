import { attachedGroups, hasFamily, ingressOf } from '../../src/ask/groups.ts';
import { enough, portAnswers, servicePorts } from '../../src/ask/reachability.ts';
import { portText, serviceFacts, takesGroups } from '../../src/aws/index.ts';
import {
  controlsOf,
  defineRule,
  type Fault,
  fail,
  type NotApplicable,
  nameOf,
  notApplicable,
  pass,
  type Undecided,
  undecided,
} from '../../src/engine/index.ts';
import { type Endpoint, isEmpty, isExact } from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/service-port-not-allowed',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'No inbound rule of the endpoint’s security groups admits the port of the service.',
  why: 'The endpoint looks created and healthy, and every client of it times out.',
  fix: 'Allow TCP on the service port from the clients: their security group or address range.',
  recipes: {
    cloudformation: `SecurityGroupIngress:
  - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: !GetAtt Vpc.CidrBlock }`,
    terraform:
      'resource "aws_vpc_security_group_ingress_rule" "https" {\n  security_group_id = aws_security_group.endpoints.id\n  cidr_ipv4         = aws_vpc.main.cidr_block\n  ip_protocol       = "tcp"\n  from_port         = 443\n  to_port           = 443\n}',
    cli: 'aws ec2 authorize-security-group-ingress --group-id sg-... --protocol tcp --port 443 --cidr 10.0.0.0/16',
  },
  exceptions: [
    'Services whose ports nobody documents, and endpoint services whose load balancers are not in the input: of these groups without any inbound rule are reported.',
    'Of several listeners of an endpoint service one admitted is enough.',
    'A rule from any source of an address family the endpoint has counts. Egress rules never matter: groups are stateful.',
    'A warning where the port is derived from the service’s API and not documented for the endpoint.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html',
  ],
  controls: controlsOf('cis', '6.8'),
  tellsOfContext: true,
  bad: {
    'another port': {
      scene: { groups: { web: { ingress: [{ port: 80 }] } }, endpoints: { ssm: { groups: ['web'] } } },
      says: 'ssm: no security group rule admits tcp/443',
      also: ['coverage/missing-companion'],
    },
    'no rule at all': {
      scene: { groups: { shut: { ingress: [] } }, endpoints: { ssm: { groups: ['shut'] } } },
      says: 'ssm: no security group rule admits tcp/443',
      also: ['coverage/missing-companion'],
    },
    'a service with a port of its own': {
      scene: { endpoints: { cassandra: {} } },
      says: 'cassandra: no security group rule admits tcp/9142',
    },
    'the listener of an endpoint service of the input': {
      scene: {
        services: { orders: { balancer: { listeners: [{ port: 8443 }] } } },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      subject: 'client',
      says: '{client}: no security group rule admits tcp/8443',
    },
    'a partner’s endpoint service, and no inbound rule': {
      scene: {
        groups: { shut: { ingress: [] } },
        endpoints: {
          partner: {
            serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
            privateDns: false,
            policy: 'omitted',
            groups: ['shut'],
          },
        },
      },
      says: '{partner}: no security group has an inbound rule',
    },
    'listeners that are not known, and no inbound rule': {
      scene: {
        groups: { shut: { ingress: [] } },
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false, groups: ['shut'] } },
      },
      subject: 'client',
      says: '{client}: no security group has an inbound rule',
      inputs: ['describe'],
    },
  },
  good: {
    'the service port': { scene: { endpoints: { ssm: {} } } },
    'all protocols': {
      scene: { groups: { all: { ingress: [{ protocol: '-1' }] } }, endpoints: { ssm: { groups: ['all'] } } },
    },
    'groups add up': {
      scene: { groups: { shut: { ingress: [] } }, endpoints: { ssm: { groups: ['shut', 'https'] } } },
    },
    'a listener of an endpoint service of the input': {
      scene: {
        services: { orders: { balancer: { listeners: [{ port: 443, protocol: 'TLS' }, { port: 8443 }] } } },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      subject: 'client',
    },
    'listeners that are not in the input': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      subject: 'client',
      inputs: ['describe'],
      undecidedIn: ['describe'],
    },
    'a partner’s endpoint service, on a port of its own': {
      scene: {
        groups: { database: { ingress: [{ port: 27017 }] } },
        endpoints: {
          partner: {
            serviceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0',
            privateDns: false,
            policy: 'omitted',
            groups: ['database'],
          },
        },
      },
    },
    'any one of several ports': {
      scene: { groups: { mail: { ingress: [{ port: 587 }] } }, endpoints: { 'email-smtp': { groups: ['mail'] } } },
    },
  },

  check(endpoint, net) {
    const { type } = endpoint;
    if (!type.known) return undecided(type);
    if (type.value !== 'Interface' || !takesGroups(type.value)) return notApplicable;
    const facts = serviceFacts(net, endpoint);
    if (!facts) return endpoint.serviceName.known ? notApplicable : undecided(endpoint.serviceName);
    const ports = servicePorts(endpoint, net);
    if (ports === null || typeof ports === 'string') {
      // Whatever the ports are, they are shut.
      if (isShut(endpoint)) return fail(shut(endpoint));
      if (typeof ports === 'string') return undecided(ports);
      if (facts.owner === 'other') return otherThanShut(endpoint);
      return undecided(`which ports ${nameOf(endpoint)} needs is not in the service table`);
    }

    const answers = portAnswers(endpoint, net, ports);
    const admitted = enough(answers, ports);
    if (admitted === 'yes') return pass;
    const rules = ingressOf(endpoint);
    const closed = answers.filter((a) => a.admitted === 'no');
    if (admitted === 'unknown' || isEmpty(endpoint.groups))
      return undecided(
        rules,
        endpoint.groups,
        ...rules.sure.map((r) => r.sources),
        ...rules.sure.flatMap((r) => [r.protocol, r.fromPort]),
        hasFamily(endpoint, net, 4) === 'unknown'
          ? 'whether the endpoint has IPv4 addresses is left to AWS, and its subnets are not all in the input'
          : undefined,
      );
    const { sure, maybe } = attachedGroups(endpoint);
    const wanted = closed.map((a) => `tcp/${portText(a.range)}`).join(ports.any ? ' or ' : ', ');
    return fail({
      message: `${nameOf(endpoint)}: no security group rule admits ${wanted}`,
      at: endpoint.groups.at,
      ...(ports.basis === 'derived' ? { level: 'warning' } : {}),
      related: [...sure, ...maybe].map((group) => ({ message: `${group.key} has no rule for it`, at: group.at })),
      evidence: {
        ports: closed.map((a) => portText(a.range)),
        groups: [...sure, ...maybe].map((g) => g.key),
        basis: ports.basis,
      },
    });
  },
});

/** Whether the groups of an endpoint surely let nothing in. */
function isShut(endpoint: Endpoint): boolean {
  return attachedGroups(endpoint).sure.length > 0 && isEmpty(ingressOf(endpoint)) && isExact(endpoint.groups);
}

function shut(endpoint: Endpoint): Fault {
  const { sure } = attachedGroups(endpoint);
  return {
    message: `${nameOf(endpoint)}: no security group has an inbound rule`,
    at: endpoint.groups.at,
    related: sure.map((group) => ({ message: `${group.key} lets nothing in`, at: group.at })),
    evidence: { groups: sure.map((group) => group.key) },
  };
}

/** Of groups that let something in nobody knows whether that is what the service needs. */
function otherThanShut(endpoint: Endpoint): NotApplicable | Undecided {
  const rules = ingressOf(endpoint);
  if (rules.sure.length > 0 || isEmpty(endpoint.groups)) return notApplicable;
  return undecided(rules, endpoint.groups);
}
