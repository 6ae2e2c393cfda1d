import * as z from 'zod/mini';
import { count } from '../../src/base/words.ts';
import { controlsOf, defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { show } from '../../src/model/index.ts';

const ACCEPT = 'Ask the owner of the service to accept the endpoint connection, or delete the endpoint.';
const CORRECT = 'Correct what AWS reports as its last error. Then delete the endpoint and create a new one.';

/** States in which an endpoint serves nobody, or only in part, with what to do. */
const DEAD: ReadonlyMap<string, string> = new Map([
  ['rejected', ACCEPT],
  ['failed', CORRECT],
  ['partial', CORRECT],
  ['expired', 'Delete the endpoint and create a new one. Ask the owner of the service to accept it in time.'],
]);
const DAY = 24 * 60 * 60 * 1000;

export default defineRule({
  id: 'availability/dead-endpoint',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint does not work because it is rejected, failed, expired or waiting for acceptance.',
  why: 'Clients cannot reach the service through this endpoint, and AWS can still bill a rejected one.',
  fix: 'Ask the owner of the service to accept the endpoint, or delete the endpoint and create a new one.',
  recipes: {
    cloudformation: `# Change the logical ID of the endpoint. The next stack update creates a new one and deletes the dead one.
SqsEndpointTwo:
  Type: AWS::EC2::VPCEndpoint`,
    cli: 'aws ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-...',
  },
  exceptions: ['An endpoint that waits for acceptance is reported after seven days.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html',
    'https://aws.amazon.com/privatelink/pricing/',
  ],
  controls: controlsOf('trusted-advisor', 'c2vlfg0jp6'),
  judgesDead: true,
  options: z.object({
    /** Days that an endpoint may wait for acceptance. */
    pendingDays: z._default(z.int().check(z.minimum(0)), 7),
  }),
  bad: {
    rejected: {
      scene: { services: { orders: {} }, endpoints: { client: { endpointService: 'orders', state: 'rejected' } } },
      says: '{client} is in the state `rejected`',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'failed, with an error of AWS': {
      scene: {
        endpoints: {
          sqs: { state: 'failed', lastError: { code: 'InsufficientFreeAddressesInSubnet', message: 'no address' } },
        },
      },
      says: 'sqs is in the state `failed`',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'waiting for months': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', state: 'pendingAcceptance' } },
      },
      says: '{client} has been waiting for acceptance for 136 days',
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
    'Terraform does not store when the endpoint was created': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', state: 'pendingAcceptance' } },
      },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
    'an endpoint that is still to be created': {
      scene: { endpoints: { sqs: { tags: { Name: 'sqs' } } } },
      inputs: ['plan', 'template'],
    },
  },

  check(endpoint, _, { pendingDays }, { now }) {
    const { state, createdAt, failure, planned } = endpoint;
    if (planned !== null) return notApplicable;
    if (!state.known) return undecided(state);
    if (state.value === null) return notApplicable;
    const fix = DEAD.get(state.value);
    if (fix !== undefined) {
      return fail({
        message: `${nameOf(endpoint)} is in the state \`${state.value}\``,
        fix,
        at: state.at,
        evidence: { state: state.value, failure: show(failure) },
      });
    }
    if (state.value !== 'pendingacceptance') return pass;
    if (!createdAt.known) return undecided(createdAt);
    const days = Math.floor((now.getTime() - Date.parse(createdAt.value ?? '')) / DAY);
    if (Number.isNaN(days)) return undecided('the input does not say when the endpoint was created');
    if (days < pendingDays) return pass;
    return fail({
      message: `${nameOf(endpoint)} has been waiting for acceptance for ${count(days, 'day')}`,
      fix: ACCEPT,
      at: state.at,
      evidence: { state: state.value, createdAt: show(createdAt), pendingDays },
    });
  },
});
