import { whyOutside } from '../../src/ask/in-input.ts';
import { isIn } from '../../src/ask/names.ts';
import { groupsLetIn, wayTo } from '../../src/ask/spokes.ts';
import { zoneTargets } from '../../src/ask/zones-of-endpoint.ts';
import { takesGroups } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided, type Verdict } from '../../src/engine/index.ts';
import {
  all,
  type Bag,
  bag,
  type Endpoint,
  type HostedZone,
  is,
  type Network,
  type Ref,
  show,
  union,
  type Vpc,
} from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/zone-unreachable',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Private hosted zone leads clients of a VPC to an endpoint that they cannot reach.',
  why: 'The name resolves to private addresses of another VPC, so clients time out instead of using the public endpoint.',
  fix: 'Add routes to the VPC of the endpoint and allow the ranges of both VPCs, or disassociate the hosted zone from the VPC.',
  recipes: {
    cloudformation: `ToEndpoints:
  Type: AWS::EC2::Route
  Properties:
    RouteTableId: !Ref SpokeTable
    DestinationCidrBlock: !GetAtt HubVpc.CidrBlock
    TransitGatewayId: !Ref TransitGateway`,
    terraform: `resource "aws_route" "to_endpoints" {
  route_table_id         = aws_route_table.spoke.id
  destination_cidr_block = aws_vpc.hub.cidr_block
  transit_gateway_id     = aws_ec2_transit_gateway.main.id
}`,
    cli: 'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id Z... --vpc VPCRegion=...,VPCId=vpc-...',
  },
  exceptions: [
    'For the VPC of the endpoint itself, reachability/clients-not-covered reports instead.',
    'Some route of the VPC covers a range of the endpoint’s VPC. Which subnets have that route is not checked.',
    'The security groups allow some address of the VPC, or members of another security group.',
  ],
  sources: [
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  ],
  subject: 'hosted-zone',
  bad: {
    'no route': {
      scene: {
        vpcs: { main: {}, spoke: {} },
        groups: { https: { ingress: [{ cidrs: ['10.0.0.0/15'] }] } },
        endpoints: { sts: { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'sts.us-east-1.amazonaws.com',
            vpcs: ['main', 'spoke'],
            records: { 'sts.us-east-1.amazonaws.com': { endpoint: 'sts' } },
          },
        },
      },
      says: 'sts.us-east-1.amazonaws.com leads clients in {spoke} to sts, but that VPC has no route to it',
      undecidedIn: ['state', 'tfstate'],
    },
    'a route to another network': {
      scene: {
        vpcs: { main: {}, spoke: {} },
        groups: { https: { ingress: [{ cidrs: ['10.0.0.0/15'] }] } },
        routeTables: {
          'spoke-private': {
            vpc: 'spoke',
            subnets: ['spoke-a', 'spoke-b', 'spoke-c'],
            routes: { '192.168.0.0/16': 'transit-gateway', '0.0.0.0/0': 'nat-gateway' },
          },
        },
        endpoints: { sts: { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'sts.us-east-1.amazonaws.com',
            vpcs: ['main', 'spoke'],
            records: { 'sts.us-east-1.amazonaws.com': { endpoint: 'sts' } },
          },
        },
      },
      says: 'sts.us-east-1.amazonaws.com leads clients in {spoke} to sts, but that VPC has no route to it',
      also: ['coverage/nat-without-gateway-endpoint'],
      undecidedIn: ['state', 'tfstate'],
    },
    'security groups that do not allow it': {
      scene: {
        vpcs: { main: {}, spoke: {} },
        routeTables: {
          'spoke-private': {
            vpc: 'spoke',
            subnets: ['spoke-a', 'spoke-b', 'spoke-c'],
            routes: { '10.0.0.0/16': { peer: 'main' } },
          },
        },
        endpoints: { sts: { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'sts.us-east-1.amazonaws.com',
            vpcs: ['main', 'spoke'],
            records: { 'sts.us-east-1.amazonaws.com': { endpoint: 'sts' } },
          },
        },
      },
      says: 'sts.us-east-1.amazonaws.com leads clients in {spoke} to sts, but its security groups do not allow them',
    },
    'a route table that no subnet uses': {
      scene: {
        vpcs: { main: {}, spoke: {} },
        groups: { https: { ingress: [{ cidrs: ['10.0.0.0/15'] }] } },
        routeTables: { unused: { vpc: 'spoke', routes: { '10.0.0.0/16': 'transit-gateway' } } },
        endpoints: { sts: { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'sts.us-east-1.amazonaws.com',
            vpcs: ['main', 'spoke'],
            records: { 'sts.us-east-1.amazonaws.com': { endpoint: 'sts' } },
          },
        },
      },
      says: 'sts.us-east-1.amazonaws.com leads clients in {spoke} to sts, but that VPC has no route to it',
      inputs: ['plan', 'describe'],
    },
    'a hosted zone of a profile': {
      scene: {
        vpcs: { main: {}, spoke: {} },
        groups: { https: { ingress: [{ cidrs: ['10.0.0.0/15'] }] } },
        endpoints: { sts: { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'sts.us-east-1.amazonaws.com',
            records: { 'sts.us-east-1.amazonaws.com': { endpoint: 'sts' } },
          },
        },
        dnsProfiles: { shared: { vpcs: ['spoke'], zones: ['zone'] } },
      },
      says: 'sts.us-east-1.amazonaws.com leads clients in {spoke} to sts, but that VPC has no route to it',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'a route, and security groups that allow it': {
      scene: {
        vpcs: { main: {}, spoke: {} },
        groups: { https: { ingress: [{ cidrs: ['10.0.0.0/15'] }] } },
        routeTables: {
          'spoke-private': {
            vpc: 'spoke',
            subnets: ['spoke-a', 'spoke-b', 'spoke-c'],
            routes: { '10.0.0.0/8': 'transit-gateway' },
          },
        },
        endpoints: { sts: { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'sts.us-east-1.amazonaws.com',
            vpcs: ['main', 'spoke'],
            records: { 'sts.us-east-1.amazonaws.com': { endpoint: 'sts' } },
          },
        },
      },
    },
    'its own VPC': {
      scene: {
        endpoints: { sts: { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'sts.us-east-1.amazonaws.com',
            records: { 'sts.us-east-1.amazonaws.com': { endpoint: 'sts' } },
          },
        },
      },
    },
    'no record of an endpoint': {
      scene: {
        vpcs: { main: {}, spoke: {} },
        endpoints: { sts: {} },
        hostedZones: {
          'example.internal': { vpcs: ['spoke'], records: { 'app.example.internal': ['app.example.com'] } },
        },
      },
    },
  },

  check(zone, net) {
    if (is(zone.isPrivate, false)) return notApplicable;
    const { sure, open } = zoneTargets(zone, net);
    if (sure.length === 0) return open === undefined ? notApplicable : undecided(open);
    const vpcs = vpcsAnswered(zone, net);
    const verdicts: Verdict[] = [];
    for (const ref of [...vpcs.sure, ...vpcs.maybe]) {
      for (const endpoint of sure) {
        const verdict = ref.is === 'entity' ? judge(zone, ref.to, endpoint, net) : undecided(whyOutside(ref, 'VPC'));
        const certain = vpcs.sure.includes(ref) && zone.isPrivate.known;
        verdicts.push(verdict.verdict === 'fail' && !certain ? undecided(zone.isPrivate, vpcs) : verdict);
      }
    }
    if (vpcs.open !== null) verdicts.push(undecided(vpcs.open));
    if (open !== undefined) verdicts.push(undecided(open));
    const told = verdicts.filter(({ verdict }) => verdict === 'fail' || verdict === 'undecided');
    return told.length > 0 ? told : pass;
  },
});

/** The VPCs in which a hosted zone answers: its own, and those of its Route 53 Profiles. */
function vpcsAnswered(zone: HostedZone, net: Network): Bag<Ref<Vpc>> {
  const lists = net.dnsProfiles.flatMap(({ zones, vpcs }) => {
    const held = isIn(zones, { is: 'entity', to: zone, at: zone.at });
    if (held === 'no') return [];
    return [held === 'yes' ? vpcs : bag<Ref<Vpc>>([], vpcs.at, { maybe: all(vpcs), open: vpcs.open })];
  });
  return union([zone.vpcs, ...lists], zone.vpcs.at);
}

/** Whether the clients of a VPC reach an endpoint that a hosted zone leads them to. */
function judge(zone: HostedZone, vpc: Vpc, endpoint: Endpoint, net: Network): Verdict {
  const home = endpoint.vpc;
  if (home.is !== 'entity') return undecided(whyOutside(home, 'VPC'));
  if (home.to.key === vpc.key) return pass;
  if (!endpoint.type.known) return undecided(endpoint.type);
  const fault = (stopped: string, remedy: string, assumed: string | null) =>
    fail({
      message: `${show(zone.name) ?? zone.key} leads clients in ${vpc.key} to ${nameOf(endpoint)}, but ${stopped}`,
      at: zone.vpcs.at,
      fix: `${remedy}, or disassociate the hosted zone from ${vpc.key}.`,
      related: [
        { message: 'the endpoint', at: endpoint.at },
        { message: 'the VPC', at: vpc.at },
      ],
      evidence: { zone: zone.key, vpc: vpc.key, endpoint: endpoint.key, vpcOfEndpoint: home.to.key },
      assumed: assumed === null ? [] : [assumed],
      detail: `${vpc.key} ${endpoint.key}`,
    });
  const way = wayTo(home.to, vpc, net);
  if (way.is === 'none') {
    const remedy = `Add a route to ${home.to.key} to the route tables of ${vpc.key}`;
    return fault('that VPC has no route to it', remedy, way.assumed);
  }
  const admitted = takesGroups(endpoint.type.value) ? groupsLetIn(endpoint, vpc, net) : true;
  if (admitted === false) {
    const remedy = `Allow the ranges of ${vpc.key} in the security groups of ${nameOf(endpoint)}`;
    return fault('its security groups do not allow them', remedy, null);
  }
  return unlessKnown(way.is === 'unknown' ? way.because : undefined, admitted === true ? undefined : admitted);
}

function unlessKnown(...causes: readonly (string | undefined)[]): Verdict {
  const known = causes.filter((cause) => cause !== undefined);
  return known.length === 0 ? pass : undecided(...known);
}
