import * as z from 'zod/mini';
import { isServed, pathsOf } from '../../src/ask/acl-paths.ts';
import { judgeGatewayAcls } from '../../src/ask/public-acls.ts';
import { type Hop, interfacePorts } from '../../src/ask/reachability.ts';
import { count } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, pass, undecided } from '../../src/engine/index.ts';
import { is, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/nacl-blocks-return',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Network ACL drops requests of clients to an endpoint, or the answers to them.',
  why: 'Network ACLs keep no state: a client in another subnet sends its request and never gets an answer.',
  fix: 'Let the service port in from the clients, and TCP 1024-65535 out to them.',
  recipes: {
    cloudformation: `Return:
  Type: AWS::EC2::NetworkAclEntry
  Properties:
    NetworkAclId: !Ref Acl
    Egress: true
    RuleNumber: 100
    RuleAction: allow
    Protocol: 6
    PortRange: { From: 1024, To: 65535 }
    CidrBlock: !GetAtt Vpc.CidrBlock`,
    terraform:
      'egress {\n  rule_no    = 100\n  action     = "allow"\n  protocol   = "tcp"\n  cidr_block = aws_vpc.main.cidr_block\n  from_port  = 1024\n  to_port    = 65535\n}',
  },
  exceptions: [
    'A network ACL does not filter what stays inside the subnet.',
    'Of a gateway endpoint the network ACLs of the clients count: the service is at public addresses, outside the ranges of the VPC.',
    'A note where only some subnets, or answers to only some client ports, are dropped.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html',
  ],
  tellsOfContext: true,
  options: z.object({
    /** First port on which clients wait for answers. */
    firstClientPort: z._default(z.int().check(z.minimum(1), z.maximum(65535)), 1024),
  }),
  bad: {
    'answers are let out on 443 alone': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{}] } },
        endpoints: { logs: {} },
      },
      says: 'logs: network ACL {strict} drops answers (tcp/1024-65535) to 10.0.2.0/24',
      inputs: ['plan', 'describe', 'template'],
    },
    'requests are not let in': {
      scene: {
        networkAcls: {
          strict: { subnets: ['a', 'b'], ingress: [{ port: [1024, 65535] }], egress: [{ protocol: '-1' }] },
        },
        endpoints: { logs: {} },
      },
      says: 'logs: network ACL {strict} drops requests (tcp/443) from 10.0.2.0/24',
      inputs: ['plan', 'describe', 'template'],
    },
    'a deny comes before the allow': {
      scene: {
        networkAcls: {
          strict: {
            subnets: ['a', 'b'],
            ingress: [{ number: 90, action: 'deny', cidr: '10.0.2.0/23' }, { protocol: '-1' }],
            egress: [{ protocol: '-1' }],
          },
        },
        endpoints: { logs: {} },
      },
      says: 'logs: network ACL {strict} drops requests (tcp/443) from 10.0.2.0/24',
      inputs: ['plan', 'describe', 'template'],
    },
    'a gateway endpoint behind a list for the VPC only': {
      scene: {
        networkAcls: {
          strict: { subnets: ['a', 'b', 'c'], ingress: [{ protocol: '-1' }], egress: [{ protocol: '-1' }] },
        },
        endpoints: { s3: { type: 'Gateway' } },
      },
      says: 's3: network ACL {strict} drops requests (tcp/443) from 10.0.0.0/24 and 2 other subnets',
      inputs: ['plan', 'describe', 'template'],
    },
    'answers of a gateway endpoint’s service': {
      scene: {
        networkAcls: {
          strict: {
            subnets: ['a', 'b', 'c'],
            ingress: [{ protocol: '-1' }],
            egress: [{ cidr: '0.0.0.0/0' }],
          },
        },
        endpoints: { s3: { type: 'Gateway' } },
      },
      says: 's3: network ACL {strict} drops answers (tcp/1024-65535) to 10.0.0.0/24 and 2 other subnets',
      inputs: ['plan', 'describe', 'template'],
    },
    'answers of the service to some client ports, in one subnet': {
      scene: {
        networkAcls: {
          strict: {
            subnets: ['a'],
            ingress: [{ port: [32768, 65535], cidr: '0.0.0.0/0' }],
            egress: [{ cidr: '0.0.0.0/0' }],
          },
        },
        endpoints: { s3: { type: 'Gateway' } },
      },
      says: 's3: network ACL {strict} drops answers (tcp/1024-32767) to 10.0.0.0/24',
      level: 'note',
      inputs: ['plan', 'describe', 'template'],
    },
    'answers to some client ports': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{ port: [32768, 65535] }] } },
        endpoints: { logs: {} },
      },
      says: 'logs: network ACL {strict} drops answers (tcp/1024-32767) to 10.0.2.0/24',
      level: 'note',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'client ports are let out': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{ port: [1024, 65535] }] } },
        endpoints: { logs: {} },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'client ports as the config says': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{ port: [32768, 65535] }] } },
        endpoints: { logs: {} },
      },
      options: { firstClientPort: 32768 },
      inputs: ['plan', 'describe', 'template'],
    },
    'the network ACL of a new VPC lets everything through': {
      scene: { endpoints: { logs: {} } },
      inputs: ['plan', 'template'],
    },
    'clients in the endpoint’s own subnet alone': {
      scene: {
        subnets: { b: null, c: null },
        networkAcls: { strict: { subnets: ['a'], ingress: [{}], egress: [{}] } },
        endpoints: { logs: { subnets: ['a'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a gateway endpoint behind a list for everybody': {
      scene: {
        networkAcls: {
          strict: {
            subnets: ['a', 'b'],
            ingress: [{ protocol: '-1' }, { port: [1024, 65535], cidr: '0.0.0.0/0' }],
            egress: [{ protocol: '-1' }, { cidr: '0.0.0.0/0' }],
          },
        },
        endpoints: { s3: { type: 'Gateway' } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a list for some public ranges': {
      scene: {
        networkAcls: {
          strict: {
            subnets: ['a', 'b', 'c'],
            ingress: [{ port: [1024, 65535], cidr: '0.0.0.0/0' }],
            egress: [{ cidr: '52.216.0.0/15' }],
          },
        },
        endpoints: { s3: { type: 'Gateway' } },
      },
      inputs: ['plan', 'describe', 'template'],
      undecidedIn: ['plan', 'describe', 'template'],
    },
    'subnets without a route to the gateway endpoint': {
      scene: {
        routeTables: { closed: { subnets: ['c'] } },
        networkAcls: { strict: { subnets: ['c'], ingress: [{ protocol: '-1' }], egress: [{ protocol: '-1' }] } },
        endpoints: { s3: { type: 'Gateway' } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a network ACL that is not in the state': {
      scene: { endpoints: { logs: {} } },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net, { firstClientPort }) {
    if (is(endpoint.type, 'Gateway')) return judgeGatewayAcls(endpoint, net, [firstClientPort, 65535]);
    const ports = interfacePorts(endpoint, net);
    if ('verdict' in ports) return ports;

    const { found, unclear } = pathsOf(endpoint, net, ports, [firstClientPort, 65535]);
    const dropped = found.filter((path) => path.reach.reach === 'no');
    const bad = dropped.length > 0 ? dropped : found.filter((path) => path.reach.reach === 'partly');
    const first = bad[0];
    if (first && 'hop' in first.reach) {
      const others = new Set(bad.map((path) => path.client.key)).size - 1;
      const all = dropped.length > 0 && found.every((path) => path.reach.reach === 'no' || isServed(path, dropped));
      return fail({
        message: `${nameOf(endpoint)}: ${wording(first.reach.hop)} ${first.cidr}${others > 0 ? ` and ${count(others, 'other subnet')}` : ''}`,
        ...(all ? {} : { level: 'note' as const }),
        at: first.reach.hop.entry?.at ?? first.reach.hop.acl?.at ?? endpoint.subnets.at,
        related: [
          { message: 'the endpoint is behind it here', at: first.subnet.at },
          { message: 'the client is here', at: first.client.at },
        ],
        evidence: {
          networkAcl: first.reach.hop.acl?.key ?? null,
          entry: first.reach.hop.entry ? show(first.reach.hop.entry.number) : '*',
          dropped: first.reach.hop.what,
          clients: [...new Set(bad.map((path) => path.cidr))].sort(),
        },
      });
    }
    return unclear === undefined ? pass : undecided(unclear);
  },
});

function wording({ is, acl, what }: Hop): string {
  return is === 'network-acl-in'
    ? `network ACL ${acl?.key} drops requests (${what}) from`
    : `network ACL ${acl?.key} drops answers (${what}) to`;
}
