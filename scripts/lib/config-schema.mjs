/**
 * The JSON Schema of vpce-lint.yaml, for editors: the shape from the zod schema that reads it, rules and their options
 * from the rules.
 *
 * @param {object} z the whole of zod
 * @param {object} schema what `configSchema()` gives
 * @param {readonly object[]} rules rules, those about suppressions included
 */
export function configJsonSchema(z, schema, rules) {
  const shape = z.toJSONSchema(schema, { io: 'input' });
  const { overrides, suppressions } = shape.properties;
  shape.properties.rules = { $ref: '#/$defs/rules' };
  overrides.items.properties.rules = { $ref: '#/$defs/rules' };
  suppressions.items.properties.rule = { $ref: '#/$defs/rule' };
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const level = { enum: ['off', 'note', 'warning', 'error'] };
  return {
    ...shape,
    title: 'vpce-lint.yaml',
    description: 'Config of vpce-lint: which rules run, how loud they are, who is inside, and what is known and wanted.',
    $defs: {
      level,
      rule: {
        description: 'A rule, or a family such as dns/*.',
        anyOf: [{ enum: sorted.map(({ id }) => id) }, { type: 'string', pattern: '^[a-z-]+/\\*$' }],
      },
      rules: {
        type: 'object',
        properties: Object.fromEntries(sorted.map((rule) => [rule.id, ruleJsonSchema(z, rule)])),
        patternProperties: { '^(?:[a-z-]+/)?\\*$': setting({}) },
        additionalProperties: false,
      },
    },
  };
}

function ruleJsonSchema(z, rule) {
  const { properties = {} } = rule.options ? z.toJSONSchema(rule.options, { io: 'input' }) : {};
  return { description: rule.summary, ...setting(properties) };
}

/** A level, or a level and options. */
function setting(options) {
  const level = { $ref: '#/$defs/level' };
  return { anyOf: [level, { type: 'object', properties: { level, ...options }, additionalProperties: false }] };
}
