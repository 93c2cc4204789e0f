// Budgets of memory that fit the machine: in a small container they are smaller than the settings say.
import type { Settings } from './settings.ts';

/** So much of a container's memory all budgets together may take; the program itself needs the rest. */
const PART = 5 / 16;
const LEAST_BYTES = 1_048_576;

/**
 * The settings with budgets that fit so many bytes, or these very settings where they do. Null, or what no machine has:
 * nobody limits it.
 */
export function fittedTo(settings: Settings, memoryBytes: number | null): Settings {
  const { heldMemoryBytes, resultCacheMemoryBytes, unreadBytes, heldMemberMemoryBytes } = settings;
  const wanted = heldMemoryBytes + resultCacheMemoryBytes + unreadBytes;
  const part = ((memoryBytes || Infinity) * PART) / wanted;
  if (part >= 1) return settings;
  const fitted = (bytes: number) => Math.max(LEAST_BYTES, Math.floor(bytes * part));
  return {
    ...settings,
    heldMemoryBytes: fitted(heldMemoryBytes),
    heldMemberMemoryBytes: fitted(heldMemberMemoryBytes),
    resultCacheMemoryBytes: Math.floor(resultCacheMemoryBytes * part),
    unreadBytes: fitted(unreadBytes),
  };
}
