// Holds a value against a JSON Schema, as far as the description of the HTTP interface uses it.

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  pattern?: string;
}

/** Where the value does not fit; properties that the schema does not name are told of too. */
export function misfits(value: unknown, schema: Schema, document: unknown, at = '$'): string[] {
  const found = schema.$ref === undefined ? schema : resolve(schema.$ref, document);
  // Whatever there is.
  if (Object.keys(found).every((key) => key === 'description')) return [];
  const choices = found.anyOf ?? found.oneOf;
  if (choices !== undefined) {
    const tries = choices.map((choice) => misfits(value, choice, document, at));
    return tries.some((each) => each.length === 0) ? [] : tries.flat().slice(0, 5);
  }
  const parts = (found.allOf ?? []).flatMap((part) => misfits(value, part, document, at));
  if (parts.length > 0) return parts;
  if (found.const !== undefined && value !== found.const)
    return [`${at}: not ${String(found.const)}`];
  if (found.enum !== undefined && !found.enum.includes(value))
    return [`${at}: not among the values`];
  const types = [found.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOf(type, value))) {
    return [`${at}: ${JSON.stringify(value)} is not ${types.join(' or ')}`];
  }
  if (
    found.pattern !== undefined &&
    typeof value === 'string' &&
    !new RegExp(found.pattern).test(value)
  ) {
    return [`${at}: ${value} does not match ${found.pattern}`];
  }
  if (Array.isArray(value)) {
    const { items = {} } = found;
    return value.flatMap((item, index) => misfits(item, items, document, `${at}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  return propertyMisfits(value, found, { document, at });
}

function propertyMisfits(
  value: object,
  { properties = {}, required = [], additionalProperties }: Schema,
  { document, at }: { document: unknown; at: string },
): string[] {
  const missing = required
    .filter((name) => !(name in value))
    .map((name) => `${at}.${name}: missing`);
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const own = properties[name];
    if (own !== undefined) return misfits(item, own, document, `${at}.${name}`);
    if (typeof additionalProperties === 'object') {
      return misfits(item, additionalProperties, document, `${at}.${name}`);
    }
    return additionalProperties === true ? [] : [`${at}.${name}: not described`];
  });
  return [...missing, ...wrong];
}

function resolve(reference: string, document: unknown): Schema {
  return reference
    .replace('#/', '')
    .split('/')
    .reduce((node, key) => (node as Record<string, unknown>)[key], document) as Schema;
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
