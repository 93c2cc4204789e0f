// Judges the functions of extensions by what they are: what they take, what they are written in, and what they were
// found to do where their code was read. docs/extensions.md says so for each.
import { REVIEWS } from './extension-reviews.ts';
import { deedOf } from './function-bodies.ts';
import type { KnownFunction } from './known-function.ts';
import { textsRunBy } from './text-runners.ts';

/** Whether somebody has read the extension's functions. */
export function isRead(extension: string): boolean {
  return REVIEWS.has(extension);
}

/** Whether its own text says what the function does. */
export function isWritten({ language }: KnownFunction): boolean {
  return language === 'sql' || language === 'plpgsql';
}

/** Whether it was read and found to compute, whatever it takes and is written in. */
export function isOpen(proc: KnownFunction): boolean {
  const open = REVIEWS.get(proc.extension ?? '')?.open;
  return open !== undefined && (open.has(proc.name) || open.has(proc.signature));
}

/** Why a query may not reach the function of an extension; null when it may. `name` is how it is told. */
export function refusalInExtension(
  proc: KnownFunction,
  extension: string,
  name: string,
): string | null {
  const closed = REVIEWS.get(extension)?.closed;
  if (closed && (closed.has(proc.name) || closed.has(proc.signature)))
    return `${name} does more than compute`;
  if (isOpen(proc) || textsRunBy(proc) > 0) return null;
  if (proc.runsAsOwner) return `${name} runs with the rights of its owner`;
  if (proc.takesNames) return `${name} is told what it shall call or read`;
  return isWritten(proc) ? refusalOfWritten(proc, name) : refusalOfCompiled(proc, extension, name);
}

function refusalOfWritten({ source }: KnownFunction, name: string): string | null {
  const deed = deedOf(source);
  return deed === null ? null : `${name} ${deed}`;
}

function refusalOfCompiled(proc: KnownFunction, extension: string, name: string): string | null {
  const isCompiled = proc.language === 'c' || proc.language === 'internal';
  if (!isCompiled) return `${name} is written in ${proc.language}`;
  if (!isRead(extension) && (!proc.isOfOwnType || proc.volatility !== 'i'))
    return `${name} belongs to the extension ${extension}, and nobody has said that queries may call it`;
  if (proc.takesText)
    return `${name} takes text, which it may run, and nobody has read what it does`;
  if (proc.volatility === 'v') return `${name} can have an effect`;
  return null;
}
