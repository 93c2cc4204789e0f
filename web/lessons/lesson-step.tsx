// A step of a lesson: the question, what one writes, its result, and a hint or the next step.
import { useState } from 'preact/hooks';
import type { Lesson, Step } from '../../domain/teaching/lessons/lesson.ts';
import { Field } from '../../ui/fields/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ResultTable } from '../result/result-panel.tsx';
import { useTry, type Outcome } from './use-try.ts';

interface Props {
  lesson: Lesson;
  source: string;
  step: Step;
  at: number;
  begin: string;
  onRight: () => void;
  onNext: (sql: string) => void;
}

/** Whoever tried so often may look. */
const TRIES_BEFORE_ANSWER = 2;

export function LessonStep({ lesson, source, step, at, begin, onRight, onNext }: Props) {
  const [sql, setSql] = useState(begin);
  const [tries, setTries] = useState(0);
  const { outcome, tryIt, forget } = useTry(source, lesson, onRight);
  const submit = () => {
    setTries(tries + 1);
    void tryIt(sql, step);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 class="lesson-step">
        Step {at + 1} of {lesson.steps.length}
      </h2>
      <p class="lesson-asks">{step.asks}</p>
      <SqlField sql={sql} onChange={setSql} onRun={submit} />
      <div class="row wrap">
        <button
          type="submit"
          class="button primary"
          disabled={outcome.state === 'running' || sql.trim() === ''}
        >
          {outcome.state === 'running' ? 'Running…' : 'Try it'}
        </button>
        {tries >= TRIES_BEFORE_ANSWER && outcome.state !== 'right' && (
          <button
            type="button"
            class="button"
            onClick={() => {
              setSql(step.answer);
              forget();
            }}
          >
            Show me one answer
          </button>
        )}
      </div>
      <Became {...{ outcome, step }} onNext={() => onNext(sql)} />
    </form>
  );
}

interface SqlProps {
  sql: string;
  onChange: (sql: string) => void;
  onRun: () => void;
}

function SqlField({ sql, onChange, onRun }: SqlProps) {
  return (
    <Field label="Your SQL">
      {(id) => (
        <textarea
          class="input lesson-sql"
          id={id}
          rows={Math.max(5, sql.split('\n').length + 1)}
          maxLength={20_000}
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          value={sql}
          onInput={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            onRun();
          }}
        />
      )}
    </Field>
  );
}

function Became({ outcome, step, onNext }: { outcome: Outcome; step: Step; onNext: () => void }) {
  if (outcome.state === 'none' || outcome.state === 'running') return null;
  if (outcome.state === 'failed') {
    return (
      <div class="note bad" role="status">
        <Icon name="warn" />
        <div class="stack">
          {outcome.hint && <p>{outcome.hint}</p>}
          <p class={outcome.hint ? 'quiet small' : undefined}>{outcome.problem.message}</p>
        </div>
      </div>
    );
  }
  const isRight = outcome.state === 'right';
  return (
    <>
      <div class={isRight ? 'note good' : 'note warn'} role="status">
        <Icon name={isRight ? 'good' : 'warn'} />
        <div class="stack">
          <p>{isRight ? `Right. ${step.learnt}` : outcome.says}</p>
          {isRight && (
            <div>
              <button type="button" class="button primary" onClick={onNext}>
                Go on
              </button>
            </div>
          )}
        </div>
      </div>
      {outcome.result.columns.length > 0 && <ResultTable result={outcome.result} />}
    </>
  );
}
