import { type Endpoint, markIn, SUPPRESSION_MARK, within } from '../../model/index.ts';
import { identityOf } from '../fingerprint.ts';
import type { Redact } from '../redact.ts';
import { labelOf, nameSubject, type ServiceKey } from '../subject.ts';
import type { Suppression } from './suppress.ts';

const IGNORE = SUPPRESSION_MARK;
const REASON = 'vpce-lint:reason';
const UNTIL = 'vpce-lint:until';

/** Suppressions written as tags of endpoints: `vpce-lint:ignore` = rules separated by spaces. */
export function tagSuppressions(endpoints: readonly Endpoint[], serviceKey: ServiceKey, redact: Redact): Suppression[] {
  return endpoints.flatMap((endpoint) => {
    if (!endpoint.tags.known) return [];
    const tags = new Map(Object.entries(endpoint.tags.value));
    const rules = (tags.get(IGNORE) ?? '').split(/\s+/).filter((rule) => rule !== '');
    if (rules.length === 0) return [];
    const subject = { ...nameSubject(endpoint, serviceKey), kind: 'suppression' as const };
    const identity = identityOf(subject);
    return {
      rules: redact(rules),
      reason: redact(text(tags.get(REASON))),
      until: text(tags.get(UNTIL)),
      label: `the tag of ${labelOf(subject)}`,
      subject,
      // Terraform's tags are a map, those of describe output a list.
      at: endpoint.address === null ? endpoint.tags.at : within(endpoint.tags.at, IGNORE),
      identity: JSON.stringify(['tag', identity]),
      on: identity,
      covers: (other) => identityOf(other.subject) === identity,
    };
  });
}

/** Notes on tags that are meant as suppressions but are not, one line each. */
export function misspelledTags(endpoints: readonly Endpoint[], serviceKey: ServiceKey, redact: Redact): string[] {
  return endpoints.flatMap((endpoint) => {
    if (!endpoint.tags.known) return [];
    const label = labelOf(nameSubject(endpoint, serviceKey));
    return Object.entries(endpoint.tags.value).flatMap(([key, value]) => {
      if (key === IGNORE)
        return text(value) === null ? [`${label}: the tag "${IGNORE}" suppresses nothing. Name the rules in it.`] : [];
      return markIn(key) === key ? [redact(`${label}: the tag "${key}" suppresses nothing. Name it "${IGNORE}".`)] : [];
    });
  });
}

function text(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value.trim();
}
