// What Slack refuses of messages and dialogs, by its reference (docs.slack.dev/reference/block-kit/blocks, …/block-elements,
// …/composition-objects, and docs.slack.dev/reference/views). Strict: a kind that is not listed here is refused.

export type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Why the message is refused; nothing where it is taken. */
export function wrongInMessage(message: Json): string[] {
  const { blocks } = message;
  const wrong = blocks === undefined ? [] : wrongInBlocks(blocks);
  if (typeof message['text'] !== 'string' || message['text'] === '') wrong.push('no text');
  return wrong;
}

/** The same of the blocks alone, as they stand in a message or below a link. */
export function wrongInBlocks(blocks: unknown): string[] {
  return blocksWrong(blocks, { most: 50, kinds: ['section', 'context', 'actions'] });
}

/** The same of a modal. */
export function wrongInView(view: Json): string[] {
  const wrong = blocksWrong(view['blocks'], { most: 100, kinds: ['section', 'input'] });
  if (view['type'] !== 'modal') wrong.push('no modal');
  for (const name of ['title', 'submit', 'close'])
    wrong.push(...textWrong(view[name], name, 24, 'plain_text'));
  wrong.push(...longer(view['private_metadata'], 'private_metadata', 3_000));
  wrong.push(...longer(view['callback_id'], 'callback_id', 255));
  const ids = list(view['blocks']).flatMap((block) => block['block_id'] ?? []);
  if (new Set(ids).size < ids.length) wrong.push('a block_id twice');
  return wrong;
}

function blocksWrong(
  blocks: unknown,
  { most, kinds }: { most: number; kinds: string[] },
): string[] {
  if (!Array.isArray(blocks) || blocks.length === 0) return ['no blocks'];
  const wrong = blocks.length > most ? [`${blocks.length} blocks`] : [];
  for (const block of list(blocks)) {
    const type = String(block['type']);
    if (!kinds.includes(type)) wrong.push(`block ${type}`);
    else wrong.push(...(BLOCKS[type]?.(block) ?? [`block ${type}`]));
  }
  return wrong;
}

const BLOCKS: Record<string, (block: Json) => string[]> = {
  section: ({ text }) => textWrong(text, 'section', 3_000),
  context: ({ elements }) => [
    ...count(elements, 'context', 10),
    ...list(elements).flatMap((each) => longer(each['text'], 'context', 3_000)),
  ],
  actions: ({ elements }) => {
    const ids = list(elements).map((each) => each['action_id']);
    return [
      ...count(elements, 'actions', 25),
      ...(new Set(ids).size < ids.length ? ['an action_id twice'] : []),
      ...list(elements).flatMap(elementWrong),
    ];
  },
  input: ({ block_id, label, hint, element }) => [
    ...longer(block_id, 'block_id', 255),
    ...textWrong(label, 'label', 2_000, 'plain_text'),
    ...(hint === undefined ? [] : textWrong(hint, 'hint', 2_000, 'plain_text')),
    ...(isObject(element) ? elementWrong(element) : ['no element']),
  ],
};

function elementWrong(element: Json): string[] {
  const type = String(element['type']);
  const own = ELEMENTS[type];
  if (own === undefined) return [`element ${type}`];
  return [...longer(element['action_id'], 'action_id', 255), ...own(element)];
}

const ELEMENTS: Record<string, (element: Json) => string[]> = {
  button: ({ text, value, url, confirm }) => [
    ...textWrong(text, 'button', 75, 'plain_text'),
    ...(value === undefined ? [] : longer(value, 'value', 2_000)),
    ...(url === undefined ? [] : longer(url, 'url', 3_000)),
    ...(isObject(confirm) ? confirmWrong(confirm) : []),
  ],
  plain_text_input: ({ initial_value: initial, max_length: most }) => [
    ...(typeof most === 'number' && most <= 3_000 ? [] : ['max_length']),
    ...(initial === undefined ? [] : longer(initial, 'initial_value', Number(most))),
  ],
  static_select: ({ options, initial_option: initial }) => [
    ...optionsWrong(options),
    ...(initial === undefined || has(options, initial) ? [] : ['initial_option is no option']),
  ],
  multi_static_select: ({ options, initial_options: initial }) => [
    ...optionsWrong(options),
    ...list(initial).flatMap((each) => (has(options, each) ? [] : ['initial_option is no option'])),
  ],
};

const has = (options: unknown, one: unknown) =>
  list(options).some((each) => JSON.stringify(each) === JSON.stringify(one));

function optionsWrong(options: unknown): string[] {
  return [
    ...count(options, 'options', 100),
    ...list(options).flatMap(({ text, value }) => [
      ...textWrong(text, 'option', 75, 'plain_text'),
      ...longer(value, 'option value', 150),
    ]),
  ];
}

function confirmWrong({ title, text, confirm, deny }: Json): string[] {
  return [
    ...textWrong(title, 'confirm title', 100, 'plain_text'),
    ...textWrong(text, 'confirm text', 300),
    ...textWrong(confirm, 'confirm', 30, 'plain_text'),
    ...textWrong(deny, 'deny', 30, 'plain_text'),
  ];
}

function textWrong(text: unknown, what: string, most: number, kind?: string): string[] {
  if (!isObject(text)) return [`${what} has no text`];
  if (kind !== undefined && text['type'] !== kind) return [`${what} is ${String(text['type'])}`];
  return longer(text['text'], what, most);
}

function longer(text: unknown, what: string, most: number): string[] {
  if (typeof text !== 'string' || text.length === 0) return [`${what} is empty`];
  return text.length > most ? [`${what} has ${text.length} characters`] : [];
}

function count(items: unknown, what: string, most: number): string[] {
  const { length } = list(items);
  return length === 0 || length > most ? [`${what} has ${length} elements`] : [];
}
