/** The answer of a data source that is read at apply, if its arguments show it. */
import { partitionOf } from '../../../aws/index.ts';
import type { Instance } from '../document/document.ts';
import type { FoundRegion } from './regions.ts';
import type { Value } from './value.ts';

/** The parts of a graph that the derivation needs. */
interface Reader {
  read(instance: Instance, name: string): Value;
  regionOf(instance: Instance): FoundRegion | undefined;
}

/** An attribute of an instance that follows from its arguments. Undefined if it does not. */
export function derived(instance: Instance, name: string, reader: Reader): Value | undefined {
  if (instance.mode !== 'data') return undefined;
  if (instance.type === 'aws_vpc_endpoint_service' && name === 'service_name') return serviceName(instance, reader);
  if (instance.type === 'aws_region' && (name === 'name' || name === 'id' || name === 'region')) {
    const isOther = ['name', 'endpoint', 'region'].some((argument) => isWritten(instance, argument));
    const region = isOther ? undefined : reader.regionOf(instance);
    return region && text(region.region, region.sensitive);
  }
  return undefined;
}

/** The provider asks for `com.amazonaws.<its Region>.<service>`. */
function serviceName(instance: Instance, reader: Reader): Value | undefined {
  if (['filter', 'service_regions', 'service_name'].some((argument) => isWritten(instance, argument))) return undefined;
  const service = reader.read(instance, 'service');
  const region = reader.regionOf(instance);
  if (service.k !== 'lit' || typeof service.v !== 'string' || service.v === '' || region === undefined)
    return undefined;
  // Names in China begin in two ways.
  if (partitionOf(region.region)?.name === 'aws-cn') return undefined;
  return text(`com.amazonaws.${region.region}.${service.v}`, service.sensitive === true || region.sensitive);
}

function text(v: string, sensitive: boolean): Value {
  return sensitive ? { k: 'lit', v, derived: true, sensitive: true } : { k: 'lit', v, derived: true };
}

function isWritten({ block }: Instance, name: string): boolean {
  return Object.hasOwn(block?.expressions ?? {}, name);
}
