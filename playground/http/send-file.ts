// Sends a built file as an answer; it is asked for again each time, for it may be built anew.
import { readFile } from 'node:fs/promises';
import type { Response } from 'express';

export async function sendFile(response: Response, file: string, type: string): Promise<void> {
  response
    .set('Cache-Control', 'no-cache')
    .type(type)
    .send(await readFile(file));
}
