/** Resources of VPC Lattice: their configurations and the gateways in front of them. */
import {
  type Bag,
  bag,
  type Fact,
  known,
  type LatticeResource,
  unknown,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { isNothing, type Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import { referredTo } from './referred.ts';
import type { Registry } from './registry.ts';

const CONFIGURATION = 'aws_vpclattice_resource_configuration';
const GATEWAY = 'aws_vpclattice_resource_gateway';

/** The resource that an endpoint names, where it is of this document. */
export function resourcesOf(endpoint: Instance, registry: Registry): Bag<LatticeResource> {
  const at = within(endpoint.at, 'resource_configuration_arn');
  const configuration = referredTo(endpoint, 'resource_configuration_arn', CONFIGURATION, registry);
  const gateway = configuration && referredTo(configuration, 'resource_gateway_identifier', GATEWAY, registry);
  if (!gateway) return bag([], at);
  const text = (instance: Instance, name: string) =>
    factOf(registry.graph.read(instance, name), instance, name, (v) => (v === null ? '' : v));
  const resolution = text(gateway, 'resource_config_dns_resolution');
  const domain = text(configuration, 'custom_domain_name');
  return bag(
    [
      {
        at: configuration.at,
        name: configuration.address,
        gatewayVpc: registry.ref<Vpc>(gateway, 'vpc_id', 'vpc'),
        dnsResolution: resolution.known ? { ...resolution, value: resolution.value || 'PUBLIC' } : resolution,
        customDomain: domain.known ? { ...domain, value: domain.value || null } : domain,
        isVerified: isVerified(configuration, registry),
        targetDomain: targetOf(configuration, registry),
      },
    ],
    at,
  );
}

/** A verification is complete once its TXT record is found, which no document of Terraform tells. */
function isVerified(configuration: Instance, registry: Registry): Fact<boolean> {
  const at = within(configuration.at, 'domain_verification_id');
  const value = registry.graph.read(configuration, 'domain_verification_id');
  if (isNothing(value)) return known(false, at);
  return unknown(`whether the domain verification of ${configuration.address} is complete is not in the document`, at);
}

function targetOf(configuration: Instance, registry: Registry): Fact<string | null> {
  const at = within(configuration.at, 'resource_configuration_definition');
  const value = registry.graph.read(configuration, 'resource_configuration_definition');
  const blocks = blockViews(value);
  if (!blocks) return unknown(whyUnknown(value), at);
  const members = blocks.map((block) => block.member('dns_resource'));
  const unread = members.find((member) => blockViews(member) === undefined);
  if (unread) return unknown(whyUnknown(unread), at);
  const [first] = members.flatMap((member) => blockViews(member) ?? []);
  if (!first) return known(null, at);
  return factOf(first.member('domain_name'), configuration, 'resource_configuration_definition', (v) => v);
}

function factOf(value: Value, { at, address }: Instance, name: string, read: (v: unknown) => unknown): Fact<string> {
  const plain = value.k === 'lit' ? read(value.v) : undefined;
  if (typeof plain !== 'string') return unknown(ofAttribute(name, address, whyUnknown(value)), within(at, name));
  return known(
    plain.toLowerCase() === 'in_vpc' ? 'IN_VPC' : plain,
    within(at, name),
    value.k === 'lit' && value.sensitive,
  );
}
