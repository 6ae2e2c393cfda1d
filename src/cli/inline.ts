/** A value on one line as YAML would write it, with few quotes: `endpoints: { sqs: { subnets: [a] } }`. */
export function inline(value: object): string {
  return Object.entries(value).map(pair).join(', ');
}

function pair([key, value]: readonly [string, unknown]): string {
  return `${word(key)}: ${flow(value)}`;
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(pair);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  return typeof value === 'string' ? word(value) : String(value);
}

/** Without quotes if it cannot be read as anything else. */
function word(text: string): string {
  const plain = /^[A-Za-z_][\w./:@-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$|:$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
