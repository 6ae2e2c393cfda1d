import * as z from 'zod/mini';
import { resolverOf, serversOf } from '../../src/ask/dhcp.ts';
import { recordsTo } from '../../src/ask/records.ts';
import { takesPrivateDns } from '../../src/aws/index.ts';
import { listed } from '../../src/base/words.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/custom-resolver',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint relies on private names in a VPC with custom DNS servers.',
  why: 'Only the VPC resolver answers private names. Other DNS servers return the public address unless they forward the names of the service.',
  ...advise(
    'Forward the domains of AWS from these DNS servers to the VPC resolver, or set `DomainNameServers: [AmazonProvidedDNS]`.',
    {
      terraform:
        'Forward the domains of AWS from these DNS servers to the VPC resolver, or set `domain_name_servers = ["AmazonProvidedDNS"]`.',
    },
  ),
  recipes: {
    cloudformation: 'DomainNameServers: [AmazonProvidedDNS] # of AWS::EC2::DHCPOptions',
    terraform: 'domain_name_servers = ["AmazonProvidedDNS"]',
  },
  exceptions: [
    'One of the DNS servers is AmazonProvidedDNS or the address of the VPC resolver.',
    'The option `forwardersChecked` says that the DNS servers forward to the VPC resolver.',
  ],
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html',
  ],
  options: z.object({
    /** Whether the custom DNS servers forward the domains of AWS to the VPC resolver. */
    forwardersChecked: z._default(z.boolean(), false),
  }),
  bad: {
    'a custom DNS server': {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['10.9.9.9'] } } },
      says: 'The VPC of sqs uses custom DNS servers (10.9.9.9), which may not resolve its private name',
    },
    'a private hosted zone': {
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
      says: 'The VPC of kms uses custom DNS servers (10.9.9.9 and 2 more), which may not resolve its private hosted zone',
    },
  },
  good: {
    AmazonProvidedDNS: {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['AmazonProvidedDNS'] } } },
    },
    'the address of the VPC resolver': {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['10.9.9.9', '10.0.0.2'] } } },
    },
    'the link-local address of the VPC resolver': {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['169.254.169.253'] } } },
    },
    'DNS servers that forward': {
      scene: { endpoints: { sqs: {} }, dhcpOptions: { own: { servers: ['10.9.9.9'] } } },
      options: { forwardersChecked: true },
    },
    'no private names': {
      scene: {
        endpoints: { dynamodb: { privateDns: false } },
        dhcpOptions: { own: { servers: ['10.9.9.9'] } },
      },
    },
    'DHCP options of another VPC': {
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
      return undecided(type, privateDns, records.open ?? 'it is not known whether a record leads to the endpoint');
    return fail({
      message: `The VPC of ${nameOf(endpoint)} uses custom DNS servers (${listed(servers.servers, 1)}), which may not resolve its private ${byZone ? 'hosted zone' : 'name'}`,
      at: privateDns.at,
      related: [{ message: 'the DHCP options of the VPC', at: servers.at }],
      evidence: { privateDns: show(privateDns), domainNameServers: servers.servers },
    });
  },
});
