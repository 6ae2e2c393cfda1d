import * as z from 'zod/mini';
import { count } from '../../src/base/words.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { show } from '../../src/model/index.ts';

/** States in which an endpoint serves nobody, or not all that it should. */
const DEAD = new Set(['rejected', 'failed', 'expired', 'partial']);
const DAY = 24 * 60 * 60 * 1000;

export default defineRule({
  id: 'availability/dead-endpoint',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint does not work: rejected, failed, expired, or waiting for acceptance.',
  why: 'Nothing reaches the service through it, and a rejected endpoint can still be billed.',
  fix: 'Have the owner of the service accept it, or delete it and make it again.',
  recipes: {
    cloudformation: `# Give the endpoint another logical id: a stack update then makes it anew and deletes the dead one.
SqsEndpointTwo:
  Type: AWS::EC2::VPCEndpoint`,
    cli: 'aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-...',
  },
  exceptions: ['Waiting for acceptance is a finding after seven days only.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html',
    'https://aws.amazon.com/privatelink/pricing/',
  ],
  controls: controlsOf('trusted-advisor', 'c2vlfg0jp6'),
  judgesDead: true,
  options: z.object({
    /** Days an endpoint may wait for acceptance. */
    pendingDays: z._default(z.int().check(z.minimum(0)), 7),
  }),
  bad: {
    rejected: {
      scene: { services: { orders: {} }, endpoints: { client: { endpointService: 'orders', state: 'rejected' } } },
      says: '{client} is rejected',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'failed, with what AWS says': {
      scene: {
        endpoints: {
          sqs: { state: 'failed', lastError: { code: 'InsufficientFreeAddressesInSubnet', message: 'no address' } },
        },
      },
      says: 'sqs is failed',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'waiting for months': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', state: 'pendingAcceptance' } },
      },
      says: '{client} waits for acceptance since 136 days',
      inputs: ['describe'],
    },
  },
  good: {
    available: { scene: { endpoints: { sqs: {} } }, inputs: ['state', 'tfstate', 'describe'] },
    'waiting since yesterday': {
      scene: {
        services: { orders: {} },
        endpoints: {
          client: { endpointService: 'orders', state: 'pendingAcceptance', createdAt: '2026-05-31T00:00:00+00:00' },
        },
      },
      inputs: ['describe'],
    },
    'Terraform does not keep since when': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', state: 'pendingAcceptance' } },
      },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
    'a plan makes it new': { scene: { endpoints: { sqs: { tags: { Name: 'sqs' } } } }, inputs: ['plan', 'template'] },
  },

  check(endpoint, _, { pendingDays }, { now }) {
    const { state, createdAt, failure, planned } = endpoint;
    if (planned !== null) return notApplicable;
    if (!state.known) return undecided(state);
    if (state.value === null) return notApplicable;
    if (DEAD.has(state.value)) {
      return fail({
        message: `${nameOf(endpoint)} is ${state.value}`,
        at: state.at,
        evidence: { state: state.value, failure: show(failure) },
      });
    }
    if (state.value !== 'pendingacceptance') return pass;
    if (!createdAt.known) return undecided(createdAt);
    const days = Math.floor((now.getTime() - Date.parse(createdAt.value ?? '')) / DAY);
    if (Number.isNaN(days)) return undecided('when the endpoint was made is not in the input');
    if (days < pendingDays) return pass;
    return fail({
      message: `${nameOf(endpoint)} waits for acceptance since ${count(days, 'day')}`,
      at: state.at,
      evidence: { state: state.value, createdAt: show(createdAt), pendingDays },
    });
  },
});
