/** Attributes of the resource types in scenes. A test compares them with plans and states of the real tools. */
import type { Schema } from '../schema.ts';
import { DNS, SERVICE_DATA } from './dns.ts';
import { ENDPOINT } from './endpoint.ts';
import { MANAGED } from './managed.ts';
import { NAMING } from './naming.ts';
import { NETWORK, SUBNET_DATA } from './network.ts';
import { RESOLVER } from './resolver.ts';
import { WORKLOADS } from './workload.ts';

const SCHEMAS: Readonly<Record<string, Schema>> = {
  ...NETWORK,
  ...ENDPOINT,
  ...DNS,
  ...RESOLVER,
  ...WORKLOADS,
  ...NAMING,
  ...MANAGED,
  'data.aws_subnet': SUBNET_DATA,
  'data.aws_vpc_endpoint_service': SERVICE_DATA,
};

export function schemaOf(resource: { readonly mode: string; readonly type: string }): Schema {
  const schema = SCHEMAS[resource.mode === 'data' ? `data.${resource.type}` : resource.type];
  if (!schema) throw new Error(`scene: no schema of ${resource.type}`);
  return schema;
}
