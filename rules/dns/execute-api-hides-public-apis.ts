import * as z from 'zod/mini';
import { mayBeTo } from '../../src/ask/services.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, maybe } from '../../src/model/index.ts';

export default defineRule({
  id: 'dns/execute-api-hides-public-apis',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Private DNS of the execute-api endpoint hides the public APIs of API Gateway.',
  why: 'The name `*.execute-api` leads to the endpoint for the whole VPC, and the endpoint serves private APIs only: public ones, those of others included, answer with 403.',
  fix: 'Call public APIs by custom domain names, or turn private DNS off and call private ones by the name of the endpoint.',
  recipes: {
    cloudformation: 'PrivateDnsEnabled: false',
    terraform: 'private_dns_enabled = false',
  },
  exceptions: ['The option `onlyPrivateApis` says that nothing in the VPC calls a public API.'],
  sources: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html'],
  options: z.object({
    /** Whether the VPC calls private APIs only. */
    onlyPrivateApis: z._default(z.boolean(), false),
  }),
  bad: {
    'private DNS on': {
      scene: { endpoints: { 'execute-api': {} } },
      says: 'execute-api has private DNS on: the default names of public APIs cannot be reached from its VPC',
    },
  },
  good: {
    'private DNS off': { scene: { endpoints: { 'execute-api': { privateDns: false } } } },
    'private APIs only': {
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
      message: `${nameOf(endpoint)} has private DNS on: the default names of public APIs cannot be reached from its VPC`,
      at: privateDns.at,
      evidence: { privateDns: true },
    });
  },
});
