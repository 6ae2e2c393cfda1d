import { table } from '../../../base/table.ts';
import type { Instance } from '../document/document.ts';

/**
 * Attributes that every version of the AWS provider since 3.0 has. Terraform writes all attributes of a resource: as a
 * value, as null, or as unknown. An attribute that is missing was removed or renamed later, so it is not known.
 * Attributes of newer versions, such as `ip_address_type`, can be missing for another reason: they are not set. `policy`
 * is not in the list either: who reduces a plan by hand omits the default policy.
 */
const ALWAYS_WRITTEN: Readonly<Record<string, readonly string[]>> = table({
  aws_vpc_endpoint: [
    'vpc_id',
    'service_name',
    'vpc_endpoint_type',
    'subnet_ids',
    'security_group_ids',
    'route_table_ids',
    'private_dns_enabled',
  ],
});

/** Whether Terraform writes an attribute of this resource into each plan and state. */
export function isAlwaysWritten({ mode, type }: Instance, name: string): boolean {
  return mode === 'managed' && (ALWAYS_WRITTEN[type]?.includes(name) ?? false);
}
