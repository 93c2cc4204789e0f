// What stands behind the question mark of an address.
import { invalidFields, type ApiError } from './errors.ts';

/** Parameters that every method of Google's APIs takes. */
const common = [
  'alt',
  'fields',
  'key',
  'prettyPrint',
  'quotaUser',
  'access_token',
  'oauth_token',
  'callback',
  'uploadType',
  'upload_protocol',
  '$.xgafv',
];

type Kind = 'text' | 'list' | 'flag' | 'count';

interface Values {
  text: string;
  list: string[];
  flag: boolean;
  count: number;
}

export type Query<K extends Record<string, Kind>> = { [Name in keyof K]?: Values[K[Name]] };

/** Reads the parameters that a method has. Throws Google's refusal of others, by name. */
export function readQuery<K extends Record<string, Kind>>(
  params: URLSearchParams,
  kinds: K,
): Query<K> {
  const read: Record<string, unknown> = {};
  for (const name of new Set(params.keys())) {
    const kind = kinds[name];
    if (kind) read[name] = readAs(kind, name, params.getAll(name));
    else if (!common.includes(name)) throw unknownParameter(name);
  }
  return read as Query<K>;
}

function readAs(kind: Kind, name: string, values: string[]): unknown {
  const last = values.at(-1) ?? '';
  switch (kind) {
    case 'list':
      return values;
    case 'flag':
      if (!/^(?:true|false)$/i.test(last)) throw wrongValue(name, 'TYPE_BOOL', last);
      return last.toLowerCase() === 'true';
    case 'count':
      if (!/^\d{1,9}$/.test(last)) throw wrongValue(name, 'TYPE_INT32', last);
      return Number(last);
    case 'text':
      return last;
  }
}

function unknownParameter(name: string): ApiError {
  const description = `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`;
  return invalidFields([{ field: '', description }]);
}

function wrongValue(field: string, type: string, value: string): ApiError {
  const description = `Invalid value at '${field}' (${type}), ${JSON.stringify(value)}`;
  return invalidFields([{ field, description }]);
}
