// Has a linked range refreshed by what people do in the spreadsheet, and ends it.
import type { LinkedRange, Prompt, RangePrompts } from '../../domain/linked-range.ts';
import { keepEventTriggers } from '../google/event-triggers.ts';
import { withSheetLock } from '../google/lock.ts';
import { requireAgreement } from '../ranges/agreements.ts';
import { findRange, saveRecord } from '../ranges/records.ts';
import { dropScheduleToken, keepScheduleToken } from '../ranges/schedule-token.ts';
import { ownPublishing } from '../sheet-tables/own-publishing.ts';
import { keepOwnPrompts, ownPrompts } from './own-prompts.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

export interface PromptWish {
  id: string;
  on: Prompt[];
  yes?: string | undefined;
}

/**
 * Has a range refreshed as the person at the keyboard, whoever does what prompts it; `yes` stands for what they said yes
 * to. Throws Problem: needs_confirmation, quota_used_up.
 */
export function setPrompts(spreadsheet: Spreadsheet, { id, on, yes }: PromptWish): void {
  const { linked } = findRange(spreadsheet, id);
  if (on.length === 0) return end(spreadsheet, linked);
  requireAgreement(spreadsheet, linked, { yes });
  const { [id]: before = [] } = ownPrompts(spreadsheet);
  keepOwnPrompts(spreadsheet, id, on);
  // Nothing is kept where Google refuses a trigger or the server the token.
  try {
    settleTriggers(spreadsheet);
    keepScheduleToken(spreadsheet, linked);
    keepPrompts(spreadsheet, id, { on, owner: Session.getEffectiveUser().getEmail() });
  } catch (error) {
    keepOwnPrompts(spreadsheet, id, before);
    settleTriggers(spreadsheet);
    throw error;
  }
}

/** Ends what an unlinked range leaves behind of this person's. */
export function forgetPrompts(spreadsheet: Spreadsheet, id: string): void {
  if (ownPrompts(spreadsheet)[id] === undefined) return;
  keepOwnPrompts(spreadsheet, id, []);
  settleTriggers(spreadsheet);
}

function end(spreadsheet: Spreadsheet, linked: LinkedRange): void {
  keepPrompts(spreadsheet, linked.id, null);
  forgetPrompts(spreadsheet, linked.id);
  const { schedule } = linked;
  const isMine = schedule?.owner === Session.getEffectiveUser().getEmail();
  // Google's clock goes on with it.
  if (isMine && schedule.server === undefined) return;
  dropScheduleToken(spreadsheet, linked.id);
}

/** Has Google call this person's executions for what they still want, and for nothing else. */
export function settleTriggers(spreadsheet: Spreadsheet): void {
  const publishes = Object.values(ownPublishing(spreadsheet)).some(({ when }) => when === 'edited');
  const ranges = Object.values(ownPrompts(spreadsheet)).flat();
  keepEventTriggers(spreadsheet, new Set([...ranges, ...(publishes ? ['edit' as const] : [])]));
}

function keepPrompts(spreadsheet: Spreadsheet, id: string, prompts: RangePrompts | null): void {
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    saveRecord(found, { ...found.linked, prompts });
  });
}
