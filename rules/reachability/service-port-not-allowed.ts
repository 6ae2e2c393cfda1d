import { type AnyEndpoint, type Guarded, isGuarded } from '../../src/ask/any-endpoint.ts';
import { attachedGroups, hasFamily, ingressOf, whyFamilyUnknown } from '../../src/ask/groups.ts';
import { answersOf, enough, portAnswers, type ServicePorts, servicePorts } from '../../src/ask/reachability.ts';
import { MANAGED, portText, serviceFacts } from '../../src/aws/index.ts';
import { series } from '../../src/base/words.ts';
import {
  controlsOf,
  defineRule,
  type Fault,
  fail,
  type NotApplicable,
  nameOf,
  notApplicable,
  ofService,
  pass,
  type Undecided,
  undecided,
  type Verdict,
} from '../../src/engine/index.ts';
import { type Endpoint, is, isEmpty, isExact, type ManagedEndpoint, type Network } from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/service-port-not-allowed',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'No inbound rule of the endpoint’s security groups allows the port of the service.',
  why: 'The endpoint shows as available, but every client connection times out.',
  fix: 'Add an inbound rule that allows the service port from the security group or address range of the clients.',
  recipes: {
    cloudformation: `SecurityGroupIngress:
  - { IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: !GetAtt Vpc.CidrBlock }`,
    terraform:
      'resource "aws_vpc_security_group_ingress_rule" "https" {\n  security_group_id = aws_security_group.endpoints.id\n  cidr_ipv4         = aws_vpc.main.cidr_block\n  ip_protocol       = "tcp"\n  from_port         = 443\n  to_port           = 443\n}',
    cli: 'aws ec2 authorize-security-group-ingress --group-id sg-... --protocol tcp --port 443 --cidr 10.0.0.0/16',
  },
  exceptions: [
    'If nobody documents the ports of the service, only security groups without any inbound rule are reported.',
    'If the load balancers of an endpoint service are not in the input, only security groups without any inbound rule are reported.',
    'One allowed listener of an endpoint service is enough.',
    'A rule from any source counts if the endpoint has addresses of its family.',
    'Outbound rules of the endpoint do not matter, because security groups are stateful.',
    'The finding is a warning if the port comes from the service’s API and is not documented for the endpoint.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html',
    'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-vpc.html',
    'https://docs.aws.amazon.com/redshift/latest/APIReference/API_EndpointAccess.html',
  ],
  controls: controlsOf('cis', '6.8'),
  subject: 'endpoint',
  alsoSubjects: ['managed-endpoint'],
  tellsOfContext: true,
  bad: {
    'another port': {
      scene: { groups: { web: { ingress: [{ port: 80 }] } }, endpoints: { ssm: { groups: ['web'] } } },
      says: 'No security group rule of ssm allows TCP 443',
      also: ['coverage/missing-companion'],
    },
    'no rule at all': {
      scene: { groups: { shut: { ingress: [] } }, endpoints: { ssm: { groups: ['shut'] } } },
      says: 'No security group rule of ssm allows TCP 443',
      also: ['coverage/missing-companion'],
    },
    'a service with its own port': {
      scene: { endpoints: { cassandra: {} } },
      says: 'No security group rule of cassandra allows TCP 9142',
    },
    'the listener of an endpoint service in the input': {
      scene: {
        services: { orders: { balancer: { listeners: [{ port: 8443 }] } } },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
      subject: 'client',
      says: 'No security group rule of {client} allows TCP 8443',
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
      says: 'No security group of {partner} has an inbound rule',
    },
    'unknown listeners, and no inbound rule': {
      scene: {
        groups: { shut: { ingress: [] } },
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false, groups: ['shut'] } },
      },
      subject: 'client',
      says: 'No security group of {client} has an inbound rule',
      inputs: ['describe'],
    },
    'the port of a Redshift-managed endpoint': {
      scene: { managedEndpoints: { warehouse: { manager: 'redshift' } } },
      subject: 'warehouse',
      says: 'No security group rule of {warehouse} allows TCP 5439',
    },
    'another port of its cluster': {
      scene: {
        groups: { database: { ingress: [{ port: 5439 }] } },
        managedEndpoints: { warehouse: { manager: 'redshift', port: 8192, groups: ['database'] } },
      },
      subject: 'warehouse',
      says: 'No security group rule of {warehouse} allows TCP 8192',
    },
    'an OpenSearch Serverless-managed endpoint': {
      scene: {
        groups: { web: { ingress: [{ port: 80 }] } },
        managedEndpoints: { search: { manager: 'opensearch-serverless', groups: ['web'] } },
      },
      subject: 'search',
      says: 'No security group rule of {search} allows TCP 443',
      level: 'warning',
    },
    'a port that is known only after apply, and no inbound rule': {
      scene: {
        groups: { shut: { ingress: [] } },
        managedEndpoints: { warehouse: { manager: 'redshift-serverless', groups: ['shut'] } },
      },
      subject: 'warehouse',
      says: 'No security group of {warehouse} has an inbound rule',
      inputs: ['plan'],
    },
  },
  good: {
    'the service port': { scene: { endpoints: { ssm: {} } } },
    'the port of a Redshift cluster': {
      scene: {
        groups: { database: { ingress: [{ port: 5439 }] } },
        managedEndpoints: { warehouse: { manager: 'redshift', groups: ['database'] } },
      },
      subject: 'warehouse',
    },
    'a port that is known only after apply': {
      scene: { managedEndpoints: { warehouse: { manager: 'redshift-serverless' } } },
      subject: 'warehouse',
      inputs: ['plan'],
      undecidedIn: ['plan'],
    },
    'either port of an OpenSearch Service domain': {
      scene: {
        groups: { web: { ingress: [{ port: 80 }] } },
        managedEndpoints: { search: { manager: 'opensearch', groups: ['web'] } },
      },
      subject: 'search',
    },
    'all protocols': {
      scene: { groups: { all: { ingress: [{ protocol: '-1' }] } }, endpoints: { ssm: { groups: ['all'] } } },
    },
    'security groups add up': {
      scene: { groups: { shut: { ingress: [] } }, endpoints: { ssm: { groups: ['shut', 'https'] } } },
    },
    'a listener of an endpoint service in the input': {
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
    'a partner’s endpoint service on its own port': {
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
    'subnets that are not in the input, of a VPC without an IPv6 range': {
      scene: { subnets: { a: null, b: null, c: null }, endpoints: { ssm: { subnets: 'unknown' } } },
      inputs: ['plan'],
    },
    'subnets that are not in the input, and may be only for IPv6': {
      scene: {
        vpcs: { main: { ipv6: true } },
        subnets: { a: null, b: null, c: null },
        endpoints: { ssm: { subnets: 'unknown' } },
      },
      inputs: ['plan'],
      undecidedIn: ['plan'],
    },
    'any one of several ports': {
      scene: { groups: { mail: { ingress: [{ port: 587 }] } }, endpoints: { 'email-smtp': { groups: ['mail'] } } },
    },
  },

  check(endpoint, net) {
    const guarded = isGuarded(endpoint);
    if (!guarded.known) return undecided(guarded);
    if (!guarded.value || (endpoint.kind === 'endpoint' && !is(endpoint.type, 'Interface'))) return notApplicable;
    const ports = portsOf(endpoint, net);
    if ('verdict' in ports) return ports;

    const answers = endpoint.kind === 'endpoint' ? portAnswers(endpoint, net, ports) : answersOf(endpoint, ports);
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
        endpoint.kind === 'endpoint' && hasFamily(endpoint, net, 4) === 'unknown'
          ? whyFamilyUnknown(endpoint, net, 4)
          : undefined,
      );
    // As where the ports of the service are not known.
    if (ofService(endpoint, false, isShut(endpoint))) return fail(shut(endpoint));
    const { sure, maybe } = attachedGroups(endpoint);
    const all = series(
      closed.map(({ range }) => portText(range)),
      ports.any ? 'or' : 'and',
    );
    const wanted = ofService(endpoint, `TCP ${all}`, 'the ports of its service');
    const groups = [...sure, ...maybe].map(({ key }) => key);
    return fail({
      message: `No security group rule of ${nameOf(endpoint)} allows ${wanted}`,
      fix: `Add an inbound rule to ${series(groups, 'or')} that allows ${ofService(endpoint, wanted, 'the ports of the service')} from the security group or range of the clients.`,
      at: endpoint.groups.at,
      ...(ports.basis === 'derived' ? { level: 'warning' } : {}),
      related: [...sure, ...maybe].map((group) => ({
        message: `${group.key} has no rule for ${ofService(endpoint, wanted, 'these ports')}`,
        at: group.at,
      })),
      evidence: {
        ports: ofService(
          endpoint,
          closed.map((a) => portText(a.range)),
        ),
        groups,
        basis: ofService(endpoint, ports.basis),
      },
    });
  },
});

/** The ports that clients need, or the verdict if they are not known. */
function portsOf(endpoint: AnyEndpoint, net: Network): ServicePorts | Verdict {
  if (endpoint.kind === 'managed-endpoint') return portsOfManaged(endpoint);
  const facts = serviceFacts(net, endpoint);
  if (!facts) return endpoint.serviceName.known ? notApplicable : undecided(endpoint.serviceName);
  const ports = servicePorts(endpoint, net);
  if (ports !== null && typeof ports !== 'string') return ports;
  // Without an inbound rule every port is closed.
  if (isShut(endpoint)) return fail(shut(endpoint));
  if (typeof ports === 'string') return undecided(ports);
  if (facts.owner === 'other') return otherThanShut(endpoint);
  return undecided(`the service table has no ports for ${nameOf(endpoint)}`);
}

function portsOfManaged(endpoint: ManagedEndpoint): ServicePorts | Verdict {
  const { port } = endpoint;
  const { ports } = MANAGED[endpoint.manager];
  if (ports) return { ranges: ports, optional: [], any: true, basis: 'derived' };
  if (!port.known) return isShut(endpoint) ? fail(shut(endpoint)) : undecided(port);
  if (port.value === null) return notApplicable;
  return { ranges: [[port.value, port.value]], optional: [], any: true, basis: 'documented' };
}

/** Whether the security groups of an endpoint surely allow nothing inbound. */
function isShut(endpoint: Guarded): boolean {
  return attachedGroups(endpoint).sure.length > 0 && isEmpty(ingressOf(endpoint)) && isExact(endpoint.groups);
}

function shut(endpoint: AnyEndpoint): Fault {
  const { sure } = attachedGroups(endpoint);
  return {
    message: `No security group of ${nameOf(endpoint)} has an inbound rule`,
    at: endpoint.groups.at,
    related: sure.map((group) => ({ message: `${group.key} has no inbound rule`, at: group.at })),
    evidence: { groups: sure.map((group) => group.key) },
  };
}

/** If security groups allow something, nobody knows whether the service needs it. */
function otherThanShut(endpoint: Endpoint): NotApplicable | Undecided {
  const rules = ingressOf(endpoint);
  if (rules.sure.length > 0 || isEmpty(endpoint.groups)) return notApplicable;
  return undecided(rules, endpoint.groups);
}
