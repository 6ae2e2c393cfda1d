import { parseServiceName } from '../aws/index.ts';
import { type Entity, type Fact, isSensitive } from '../model/index.ts';

interface Named extends Entity {
  readonly serviceName?: Fact<string | null>;
  readonly serviceInAnyRegion?: string | undefined;
}

/**
 * The name of a subject in a message. An endpoint has the name of its service (`sqs`, `ecr.api`), if that is known and
 * not sensitive. Everything else has its Terraform address or AWS id.
 */
export function nameOf(subject: Named): string {
  const { serviceName, serviceInAnyRegion } = subject;
  if (serviceName?.known === false && serviceInAnyRegion !== undefined) return parseServiceName(serviceInAnyRegion).key;
  if (!serviceName?.known || serviceName.sensitive || serviceName.value === null) return subject.key;
  const { form, key } = parseServiceName(serviceName.value);
  return form === 'vpce-svc' || form === 'unknown' ? subject.key : key;
}

/** What may be printed of a value that follows from the service of a subject, such as its ports: they tell a sensitive service name. */
export function ofService<T, U = '(sensitive)'>(
  { serviceName }: Named,
  value: T,
  instead: U = '(sensitive)' as U,
): T | U {
  return isSensitive(serviceName) ? instead : value;
}
