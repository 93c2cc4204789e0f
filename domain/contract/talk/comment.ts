// The contract of comments: what people say about a query, a frozen run or a board, and about a row or a cell of it.
import { z } from 'zod';
import { personSchema } from '../query.ts';

/** What a comment is about: `query:overdue-invoices`, `board:monday`, `frozen:k3x9`. */
export const aboutSchema = z
  .string()
  .max(120)
  .regex(
    /^(?:(?:query|board):[a-z0-9]+(?:-[a-z0-9]+)*|frozen:[a-z0-9]+)$/,
    'must be such as query:overdue-invoices, board:monday or frozen:k3x9',
  );

/** A row, by the columns that name it and what the database writes in them. */
export const rowKeySchema = z
  .array(
    z.strictObject({ column: z.string().min(1).max(200), value: z.string().max(2000).nullable() }),
  )
  .min(1)
  .max(20);

const textSchema = z.string().trim().min(1).max(10_000);

/** GET /api/comments */
export const commentFilterSchema = z.object({ about: aboutSchema });

/** GET /api/comments/people: who may be spoken to about it. */
export const commentPeopleFilterSchema = commentFilterSchema.extend({
  search: z.string().max(200).default(''),
});
export const commentPeopleSchema = z.object({ people: z.array(personSchema) });

/** `review`: that somebody looked at it and stands for it, at that time and version. */
export const commentKindSchema = z.enum(['comment', 'review']);

/** POST /api/comments */
export const newCommentSchema = z
  .strictObject({
    about: aboutSchema,
    /** The caller's own: sent again after a lost answer, it is not said twice. */
    id: z.uuid().optional(),
    /** Any comment of the thread that it answers. */
    replyTo: z.uuid().optional(),
    kind: commentKindSchema.default('comment'),
    row: rowKeySchema.optional(),
    /** A column of that row: the comment is about the cell. Without a row, about the column. */
    column: z.string().min(1).max(200).optional(),
    /** Markdown. An `@` and an address tells that member. A review needs no words. */
    text: z.string().trim().max(10_000).default(''),
  })
  .refine(({ kind, text }) => kind === 'review' || text !== '', {
    path: ['text'],
    message: 'must not be empty',
  });

/** PUT /api/comments/:id */
export const commentTextSchema = z.strictObject({ text: textSchema });

/** PUT /api/comments/:id/resolved */
export const resolvedSchema = z.strictObject({ resolved: z.boolean() });

const bySomebodySchema = z.object({ at: z.iso.datetime(), by: personSchema });

export const commentSchema = z.object({
  id: z.uuid(),
  kind: commentKindSchema,
  author: personSchema,
  /** Of the query when it was written; null for what has none. */
  version: z.number().int().nullable(),
  /** Null where it was deleted. */
  text: z.string().nullable(),
  /** Who is spoken to in it, so that their addresses can be shown as names. */
  mentions: z.array(personSchema),
  madeAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  deleted: bySomebodySchema.nullable(),
  may: z.object({ edit: z.boolean(), delete: z.boolean() }),
});

export const threadSchema = z.object({
  /** That of its first comment. */
  id: z.uuid(),
  row: rowKeySchema.nullable(),
  column: z.string().nullable(),
  resolved: bySomebodySchema.nullable(),
  comments: z.array(commentSchema),
});

/** The threads, the one with the latest comment first: at most two hundred. */
export const threadListSchema = z.object({
  about: aboutSchema,
  title: z.string(),
  threads: z.array(threadSchema),
  /** Whether there are older ones. */
  more: z.boolean(),
});

/** The answer to a new or changed comment. */
export const saidSchema = z.object({
  id: z.uuid(),
  thread: z.uuid(),
  /** Addresses that were spoken to and of which nobody is told: no member has one and may see this. */
  unreached: z.array(z.string()),
});

/** GET /api/concerns: what others said that concerns the member, the latest first; at most a hundred. */
export const concernsSchema = z.object({
  concerns: z.array(
    z.object({
      id: z.uuid(),
      thread: z.uuid(),
      about: aboutSchema,
      title: z.string(),
      /** The page that it leads to. */
      path: z.string(),
      kind: commentKindSchema,
      why: z.enum(['mentioned', 'answered', 'owner']),
      author: personSchema,
      text: z.string(),
      mentions: z.array(personSchema),
      madeAt: z.iso.datetime(),
      resolved: z.boolean(),
      isNew: z.boolean(),
    }),
  ),
  /** How many of them are new. */
  unread: z.number().int(),
});

/** PUT /api/concerns: up to then they have been seen. */
export const concernsReadSchema = z.strictObject({ readAt: z.iso.datetime({ offset: true }) });

export type About = z.infer<typeof aboutSchema>;
export type RowKey = z.infer<typeof rowKeySchema>;
export type CommentKind = z.infer<typeof commentKindSchema>;
export type Comment = z.infer<typeof commentSchema>;
export type Thread = z.infer<typeof threadSchema>;
export type ThreadList = z.infer<typeof threadListSchema>;
export type Concern = z.infer<typeof concernsSchema>['concerns'][number];
export type NewComment = z.input<typeof newCommentSchema>;
export type Said = z.infer<typeof saidSchema>;
