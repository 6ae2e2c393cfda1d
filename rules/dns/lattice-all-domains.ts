import { LATTICE_TYPES } from '../../src/aws/index.ts';
import { count } from '../../src/base/words.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { type Bag, is } from '../../src/model/index.ts';

const LISTED = new Set(['SPECIFIED_DOMAINS_ONLY', 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS']);

export default defineRule({
  id: 'dns/lattice-all-domains',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS of a VPC Lattice endpoint uses domain names that AWS has not verified.',
  why: 'The owner of the resource chooses its domain name. If AWS does not verify it, it can be your own domain. Clients in the VPC then call the resource instead.',
  ...advise('Set `DnsOptions.PrivateDnsPreference: VERIFIED_DOMAINS_ONLY`.'),
  recipes: {
    cloudformation: `DnsOptions:
  PrivateDnsPreference: VERIFIED_DOMAINS_ONLY`,
    terraform: 'dns_options {\n  private_dns_preference = "VERIFIED_DOMAINS_ONLY"\n}',
  },
  exceptions: [
    'Without a preference AWS uses only verified domains.',
    'The finding is a note if the endpoint lists its domains without a wildcard.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/resource-configuration.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-resources.html',
  ],
  bad: {
    'all domains': {
      scene: { endpoints: { database: { ...resource(), dnsPreference: 'ALL_DOMAINS' } } },
      says: 'Private DNS of {database} uses any domain name of the resource owner, verified or not',
    },
    'domains listed one by one': {
      scene: {
        endpoints: {
          database: { ...resource(), dnsPreference: 'SPECIFIED_DOMAINS_ONLY', dnsDomains: ['db.example.com'] },
        },
      },
      says: 'Private DNS of {database} uses 1 listed domain, verified or not',
      level: 'note',
    },
    'a wildcard among them': {
      scene: {
        endpoints: {
          database: {
            ...resource(),
            dnsPreference: 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS',
            dnsDomains: ['*.example.com', 'db.example.com'],
          },
        },
      },
      says: 'Private DNS of {database} uses 2 listed domains with a wildcard, verified or not',
    },
  },
  good: {
    'only verified domains': {
      scene: { endpoints: { database: { ...resource(), dnsPreference: 'VERIFIED_DOMAINS_ONLY' } } },
    },
    'no preference': {
      scene: { endpoints: { database: resource() } },
      inputs: ['plan', 'template'],
    },
    'private DNS off': {
      scene: { endpoints: { database: { ...resource(), privateDns: false, dnsPreference: 'ALL_DOMAINS' } } },
    },
  },

  check(endpoint) {
    const { type, privateDns, dnsOptions } = endpoint;
    if (type.known && !LATTICE_TYPES.includes(type.value)) return notApplicable;
    if (is(privateDns, false)) return notApplicable;
    if (!type.known || !dnsOptions.known) return undecided(type, dnsOptions);
    const preference = dnsOptions.value?.preference;
    if (!preference) return pass;
    if (!preference.known) return undecided(preference);
    const value = preference.value;
    if (value === null || (value !== 'ALL_DOMAINS' && !LISTED.has(value))) return pass;
    if (!privateDns.known) return undecided(privateDns);
    const name = nameOf(endpoint);
    if (value === 'ALL_DOMAINS')
      return fail({
        message: `Private DNS of ${name} uses any domain name of the resource owner, verified or not`,
        at: preference.at,
        evidence: { preference: value },
      });
    const domains = dnsOptions.value!.specifiedDomains;
    const wildcard = domains.sure.some((domain) => domain.includes('*'));
    return fail({
      message: `Private DNS of ${name} uses ${inWords(domains, wildcard)}, verified or not`,
      at: preference.at,
      ...(wildcard ? {} : { level: 'note' }),
      evidence: { preference: value, domains: domains.sure.length },
    });
  },
});

function inWords({ sure, maybe, open }: Bag<string>, wildcard: boolean): string {
  if (open !== null || maybe.length > 0) return wildcard ? 'listed domains with a wildcard' : 'listed domains';
  const n = count(sure.length, 'listed domain');
  return wildcard ? `${n} with a wildcard` : n;
}

function resource() {
  const arn = 'arn:aws:vpc-lattice:us-east-1:210987654321:resourceconfiguration/rcfg-0123456789abcdef0';
  return { type: 'Resource', resourceConfigurationArn: arn, privateDns: true } as const;
}
