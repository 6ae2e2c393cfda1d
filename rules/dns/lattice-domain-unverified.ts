import { defineRule, fail, nameOf, notApplicable, pass, undecided, type Verdict } from '../../src/engine/index.ts';
import { type Endpoint, is, type LatticeResource, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/lattice-domain-unverified',
  level: 'warning',
  preset: 'strict',
  since: '0.2.0',
  summary: 'Private DNS of a resource endpoint leaves out a custom domain name that its owner has not verified.',
  why: 'VPC Lattice creates a private hosted zone only for a verified domain name, so clients cannot resolve this one.',
  fix: 'Verify the domain with VPC Lattice, and name the verification in the resource configuration.',
  recipes: {
    cloudformation: 'DomainVerificationId: !Ref Verification # of AWS::VpcLattice::ResourceConfiguration',
    terraform:
      'resource "aws_vpclattice_resource_configuration" "database" {\n  domain_verification_id = aws_vpclattice_domain_verification.example.id\n  # ...\n}',
    cli: 'aws vpc-lattice start-domain-verification --domain-name example.com',
  },
  exceptions: [
    'The endpoint uses all domain names, only listed ones, or lists this one (see dns/lattice-all-domains).',
    'The resource configuration is not in the input.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_DnsOptions.html',
    'https://docs.aws.amazon.com/vpc-lattice/latest/ug/create-and-verify.html',
  ],
  bad: {
    'a custom domain name without a verification': {
      scene: withDomain({ dnsPreference: 'VERIFIED_DOMAINS_ONLY' }),
      says: 'Private DNS of {database} leaves out db.example.com, which is not verified',
    },
    'no preference': {
      scene: withDomain({}),
      says: 'Private DNS of {database} leaves out db.example.com, which is not verified',
      inputs: ['plan', 'template'],
    },
    'another domain name in the list': {
      scene: withDomain({ dnsPreference: 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS', dnsDomains: ['example.net'] }),
      says: 'Private DNS of {database} leaves out db.example.com, which is not verified',
      also: ['dns/lattice-all-domains'],
    },
  },
  good: {
    'a verified domain name': {
      scene: withDomain({ dnsPreference: 'VERIFIED_DOMAINS_ONLY' }, { verification: true }),
      undecidedIn: ['plan', 'state', 'tfstate', 'sources', 'template'],
    },
    'all domain names': { scene: withDomain({ dnsPreference: 'ALL_DOMAINS' }) },
    'the domain name in the list': {
      scene: withDomain({
        dnsPreference: 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS',
        dnsDomains: ['db.example.com'],
      }),
    },
    'only listed domain names': {
      scene: withDomain({ dnsPreference: 'SPECIFIED_DOMAINS_ONLY', dnsDomains: ['example.net'] }),
    },
    'private DNS off': { scene: withDomain({ privateDns: false }) },
    'no custom domain name': { scene: withDomain({}, { customDomain: undefined }) },
  },

  check(endpoint) {
    const { type, privateDns, dnsOptions, resources } = endpoint;
    if (type.known && type.value !== 'Resource') return notApplicable;
    const [resource] = resources.sure;
    if (is(privateDns, false)) return notApplicable;
    if (!resource) return resources.open === null ? notApplicable : undecided(resources);
    if (is(resource.customDomain, null)) return pass;
    const answer = answerOf(endpoint, resource);
    if (answer !== 'left out') return answer;
    if (!type.known || !privateDns.known || !dnsOptions.known) return undecided(type, privateDns, dnsOptions);
    const domain = show(resource.customDomain);
    return fail({
      message: `Private DNS of ${nameOf(endpoint)} leaves out ${domain}, which is not verified`,
      at: resource.at,
      related: [{ message: 'the endpoint', at: endpoint.at }],
      evidence: {
        customDomain: domain,
        preference: dnsOptions.value?.preference.known === true ? show(dnsOptions.value.preference) : null,
      },
    });
  },
});

/** Whether the endpoint gets a private hosted zone for the custom domain name. */
function answerOf({ dnsOptions }: Endpoint, { customDomain, isVerified }: LatticeResource): Verdict | 'left out' {
  if (is(isVerified, true)) return pass;
  if (!dnsOptions.known) return undecided(dnsOptions);
  const options = dnsOptions.value;
  if (options && !options.preference.known) return undecided(options.preference);
  const preference = options?.preference.known ? options.preference.value : null;
  if (preference === 'ALL_DOMAINS' || preference === 'SPECIFIED_DOMAINS_ONLY') return pass;
  if (preference === 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS') {
    const { sure, maybe, open } = options!.specifiedDomains;
    if (!customDomain.known) return undecided(customDomain);
    if (sure.some((domain) => covers(domain, customDomain.value!))) return pass;
    if (open !== null || maybe.length > 0) return undecided(options!.specifiedDomains);
  }
  if (!customDomain.known) return undecided(customDomain);
  return isVerified.known ? 'left out' : undecided(isVerified);
}

/** Whether a listed domain is the name, or stands for it with a wildcard. */
function covers(domain: string, name: string): boolean {
  return domain === name || (domain.startsWith('*.') && name.endsWith(domain.slice(1)));
}

function withDomain(endpoint: object, resource: object = {}) {
  return {
    vpcs: { main: {}, data: {} },
    endpoints: {
      database: {
        type: 'Resource' as const,
        privateDns: true,
        resource: { vpc: 'data', customDomain: 'db.example.com', ...resource },
        ...endpoint,
      },
    },
  };
}
