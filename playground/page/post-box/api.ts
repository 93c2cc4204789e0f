// Asks the playground's router what the post box holds.
import type { PostBoxView } from '../../post-box/letters.ts';

const PATH = '/playground/post-box';

/** Throws what keeps it from being read, in a sentence. */
export async function readPostBox(): Promise<PostBoxView> {
  return (await asked('api')).json() as Promise<PostBoxView>;
}

export const emptyPostBox = () => asked('api', 'DELETE');

export const unsubscribeFrom = (id: string) => asked(`api/${id}/unsubscribe`, 'POST');

export const fileAddress = (id: string, place: number) => `${PATH}/api/${id}/files/${place}`;

/** Listens for what comes. Reconnects by itself. */
export function listenToPostBox(hear: () => void): () => void {
  const source = new EventSource(`${PATH}/events`);
  source.onopen = hear;
  source.onmessage = hear;
  return () => source.close();
}

async function asked(path: string, method = 'GET'): Promise<Response> {
  const response = await fetch(`${PATH}/${path}`, { method }).catch(() => null);
  if (response?.ok) return response;
  const body: unknown = await response?.json().catch(() => null);
  const { detail } = (body ?? {}) as { detail?: string };
  throw new Error(
    detail ?? 'The post box does not answer. Start it with npm start; this page goes on by itself.',
  );
}
