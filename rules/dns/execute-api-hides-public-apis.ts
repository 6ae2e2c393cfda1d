import * as z from 'zod/mini';
import { mayBeTo } from '../../src/ask/services.ts';
import { advise, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, maybe } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/execute-api-hides-public-apis',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Private DNS of the execute-api endpoint hides public APIs of API Gateway.',
  why: 'All `execute-api` names lead to the endpoint, which serves only private APIs. Public APIs, including those of other accounts, return 403.',
  ...advise(
    'Call public APIs by custom domain names, or set `PrivateDnsEnabled: false` and call private APIs by the DNS name of the endpoint.',
  ),
  recipes: {
    cloudformation: 'PrivateDnsEnabled: false',
    terraform: 'private_dns_enabled = false',
  },
  exceptions: ['The option `onlyPrivateApis` says that nothing in the VPC calls a public API.'],
  sources: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html'],
  options: z.object({
    /** Whether the VPC calls only private APIs. */
    onlyPrivateApis: z._default(z.boolean(), false),
  }),
  bad: {
    'private DNS on': {
      scene: { endpoints: { 'execute-api': {} } },
      says: 'Private DNS is on for execute-api, so its VPC cannot reach public APIs by their default names',
    },
  },
  good: {
    'private DNS off': { scene: { endpoints: { 'execute-api': { privateDns: false } } } },
    'only private APIs': {
      scene: { endpoints: { 'execute-api': {} } },
      options: { onlyPrivateApis: true },
    },
    'another service': { scene: { endpoints: { apigateway: {} } } },
  },

  check(endpoint, _net, { onlyPrivateApis }) {
    const { type, serviceName, privateDns } = endpoint;
    if (!maybe(type, 'Interface') || !mayBeTo(endpoint, 'execute-api')) return notApplicable;
    if (is(privateDns, false) || onlyPrivateApis) return serviceName.known ? pass : notApplicable;
    if (!type.known || !serviceName.known || !privateDns.known) return undecided(type, serviceName, privateDns);
    return fail({
      message: `Private DNS is on for ${nameOf(endpoint)}, so its VPC cannot reach public APIs by their default names`,
      at: privateDns.at,
      evidence: { privateDns: true },
    });
  },
});
