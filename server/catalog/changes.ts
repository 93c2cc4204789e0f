// What whoever uses a query would notice of a change: columns and parameters compared.
import type { Change } from '../../domain/contract/dependent.ts';
import type { Parameter } from '../../domain/contract/parameter.ts';

/** The columns of a text, as PostgreSQL describes them. */
export type Described = readonly { name: string; type: string; pgType: string }[];

/**
 * Columns that went away, changed their type or came. Of those that went and came, one of the same type at
 * the same place was renamed.
 */
export function columnChanges(before: Described, after: Described): Change[] {
  const added = after.filter(({ name }) => !before.some((column) => column.name === name));
  const renames = new Map<string, string>();
  const changes: Change[] = [];
  before.forEach((column, index) => {
    const now = after.find(({ name }) => name === column.name);
    if (now !== undefined) {
      if (now.pgType !== column.pgType) changes.push(retyped(column, now));
      return;
    }
    const renamed = after[index];
    const isRename =
      renamed !== undefined && added.includes(renamed) && renamed.pgType === column.pgType;
    if (isRename) renames.set(column.name, renamed.name);
    changes.push(isRename ? renamedTo(column.name, renamed.name) : removed(column.name));
  });
  const isNew = ({ name }: { name: string }) => ![...renames.values()].includes(name);
  return [...changes, ...added.filter(isNew).map(({ name }) => addedColumn(name))];
}

function removed(name: string): Change {
  const sentence = `The column ${name} is no longer in the result.`;
  return { kind: 'column_removed', name, to: null, sentence, breaks: true };
}

function renamedTo(name: string, to: string): Change {
  const sentence = `The column ${name} is now named ${to}.`;
  return { kind: 'column_renamed', name, to, sentence, breaks: true };
}

// Another width of the same kind of number or text is the same in a sheet.
function retyped(before: Described[number], after: Described[number]): Change {
  const sentence = `The column ${before.name} was ${before.pgType} and is now ${after.pgType}.`;
  const breaks = before.type !== after.type;
  return { kind: 'column_retyped', name: before.name, to: after.pgType, sentence, breaks };
}

function addedColumn(name: string): Change {
  const sentence = `The column ${name} is new.`;
  return { kind: 'column_added', name, to: null, sentence, breaks: false };
}

/** Parameters that went away, that need a value now, or that take another type. */
export function parameterChanges(
  before: readonly Parameter[],
  after: readonly Parameter[],
): Change[] {
  const gone = before.filter(({ name }) => !after.some((parameter) => parameter.name === name));
  const changes: Change[] = gone.map(({ name }) => ({
    kind: 'parameter_removed',
    name,
    to: null,
    sentence: `The parameter ${name} is gone: whoever gives a value for it is refused.`,
    breaks: true,
  }));
  for (const parameter of after) {
    const { name } = parameter;
    const was = before.find((other) => other.name === name);
    if (needsValue(parameter) && (was === undefined || !needsValue(was))) {
      const sentence = `The parameter ${name} needs a value, which nobody gives yet.`;
      changes.push({ kind: 'parameter_required', name, to: null, sentence, breaks: true });
    }
    if (was !== undefined && typeOf(was) !== typeOf(parameter)) {
      const to = typeOf(parameter);
      const sentence = `The parameter ${name} was ${typeOf(was)} and is now ${to}.`;
      changes.push({ kind: 'parameter_retyped', name, to, sentence, breaks: true });
    }
  }
  return changes;
}

function needsValue({ default: value, optional }: Parameter): boolean {
  return optional !== true && (value === undefined || value === null);
}

function typeOf({ type, list }: Parameter): string {
  return list ? `list of ${type}` : type;
}

/** The changes that break a linked range which shows these columns. */
export function breaking(changes: readonly Change[], columns: readonly string[]): Change[] {
  return changes.filter(({ kind, name, breaks }) => {
    if (!breaks) return false;
    // A range that does not say which columns it shows may show any.
    return !kind.startsWith('column_') || columns.length === 0 || columns.includes(name);
  });
}
