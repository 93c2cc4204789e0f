// Below the SQL: values to try it with, Run, what PostgreSQL would do, and the result.
import { useEffect, useState } from 'preact/hooks';
import type { Parameter } from '../../../domain/contract/parameter.ts';
import type { Explanation } from '../../../domain/contract/schema.ts';
import type { Problem } from '../../../domain/problem.ts';
import { entriesFromSearch, entryErrors, valuesOf, type Entries } from '../../../ui/entries.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { focusFirstError, ParameterForm } from '../../../ui/fields/parameter-form.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { ask } from '../../frame/ask.ts';
import { Progress } from '../../result/result-panel.tsx';
import type { ResultRun } from '../../result/use-result.ts';
import { choicesOfQuery } from '../parameters/choices-of-query.ts';
import type { Span } from '../sql/position.ts';
import { ExpensiveDialog, Explained } from './explained.tsx';
import type { KeptTry } from './kept-tries.ts';
import { LastTries } from './last-tries.tsx';
import { TriedResult, type Looks } from './tried-result.tsx';
import { useMeasured } from './use-measured.ts';
import { useTries } from './use-tries.ts';
import { useWarnedRun } from './use-warned-run.ts';

export interface TryRequest {
  source: string;
  /** The whole text. */
  sql: string;
  /** What of it is selected, and so is all that runs. */
  part: Span | null;
  parameters: Parameter[];
  /** What the fields begin with, as a page's address has it. */
  values: URLSearchParams;
}

interface Props {
  request: TryRequest;
  /** Of the text that ran last. */
  result: ResultRun;
  looks: Looks;
  /** Takes what runs, when Run is pressed in the SQL itself. */
  runner: { current: (() => void) | null };
  onProblem: (problem: Problem | null) => void;
  /** Another text is to stand in the place of this one. */
  onBringBack: (tried: KeptTry) => void;
}

const formId = 'try';

export function TryPane({ request, result, looks, runner, onProblem, onBringBack }: Props) {
  const { parameters, part } = request;
  const tried = useTry(request, result, onProblem);
  runner.current = tried.run;
  const { explained } = tried;
  const problem = result.run.state === 'failed' ? result.run.problem : null;
  return (
    <section class="result" aria-label="Try it">
      <form
        class="parameters"
        aria-label="Values to try"
        onSubmit={(event) => {
          event.preventDefault();
          tried.run();
        }}
      >
        <ParameterForm
          parameters={parameters}
          entries={tried.entries}
          onChange={tried.setEntries}
          errors={tried.errors}
          idPrefix={formId}
          loadChoices={(name) =>
            choicesOfQuery(parameters.find((one) => one.name === name)?.choices)
          }
        />
        <div class="row run-buttons">
          <button type="submit" class="button" disabled={result.run.state === 'running'}>
            {result.run.state === 'running' ? 'Running…' : part ? 'Run selection' : 'Run'}
          </button>
          <button type="button" class="button" onClick={tried.explain}>
            Explain
          </button>
        </div>
      </form>
      {tried.problem && !isToldElsewhere(tried.problem) && <ProblemNote problem={tried.problem} />}
      {explained && (
        <Explained
          {...explained}
          measured={tried.measured}
          onMeasure={tried.measure}
          onClose={tried.closeExplained}
        />
      )}
      {problem && !isToldElsewhere(problem) && <ProblemNote problem={problem} />}
      {result.run.state === 'running' && <Progress run={result.run} onCancel={result.cancel} />}
      <TriedResult {...{ result, looks }} />
      <LastTries
        tries={tried.tries}
        onBringBack={(back) => {
          tried.leave();
          onBringBack(back);
        }}
      />
      {tried.warned && <ExpensiveDialog explanation={tried.warned} onAnswer={tried.answer} />}
    </section>
  );
}

// At its field, or in the line beneath the SQL.
function isToldElsewhere({ extras }: Problem): boolean {
  return typeof extras.parameter === 'string' || typeof extras.line === 'number';
}

function useTry(
  request: TryRequest,
  result: ResultRun,
  onProblem: (problem: Problem | null) => void,
) {
  const { source, parameters, part } = request;
  const sql = part ? request.sql.slice(part.from, part.to) : request.sql;
  const [explained, setExplained] = useState<{ explanation: Explanation; sql: string } | null>(
    null,
  );
  const { warned, begin, answer } = useWarnedRun();
  const measured = useMeasured();
  const { tries, ...kept } = useTries(result);
  const [problem, setProblem] = useState<Problem | null>(null);
  const failed = result.run.state === 'failed' ? result.run.problem : null;
  const { entries, setEntries, errors, isComplete } = useEntries(request, failed);
  useEffect(() => onProblem(failed ?? problem), [failed, problem]);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const asking = { source, sql, parameters, values: valuesOf(parameters, entries), timeZone };
  const text = { sql: request.sql, part, source };
  const start = () => {
    kept.begin(text);
    result.start(
      (more, signal) =>
        ask('POST unsavedRun', { body: { source, sql, parameters, ...more }, signal }),
      asking.values,
    );
  };
  /** Does it once every value that it needs is given. */
  const whenComplete = (act: () => void) => () => {
    setProblem(null);
    if (isComplete()) act();
  };
  const explain = () => {
    measured.dismiss();
    ask('POST explain', { body: asking }).then(
      (explanation) => setExplained({ explanation, sql }),
      (error) => setProblem(problemOf(error)),
    );
  };
  const closeExplained = () => {
    measured.dismiss();
    setExplained(null);
  };
  return {
    ...{ entries, setEntries, errors, closeExplained, warned, answer, problem },
    ...{ measured: measured.measuring, tries, leave: () => kept.leave(text) },
    explained: explained && { ...explained, isOther: explained.sql !== sql },
    run: whenComplete(() => begin(asking, start)),
    explain: whenComplete(explain),
    measure: whenComplete(() => begin(asking, () => measured.measure(asking))),
  };
}

/** The values to try a text with, and what is wrong with them, once they were to be used. */
function useEntries({ parameters, values }: TryRequest, failed: Problem | null) {
  const [given, setEntries] = useState<Entries>({});
  const [asked, setAsked] = useState(false);
  const entries = { ...entriesFromSearch(parameters, values), ...given };
  const ownErrors = entryErrors(parameters, entries);
  const refused = failed?.extras.parameter;
  const errors = {
    ...(asked ? ownErrors : {}),
    ...(failed && typeof refused === 'string' ? { [refused]: failed.message } : {}),
  };
  const isComplete = () => {
    setAsked(true);
    const complete = Object.keys(ownErrors).length === 0;
    if (!complete) requestAnimationFrame(() => focusFirstError(parameters, ownErrors, formId));
    return complete;
  };
  return { entries, setEntries, errors, isComplete };
}
