import { count } from '../../src/base/words.ts';
import { controlsOf, defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/auto-accept',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint service accepts connections of its principals unasked.',
  why: 'Whoever may create endpoints in an allowed account is connected at once, and nobody on this side sees it happen.',
  fix: 'Require acceptance, or allow single roles instead of whole accounts.',
  recipes: {
    cloudformation: 'AcceptanceRequired: true',
    terraform: 'acceptance_required = true',
    cli: 'aws ec2 modify-vpc-endpoint-service-configuration --service-id vpce-svc-... --acceptance-required',
  },
  exceptions: [
    'A service nobody is allowed to connect to.',
    'With the principal `*` endpoint-service/public speaks instead.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html'],
  controls: controlsOf('config', 'VPC_ENDPOINT_MANUAL_ACCEPTANCE'),
  subject: 'endpoint-service',
  bad: {
    'an account, unasked': {
      scene: { services: { orders: { acceptanceRequired: false, principals: ['arn:aws:iam::210987654321:root'] } } },
      says: '{orders} accepts connections of 1 principal unasked',
    },
  },
  good: {
    'acceptance required': {
      scene: { services: { orders: { principals: ['arn:aws:iam::210987654321:root'] } } },
    },
    'nobody may connect': { scene: { services: { orders: { acceptanceRequired: false } } } },
    'open to everyone is another rule’s': {
      scene: { services: { orders: { acceptanceRequired: false, principals: ['*'] } } },
    },
  },

  check({ key, principals, acceptanceRequired }) {
    if (is(acceptanceRequired, true)) return pass;
    const everyone = [...principals.sure, ...principals.maybe];
    if (principals.sure.some((p) => is(p, '*'))) return notApplicable; // endpoint-service/public says it
    if (principals.open !== null || principals.maybe.length > 0 || everyone.some((p) => !p.known))
      return undecided(acceptanceRequired, principals, ...everyone);
    if (everyone.length === 0) return pass;
    if (!acceptanceRequired.known) return undecided(acceptanceRequired);
    return fail({
      message: `${key} accepts connections of ${count(everyone.length, 'principal')} unasked`,
      at: acceptanceRequired.at,
      evidence: { acceptanceRequired: false, principals: everyone.map(show) },
    });
  },
});
