// Whether something may run as the person at the keyboard: one question, and the work again with their yes.
import { askedBy } from '../../domain/refresh/questions.ts';
import { problemOf } from '../../ui/loaded.ts';
import type { Question, Session } from './session.ts';

/** The question as it is shown; what the add-on says ends by asking it. */
export function agreementQuestion(says: string): Question {
  return {
    title: 'Refresh as you?',
    sentences: [says],
    list: [],
    yes: 'Refresh as me',
    danger: false,
  };
}

/** Does the work; where the person has not agreed to it, asks, and does it with their yes. Null where they said no. */
export async function withAgreement<T>(
  ask: Session['ask'],
  work: (agreed?: string) => Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const problem = problemOf(error);
    const question = askedBy(problem);
    if (question?.runs === undefined) throw problem;
    if (!(await ask(agreementQuestion(question.says)))) return null;
    return work(question.yes.agreed);
  }
}
