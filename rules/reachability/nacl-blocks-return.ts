import * as z from 'zod/mini';
import { isServed, pathsOf } from '../../src/ask/acl-paths.ts';
import { droppedFix, droppedText } from '../../src/ask/acl-words.ts';
import { judgeGatewayAcls } from '../../src/ask/public-acls.ts';
import { interfacePorts } from '../../src/ask/reachability.ts';
import { count } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, ofService, pass, undecided } from '../../src/engine/index.ts';
import { is, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'reachability/nacl-blocks-return',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Network ACL drops requests to an endpoint, or the replies.',
  why: 'Network ACLs are stateless. Clients behind the network ACL never get a reply and time out.',
  fix: 'Allow the service port from the clients and TCP 1024-65535 to the clients in the network ACL.',
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
    'A network ACL does not filter traffic inside its subnet.',
    'For a gateway endpoint the network ACLs of the clients are checked, because the service has public addresses.',
    'The finding is a note if only some subnets, or replies to only some client ports, are blocked.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html',
  ],
  tellsOfContext: true,
  options: z.object({
    /** First port on which clients receive replies. */
    firstClientPort: z._default(z.int().check(z.minimum(1), z.maximum(65535)), 1024),
  }),
  bad: {
    'replies are allowed only to port 443': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{}] } },
        endpoints: { logs: {} },
      },
      says: 'Network ACL {strict} drops replies of logs (TCP 1024-65535) to 10.0.2.0/24',
      inputs: ['plan', 'describe', 'template'],
    },
    'requests are not allowed': {
      scene: {
        networkAcls: {
          strict: { subnets: ['a', 'b'], ingress: [{ port: [1024, 65535] }], egress: [{ protocol: '-1' }] },
        },
        endpoints: { logs: {} },
      },
      says: 'Network ACL {strict} drops requests to logs (TCP 443) from 10.0.2.0/24',
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
      says: 'Network ACL {strict} drops requests to logs (TCP 443) from 10.0.2.0/24',
      inputs: ['plan', 'describe', 'template'],
    },
    'a gateway endpoint and a network ACL that allows only the VPC': {
      scene: {
        networkAcls: {
          strict: { subnets: ['a', 'b', 'c'], ingress: [{ protocol: '-1' }], egress: [{ protocol: '-1' }] },
        },
        endpoints: { s3: { type: 'Gateway' } },
      },
      says: 'Network ACL {strict} drops requests to s3 (TCP 443) from 10.0.0.0/24 and 2 other subnets',
      inputs: ['plan', 'describe', 'template'],
    },
    'replies from the service of a gateway endpoint': {
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
      says: 'Network ACL {strict} drops replies of s3 (TCP 1024-65535) to 10.0.0.0/24 and 2 other subnets',
      inputs: ['plan', 'describe', 'template'],
    },
    'replies from the service to some client ports, in one subnet': {
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
      says: 'Network ACL {strict} drops replies of s3 (TCP 1024-32767) to 10.0.0.0/24',
      level: 'note',
      inputs: ['plan', 'describe', 'template'],
    },
    'replies to some client ports': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{ port: [32768, 65535] }] } },
        endpoints: { logs: {} },
      },
      says: 'Network ACL {strict} drops replies of logs (TCP 1024-32767) to 10.0.2.0/24',
      level: 'note',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'replies to client ports are allowed': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{ port: [1024, 65535] }] } },
        endpoints: { logs: {} },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'client ports from the config': {
      scene: {
        networkAcls: { strict: { subnets: ['a', 'b'], ingress: [{}], egress: [{ port: [32768, 65535] }] } },
        endpoints: { logs: {} },
      },
      options: { firstClientPort: 32768 },
      inputs: ['plan', 'describe', 'template'],
    },
    'the network ACL of a new VPC allows everything': {
      scene: { endpoints: { logs: {} } },
      inputs: ['plan', 'template'],
    },
    'clients only in the subnet of the endpoint': {
      scene: {
        subnets: { b: null, c: null },
        networkAcls: { strict: { subnets: ['a'], ingress: [{}], egress: [{}] } },
        endpoints: { logs: { subnets: ['a'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'a gateway endpoint and a network ACL that allows every address': {
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
    'a network ACL that allows some public ranges': {
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
    const lost = found.filter((path) => path.reach.reach === 'no');
    const bad = lost.length > 0 ? lost : found.filter((path) => path.reach.reach === 'partly');
    const first = bad[0];
    if (first && 'hop' in first.reach) {
      const isRequest = first.reach.hop.is === 'network-acl-in';
      // Requests are to a port of the service.
      const hop = isRequest
        ? ofService(endpoint, first.reach.hop, { ...first.reach.hop, what: 'tcp/(sensitive)' })
        : first.reach.hop;
      const what = isRequest ? 'requests' : 'replies';
      const others = new Set(bad.map((path) => path.client.key)).size - 1;
      const all = lost.length > 0 && found.every((path) => path.reach.reach === 'no' || isServed(path, lost));
      return fail({
        message: `${droppedText({ what, hop, service: nameOf(endpoint), clients: first.cidr })}${others > 0 ? ` and ${count(others, 'other subnet')}` : ''}`,
        fix: droppedFix(hop, first.cidr),
        ...(all ? {} : { level: 'note' as const }),
        at: hop.entry?.at ?? hop.acl?.at ?? endpoint.subnets.at,
        related: [
          { message: 'the subnet of the endpoint', at: first.subnet.at },
          { message: 'the subnet of the clients', at: first.client.at },
        ],
        evidence: {
          networkAcl: hop.acl?.key ?? null,
          entry: hop.entry ? show(hop.entry.number) : '*',
          dropped: hop.what,
          clients: [...new Set(bad.map((path) => path.cidr))].sort(),
        },
      });
    }
    return unclear === undefined ? pass : undecided(unclear);
  },
});
