// A comment as a member sees it.
import type { Comment, Thread } from '../../../../domain/contract/talk/comment.ts';
import type { KnownComment } from '../../../catalog/comments/comments.ts';
import { personOf, type Owner } from '../../../catalog/queries/known-query.ts';
import type { Member } from '../../../identity/member.ts';
import type { Thing } from '../../../watch/talk/things.ts';

/** The threads, the one that was spoken in last first. */
export function threadViews(
  comments: readonly KnownComment[],
  thing: Thing,
  member: Member,
): Thread[] {
  const threads = new Map<string, KnownComment[]>();
  for (const comment of comments) {
    const { thread } = comment;
    // Re-entered with each comment, so that the one that was spoken in last stands last.
    const before = threads.get(thread) ?? [];
    threads.delete(thread);
    threads.set(thread, [...before, comment]);
  }
  return [...threads.values()].reverse().map((all) => threadView(all, thing, member));
}

function threadView(all: KnownComment[], thing: Thing, member: Member): Thread {
  const first = all.find(({ id, thread }) => id === thread) ?? (all[0] as KnownComment);
  return {
    id: first.thread,
    row: first.row,
    column: first.column,
    resolved: byWhom(first.resolvedAt, first.resolvedBy),
    comments: all.map((comment) => commentView(comment, thing, member)),
  };
}

function commentView(comment: KnownComment, thing: Thing, member: Member): Comment {
  const { id, kind, author, version, mentions } = comment;
  const isDeleted = comment.deletedAt !== null;
  return {
    ...{ id, kind, version, mentions, author: personOf(author) },
    text: isDeleted ? null : comment.text,
    madeAt: comment.madeAt.toISOString(),
    editedAt: comment.editedAt?.toISOString() ?? null,
    deleted: byWhom(comment.deletedAt, comment.deletedBy),
    may: { edit: mayEdit(comment, member), delete: mayDelete(comment, thing, member) },
  };
}

/** Nobody writes in another's name. */
export function mayEdit({ author, deletedAt }: KnownComment, member: Member): boolean {
  return deletedAt === null && author.id === member.id;
}

/** Its author, the owner of what it is about, and admins. */
export function mayDelete(comment: KnownComment, thing: Thing, member: Member): boolean {
  if (comment.deletedAt !== null) return false;
  return comment.author.id === member.id || thing.isOwner(member) || member.role === 'admin';
}

function byWhom(at: Date | null, by: Owner | null): Thread['resolved'] {
  return at === null || by === null ? null : { at: at.toISOString(), by: personOf(by) };
}
