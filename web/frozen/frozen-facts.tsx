// The quiet column of a frozen run's page: what ran, with which values, when, and how to check that it is unchanged.
import { valueWords } from '../../domain/citation.ts';
import type { Frozen } from '../../domain/contract/frozen.ts';
import { routes } from '../../domain/routes.ts';
import { exactTime, serverWords } from '../../ui/age.ts';
import { SentFact } from '../sent/sent-fact.tsx';
import { Fact } from '../query/fact.tsx';

export function FrozenFacts({ frozen }: { frozen: Frozen }) {
  const { query, version, source, ranOn, lagSeconds, ranAt, madeBy, madeAt, erased } = frozen;
  const values = Object.entries(frozen.values);
  return (
    <aside class="facts" aria-label="About this frozen run">
      <dl>
        <Fact name="Query">
          {query === null ? (
            'SQL that is not saved'
          ) : (
            <>
              <a href={routes.queryPage(query)}>{query}</a>, version {version}
            </>
          )}
        </Fact>
        {values.length > 0 && (
          <Fact name="Values">
            {values.map(([name, value]) => (
              <div key={name}>
                {name} = {valueWords(value)}
              </div>
            ))}
          </Fact>
        )}
        <SentFact about={`frozen:${frozen.id}`} />
        <Fact name="Ran">
          {exactTime(ranAt)}, on {source} {serverWords(ranOn, lagSeconds)}
          {frozen.sheetTables?.map(({ name, title, at }) => (
            <div key={name}>
              with the sheet {title} as of {exactTime(at)}
            </div>
          ))}
        </Fact>
        <Fact name="Frozen" title={madeBy.email}>
          by {madeBy.name || madeBy.email || 'somebody'}, {exactTime(madeAt)}
        </Fact>
        <Fact name="Kept">{keptWords(frozen)}</Fact>
        {erased === null && <Fingerprint frozen={frozen} />}
      </dl>
    </aside>
  );
}

function keptWords({ citedAt, keptUntil }: Frozen): string {
  if (citedAt !== null) return 'for good: it is cited';
  return keptUntil === null ? 'no longer' : `until ${exactTime(keptUntil)}, unless it is cited`;
}

function Fingerprint({ frozen: { id, fingerprint } }: { frozen: Frozen }) {
  return (
    <Fact name="Fingerprint">
      <code class="fingerprint">{fingerprint}</code>
      <p class="quiet">
        The SHA-256 of its <a href={routes.frozenCsv(id)}>CSV</a>. To check it:{' '}
        <code>shasum -a 256 file.csv</code>
      </p>
    </Fact>
  );
}
