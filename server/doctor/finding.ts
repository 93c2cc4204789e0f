// What the doctor finds: a sentence, and what to do about it.

export interface Finding {
  /** `wrong` does not work or is not safe; `warning` may be meant; `good` was looked at and is well. */
  readonly level: 'wrong' | 'warning' | 'good';
  readonly sentence: string;
  readonly fix?: string;
}

export const wrong = (sentence: string, fix: string): Finding => ({
  level: 'wrong',
  sentence,
  fix,
});
export const warning = (sentence: string, fix: string): Finding => ({
  level: 'warning',
  sentence,
  fix,
});
export const good = (sentence: string): Finding => ({ level: 'good', sentence });
