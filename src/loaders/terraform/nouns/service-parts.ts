/** Parts of endpoint services and load balancers that are objects of their own. */
import {
  type Bag,
  bag,
  type EndpointService,
  type Fact,
  known,
  type Listener,
  type LoadBalancer,
  type PrivateDnsProof,
  unknown,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toFact } from '../values/convert.ts';
import type { Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import type { Registry } from './registry.ts';

/** What the provider shows of a private name's verification: nothing before AWS answered. */
export function proofOf(service: EndpointService, value: Value): Fact<PrivateDnsProof | null> {
  const at = within(service.at, 'private_dns_name_configuration');
  const blocks = blockViews(value);
  if (!blocks) return unknown(ofAttribute('private_dns_name_configuration', service.key, whyUnknown(value)), at);
  const block = blocks[0];
  if (!block) return known(null, at);
  const text = (name: string) =>
    toFact(block.member(name), within(at, 0, name), (v) => (typeof v === 'string' && v !== '' ? v : undefined));
  const [state, name, token] = [text('state'), text('name'), text('value')];
  return known(
    {
      state: state.known ? { ...state, value: state.value.toLowerCase() } : state,
      record: name.known && token.known ? { name: name.value, value: token.value } : null,
    },
    at,
  );
}

/** Seconds by default: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html */
const IDLE_TIMEOUT = 350;

/** `aws_lb_listener` and its older name. */
export function listenersOf(balancer: LoadBalancer, registry: Registry, isRead: boolean): Bag<Listener> {
  const tied = ['aws_lb_listener', 'aws_alb_listener'].map((type) =>
    registry.associations.of(balancer, type, 'load_balancer_arn', 'load-balancer'),
  );
  const listener = (i: Instance) => listenerOf(i, registry);
  // One that is read only belongs to somebody else, and so do the listeners it has.
  const elsewhere = isRead ? `the listeners of ${balancer.key} that other stacks created are not in the input` : null;
  return bag(
    tied.flatMap((t) => t.sure.map(listener)),
    balancer.at,
    {
      maybe: tied.flatMap((t) => t.maybe.map(listener)),
      open: tied.find((t) => t.open !== null)?.open ?? elsewhere,
      doubt: tied.find((t) => t.doubt !== null)?.doubt ?? null,
    },
  );
}

function listenerOf(instance: Instance, registry: Registry): Listener {
  const fact = <T>(name: string, read: (v: unknown) => T | undefined) =>
    toFact(registry.graph.read(instance, name), within(instance.at, name), read);
  return {
    at: instance.at,
    protocol: fact('protocol', (v) =>
      typeof v === 'string' && v !== '' ? v : v === null || v === '' ? null : undefined,
    ),
    port: fact('port', (v) => (typeof v === 'number' ? v : v === null ? null : undefined)),
    idleTimeout: fact('tcp_idle_timeout_seconds', (v) =>
      typeof v === 'number' ? v : v === null ? IDLE_TIMEOUT : undefined,
    ),
  };
}
