// The contract of "How this query works": a query's text part by part, each with what it does in a plain sentence.
import { z } from 'zod';

/** A piece of a sentence; all but `plain` are names and values of the text itself, `sql` is its own wording. */
export const wordSchema = z.object({
  kind: z.enum(['plain', 'table', 'column', 'parameter', 'value', 'sql']),
  text: z.string(),
});

export const partSchema = z.object({
  /** The stretch that it speaks of, as UTF-16 offsets of the text. */
  from: z.number().int(),
  to: z.number().int(),
  /** How deep it stands in other selects; 0 is the query itself. */
  depth: z.number().int(),
  /** Null where it cannot be said simply: the stretch then stands for itself. */
  words: z.array(wordSchema).nullable(),
});

/** A stretch of a text that is shown in a colour of its own. */
export const markSchema = z.object({
  from: z.number().int(),
  to: z.number().int(),
  kind: z.enum(['keyword', 'string', 'number', 'comment', 'parameter']),
});

/** GET /api/queries/:slug/sentences */
export const sentencesSchema = z.object({
  /** The text that is told of; the query may have been saved since the page was opened. */
  sql: z.string(),
  version: z.number().int(),
  marks: z.array(markSchema),
  /** In the order in which the database goes about it; none where the data source's engine tells nothing. */
  parts: z.array(partSchema),
});

export type Word = z.infer<typeof wordSchema>;
export type Part = z.infer<typeof partSchema>;
export type Mark = z.infer<typeof markSchema>;
export type Sentences = z.infer<typeof sentencesSchema>;
