// Asks the playground's router; every answer is one of playground/protocol.ts.
import type {
  Area,
  CallAnswer,
  Edit,
  PlaygroundEvent,
  PlaygroundView,
  RowView,
} from '../protocol.ts';

export const api = {
  view: () => get<PlaygroundView>('view'),
  rows: (tab: number, from: number, to: number) =>
    get<{ rows: RowView[] }>(`rows?tab=${tab}&from=${from}&to=${to}`),
  /** What the cells of an area show, tab-separated. */
  copy: (tab: number, { row, column, rows, columns }: Area) =>
    get<{ text: string }>(
      `copy?tab=${tab}&row=${row}&column=${column}&rows=${rows}&columns=${columns}`,
    ),
  edit: (edit: Edit) => post<CallAnswer>('edit', edit),
  call: (functionName: string, args: unknown[]) => post<CallAnswer>('call', { functionName, args }),
  closeSidebar: () => post<CallAnswer>('sidebar/close', {}),
  choosePerson: (id: string) => post<CallAnswer>('person', { id }),
  openSpreadsheet: (id: string) => post<CallAnswer>('open', { id }),
  fireTrigger: (id: string) => post<CallAnswer>('trigger', { id }),
  /** Puts the clock forward, by milliseconds or to a time on the wall of the spreadsheet. */
  moveClock: (to: { by: number } | { at: string }) => post<CallAnswer>('clock', to),
  answerDialog: (id: number, button: string, text: string) =>
    post<CallAnswer>('dialog', { id, button, text }),
  reset: () => post<CallAnswer>('reset', {}),
};

/** Listens for what happens without the page having asked. Reconnects by itself. */
export function listen(hear: (event: PlaygroundEvent) => void, reconnected: () => void): void {
  const source = new EventSource('/playground/api/events');
  source.onopen = reconnected;
  source.onmessage = (message: MessageEvent<string>) =>
    hear(JSON.parse(message.data) as PlaygroundEvent);
}

async function get<T>(path: string): Promise<T> {
  return (await answerOf(await fetch(`/playground/api/${path}`))) as T;
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(`/playground/api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answerOf(response)) as T;
}

async function answerOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  if (response.ok) return body;
  const { detail } = body as { detail?: string };
  throw new Error(detail ?? `The playground answered ${response.status}.`);
}
