import * as z from 'zod/mini';
import { resolverOf, serversOf } from '../../src/ask/dhcp.ts';
import { recordsTo } from '../../src/ask/records.ts';
import { takesPrivateDns } from '../../src/aws/index.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/custom-resolver',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Private names are relied on in a VPC whose DHCP options name other DNS servers.',
  why: 'Only the resolver of the VPC answers private names: other servers answer with the public address unless they forward the names of the service.',
  fix: 'Let those servers forward the domains of AWS to the resolver of the VPC, or use AmazonProvidedDNS.',
  recipes: {
    cloudformation: 'DomainNameServers: [AmazonProvidedDNS] # of AWS::EC2::DHCPOptions',
    terraform: 'domain_name_servers = ["AmazonProvidedDNS"]',
  },
  exceptions: [
    'One of the servers is AmazonProvidedDNS or the address of the resolver of the VPC.',
    'The option `forwardersChecked` says that the servers forward.',
  ],
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html',
  ],
  options: z.object({
    /** Whether the DNS servers are known to forward AWS's domains to the resolver of the VPC. */
    forwardersChecked: z._default(z.boolean(), false),
  }),
  bad: {
    'a server of its own': {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['10.9.9.9'] } } },
      says: 'sqs has private DNS on, but its VPC asks other DNS servers: 10.9.9.9',
    },
    'a hosted zone relied on': {
      scene: {
        endpoints: { kms: { privateDns: false } },
        hostedZones: {
          kms: {
            domain: 'kms.us-east-1.amazonaws.com',
            records: { 'kms.us-east-1.amazonaws.com': { endpoint: 'kms' } },
          },
        },
        dhcpOptions: { own: { servers: ['10.9.9.9', '10.9.9.10', '10.9.9.11'] } },
      },
      says: 'kms is served by a private zone, but its VPC asks other DNS servers: 10.9.9.9 and 2 more',
    },
  },
  good: {
    AmazonProvidedDNS: {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['AmazonProvidedDNS'] } } },
    },
    'the resolver of the VPC by its address': {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['10.9.9.9', '10.0.0.2'] } } },
    },
    'the link-local address': {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['169.254.169.253'] } } },
    },
    'the servers forward': {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['10.9.9.9'] } } },
      options: { forwardersChecked: true },
    },
    'no private names': {
      scene: {
        endpoints: { dynamodb: { privateDns: false } },
        dhcpOptions: { own: { servers: ['10.9.9.9'] } },
      },
    },
    'options of another VPC': {
      scene: {
        vpcs: { main: {}, other: {} },
        endpoints: { sqs: {} },
        dhcpOptions: { own: { vpc: 'other', servers: ['10.9.9.9'] } },
      },
      undecidedIn: ['state', 'tfstate'],
    },
  },

  check(endpoint, net, { forwardersChecked }) {
    const { type, privateDns } = endpoint;
    if (type.known && !takesPrivateDns(type.value)) return notApplicable;
    const records = recordsTo(endpoint, net);
    const byZone = is(privateDns, false) && records.sure.length > 0;
    if (is(privateDns, false) && records.sure.length === 0) {
      if (records.maybe.length === 0 && records.open === null) return notApplicable;
      if (forwardersChecked) return pass;
    }
    if (forwardersChecked) return pass;
    const servers = serversOf(endpoint.vpc, net);
    if (servers.is === 'default') return pass;
    if (servers.is === 'unknown') return undecided(servers.because);
    const reached = resolverOf(endpoint.vpc, servers.servers);
    if (reached === 'yes') return pass;
    if (reached !== 'no') return undecided(reached.because);
    if (!type.known || !(byZone || is(privateDns, true)))
      return undecided(type, privateDns, records.open ?? 'whether a record leads to the endpoint is not known');
    const [first, ...more] = servers.servers;
    return fail({
      message: `${nameOf(endpoint)} ${byZone ? 'is served by a private zone' : 'has private DNS on'}, but its VPC asks other DNS servers: ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`,
      at: privateDns.at,
      related: [{ message: 'the DHCP options of the VPC', at: servers.at }],
      evidence: { privateDns: show(privateDns), domainNameServers: servers.servers },
    });
  },
});
