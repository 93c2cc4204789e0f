// The description of the HTTP interface for other programs.
import { readFile } from 'node:fs/promises';
import type { Handlers } from '../front/handlers.ts';
import type { Description } from './interface-description.ts';

export function openapiHandlers(publicUrl: string | null): Handlers<'GET openapi'> {
  let description: Promise<Description> | undefined;
  const servers = [{ url: publicUrl ?? '/' }];
  return {
    'GET openapi': async () => ({ ...(await (description ??= readDescription())), servers }),
  };
}

// It is made when the program is built, since everybody would wait while it is; the sources make it themselves.
async function readDescription(): Promise<Description> {
  const file = new URL('./openapi.json', import.meta.url);
  const built = await readFile(file, 'utf8').catch(() => null);
  if (built !== null) return JSON.parse(built) as Description;
  const { describeInterface } = await import('./interface-description.ts');
  return describeInterface();
}
