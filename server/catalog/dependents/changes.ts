// What whoever uses a query would notice of a change: columns and parameters compared.
import type { Change } from '../../../domain/contract/dependent.ts';
import type { Parameter } from '../../../domain/contract/parameter.ts';

/** The columns of a text, as PostgreSQL describes them. */
export type Described = readonly { name: string; type: string; typeName: string }[];

/**
 * Columns that went away, changed their type or came. Of those that went and came, one of the same type at
 * the same place was renamed.
 */
export function columnChanges(before: Described, after: Described): Change[] {
  const [had, has] = [firstByName(before), firstByName(after)];
  const added = after.filter(({ name }) => !had.has(name));
  const isAdded = new Set(added);
  const renamedNames = new Set<string>();
  const changes: Change[] = [];
  before.forEach((column, index) => {
    const now = has.get(column.name);
    if (now !== undefined) {
      if (now.typeName !== column.typeName) changes.push(retyped(column, now));
      return;
    }
    const renamed = after[index];
    const isRename =
      renamed !== undefined && isAdded.has(renamed) && renamed.typeName === column.typeName;
    if (isRename) renamedNames.add(renamed.name);
    changes.push(isRename ? renamedTo(column.name, renamed.name) : removed(column.name));
  });
  const isNew = ({ name }: { name: string }) => !renamedNames.has(name);
  return [...changes, ...added.filter(isNew).map(({ name }) => addedColumn(name))];
}

// A result may have two columns of one name.
function firstByName<Named extends { name: string }>(all: readonly Named[]): Map<string, Named> {
  const byName = new Map<string, Named>();
  for (const one of all) if (!byName.has(one.name)) byName.set(one.name, one);
  return byName;
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
  const sentence = `The column ${before.name} was ${before.typeName} and is now ${after.typeName}.`;
  const breaks = before.type !== after.type;
  return { kind: 'column_retyped', name: before.name, to: after.typeName, sentence, breaks };
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
  const [had, has] = [firstByName(before), firstByName(after)];
  const gone = before.filter(({ name }) => !has.has(name));
  const changes: Change[] = gone.map(({ name }) => ({
    kind: 'parameter_removed',
    name,
    to: null,
    sentence: `The parameter ${name} is gone: whoever gives a value for it is refused.`,
    breaks: true,
  }));
  for (const parameter of after) {
    const { name } = parameter;
    const was = had.get(name);
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
  const shown = new Set(columns);
  return changes.filter(({ kind, name, breaks }) => {
    if (!breaks) return false;
    // A range that does not say which columns it shows may show any.
    return !kind.startsWith('column_') || shown.size === 0 || shown.has(name);
  });
}
