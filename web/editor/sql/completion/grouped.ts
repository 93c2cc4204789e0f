// A text of SQL as words and parentheses within each other, unfinished as it is while somebody writes it.

export interface Word {
  kind: 'word' | 'sign' | 'literal';
  /** A word as PostgreSQL takes it: without quotes, else in small letters. */
  text: string;
  isQuoted: boolean;
  from: number;
}

export interface Group {
  kind: 'group';
  items: Item[];
  from: number;
  /** Where its closing parenthesis stands; the text's end where that is missing. */
  to: number;
}

export type Item = Word | Group;

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|\$([a-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)|"(?:[^"]|"")*(?:"|$)|[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?|\S/giu;

/** The statements of the text, each as a group. */
export function grouped(sql: string): Group[] {
  const statements: Group[] = [];
  let open: Group[] = [];
  const begin = (from: number) => {
    open = [{ kind: 'group', items: [], from, to: sql.length }];
    statements.push(...open);
  };
  begin(0);
  for (const { 0: text, index } of sql.matchAll(TOKEN)) {
    const inner = open.at(-1);
    if (!inner || text.startsWith('--') || text.startsWith('/*')) continue;
    if (text === '(') {
      const group: Group = { kind: 'group', items: [], from: index, to: sql.length };
      inner.items.push(group);
      open.push(group);
    } else if (text === ')') {
      if (open.length === 1) continue;
      inner.to = index;
      open.pop();
    } else if (text === ';') {
      for (const group of open) group.to = index;
      begin(index + 1);
    } else inner.items.push(wordOf(text, index));
  }
  return statements;
}

/** Whether the place is in neither a string nor a comment. */
export function isCode(sql: string, position: number): boolean {
  for (const { 0: text, index } of sql.matchAll(TOKEN)) {
    if (index >= position) return true;
    const end = index + text.length;
    if (!/^(?:'|--|\/\*|\$)/.test(text) || position > end) continue;
    // Behind its end it is code again, but a remark goes on to the end of its line.
    if (position < end || text.startsWith('--')) return false;
    return /^(?:'.*'|\/\*.*\*\/|\$.*\$)$/s.test(text) && text.length > 1;
  }
  return true;
}

function wordOf(text: string, from: number): Word {
  if (text.startsWith('"')) {
    const name = text.replace(/^"|"$/g, '').replaceAll('""', '"');
    return { kind: 'word', text: name, isQuoted: true, from };
  }
  const kind = /^[\p{L}_]/u.test(text) ? 'word' : /^[\d'$]/.test(text) ? 'literal' : 'sign';
  return { kind, text: text.toLowerCase(), isQuoted: false, from };
}

/** Whether the item is this keyword or sign. */
export function is(item: Item | undefined, ...texts: string[]): boolean {
  return item !== undefined && item.kind !== 'group' && !item.isQuoted && texts.includes(item.text);
}

/** Whether the item can be a name. */
export function isName(item: Item | undefined): item is Word {
  return item?.kind === 'word';
}
