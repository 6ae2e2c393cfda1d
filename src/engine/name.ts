import { parseServiceName } from '../aws/index.ts';
import type { Entity, Fact } from '../model/index.ts';

interface Named extends Entity {
  readonly serviceName?: Fact<string | null>;
}

/**
 * What a message calls a subject: an endpoint by its service (`sqs`, `ecr.api`), where that is known and may be printed;
 * anything else by its Terraform address or AWS id.
 */
export function nameOf(subject: Named): string {
  const { serviceName } = subject;
  if (!serviceName?.known || serviceName.sensitive || serviceName.value === null) return subject.key;
  const { form, key } = parseServiceName(serviceName.value);
  return form === 'vpce-svc' || form === 'unknown' ? subject.key : key;
}
