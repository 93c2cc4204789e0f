// Leaves for Google, where a person lets the server write to spreadsheets that they pick there.
import { ask } from '../frame/ask.ts';

/** `returnTo` is the page of ours at which it ends; `spreadsheet` is shown first. */
export async function goToGoogle(body: { returnTo: string; spreadsheet?: string }): Promise<void> {
  const { address } = await ask('POST googleGrantBegin', { body });
  location.assign(address);
}
