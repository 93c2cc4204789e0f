// All queries: from the folder of files and from the page, found by slug or former slug, searched by words.
import type { CatalogError } from '../../../domain/contract/query.ts';
import type { Selection } from '../../../domain/contract/teaching/variation.ts';
import { Problem } from '../../../domain/problem.ts';
import { selectedKey } from '../../../domain/teaching/selection.ts';
import type { Member } from '../../identity/member.ts';
import { noQuery, type Access } from '../../identity/access.ts';
import { mayWriteQueries } from '../../identity/rights.ts';
import { OneAtATime } from '../../one-at-a-time.ts';
import { arrange, errorLine, type Arranged } from './arrange.ts';
import type { KnownQuery } from './known-query.ts';
import { QueryFiles, type QueryFilesOptions } from './query-files.ts';
import { CatalogIndex } from '../search/catalog-index.ts';
import { readChanged } from './stored-queries.ts';
import { OpenShapes, requireShape } from '../variations/open-shapes.ts';
import { requireText, variedText, type Varying } from '../variations/varied-text.ts';
import type { OpenShape } from '../../../domain/teaching/open-shape.ts';
import type { KnownVariations } from '../variations/known-variations.ts';
import { wasKnown } from './versions.ts';

export interface CatalogOptions extends QueryFilesOptions {
  /** The names of the data sources there are. */
  sources: readonly string[];
  access: Access;
  variations: KnownVariations;
  varying: Varying;
  /** Is told of what is wrong with a file, when it is found, besides the log. */
  onBroken?: ((line: string) => void) | undefined;
}

export interface CatalogSearch {
  words: string;
  member: Member;
  /** A factor for each query, by which the popular ones come first. */
  liking?: (query: KnownQuery) => number;
}

/** Reads all queries, and goes on reading files that change. Throws Problem not_found when there is no such folder. */
export async function createCatalog(options: CatalogOptions): Promise<Catalog> {
  const catalog = new Catalog(options);
  await catalog.open();
  return catalog;
}

export class Catalog {
  readonly sources: readonly string[];
  readonly #options: CatalogOptions;
  readonly #files: QueryFiles;
  readonly #shapes: OpenShapes;
  /** What is written on the page, the archive included. */
  readonly #stored = new Map<string, KnownQuery>();
  #change = '0';
  #shown: Arranged;
  readonly #index = new CatalogIndex(() => ({
    queries: this.#shown.queries,
    synonyms: this.#files.synonyms.synonyms,
  }));
  readonly #reading = new OneAtATime(() => this.#readStored());
  #hearFiles: () => void = () => {};

  constructor(options: CatalogOptions) {
    this.#options = options;
    this.sources = options.sources;
    this.#files = new QueryFiles(options);
    this.#shapes = new OpenShapes(options.varying, () => void this.#showUnasked());
    this.#shown = this.#arranged();
  }

  async open(): Promise<void> {
    await this.#files.open();
    await this.#readStored();
    await this.#show();
    this.#options.variations.onRead(() => this.#show());
    void this.#index.prepare();
    this.#files.watch(() => void this.#showUnasked().then(() => this.#hearFiles()));
  }

  /** Reads what was written since, by this server or another. */
  async refresh(): Promise<void> {
    await this.#reading.run();
  }

  async #readStored(): Promise<void> {
    const { queries, change } = await readChanged(this.#options.database, this.#change);
    if (queries.length === 0) return;
    this.#change = change;
    for (const query of queries) this.#stored.set(query.slug, query);
    await this.#show();
  }

  // Whoever edits a file looks at the terminal first.
  async #show(): Promise<void> {
    let arranged = this.#arranged();
    if (arranged.unshaped.length > 0) {
      await Promise.all(arranged.unshaped.map((query) => this.#shapes.of(query)));
      arranged = this.#arranged();
    }
    const told = new Set(this.#shown.errors.map(errorLine));
    this.#shown = arranged;
    for (const error of this.#shown.errors) {
      const line = errorLine(error);
      if (told.has(line)) continue;
      this.#options.log.warn(`in the catalog: ${line}`);
      this.#options.onBroken?.(line);
    }
  }

  /** Nobody waits for it. */
  readonly #showUnasked = () =>
    this.#show().catch((error: unknown) =>
      this.#options.log.error({ err: error }, 'the catalog could not be brought up to date'),
    );

  #arranged(): Arranged {
    const { variations, varying } = this.#options;
    const arranged = arrange({
      entries: this.#files.entries(),
      stored: [...this.#stored.values()].filter(({ archivedAt }) => archivedAt === null),
      sources: this.sources,
      variations: variations.all(),
      varying,
      shapes: this.#shapes,
    });
    const { error } = this.#files.synonyms;
    return error === null
      ? arranged
      : { ...arranged, errors: [...arranged.errors, { ...error, slug: '' }] };
  }

  /** Calls `hear` whenever the files have changed. */
  onFiles(hear: () => void): void {
    this.#hearFiles = hear;
  }

  get hasFiles(): boolean {
    return this.#files.areThere;
  }

  /** The query with this slug, or with it among its former ones. Throws Problem not_found. */
  async find(slug: string, member: Member): Promise<KnownQuery> {
    const query = await this.found(slug, member);
    if (query !== null) return query;
    throw await this.#missing(slug, member);
  }

  /**
   * Like `find`, but null when there is none that the member may see. Another server may have written it within this
   * second: whoever did, or made an alert of it, asks for it here.
   */
  async found(slug: string, member: Member): Promise<KnownQuery | null> {
    const known = this.visible(slug, member);
    if (known !== null) return known;
    await Promise.all([this.refresh(), this.#options.variations.refresh()]);
    return this.visible(slug, member);
  }

  /** The same, of what this server knows by now. */
  visible(slug: string, member: Member): KnownQuery | null {
    const query = this.named(slug);
    return query !== null && this.maySee(member, query) ? query : null;
  }

  maySee(member: Member, query: KnownQuery): boolean {
    return this.#options.access.maySee(member, query);
  }

  /** Whether everybody may see it. */
  isOpen(query: KnownQuery): boolean {
    return this.#options.access.audienceOf(query) === null;
  }

  /** Like `find`; those who write queries get it out of the archive too. */
  async findAny(slug: string, member: Member): Promise<KnownQuery> {
    const archived = this.named(slug) === null ? this.#stored.get(slug) : undefined;
    if (archived !== undefined && mayWriteQueries(member) && this.maySee(member, archived)) {
      return archived;
    }
    return this.find(slug, member);
  }

  /** The query of this slug whoever may see it: for what acts on nobody's behalf. Null when there is none. */
  named(slug: string): KnownQuery | null {
    const { queries, formerly } = this.#shown;
    return queries.get(slug) ?? queries.get(formerly.get(slug) ?? '') ?? null;
  }

  /** The same, out of the archive too. */
  everNamed(slug: string): KnownQuery | null {
    return this.named(slug) ?? this.#stored.get(slug) ?? null;
  }

  /**
   * The query with the text that selects from its result; of a variation from what that one selects from. Throws Problem
   * not_found, invalid_request where its data source has no variations, sql_not_allowed for what its author has not opened.
   */
  async selected(slug: string, member: Member, selection: Selection): Promise<KnownQuery> {
    const original = await this.original(slug, member);
    const shape = selection.inside === undefined ? null : await this.#shapes.of(original);
    const { varying } = this.#options;
    const text = requireText(original, variedText(original, selection, { shape, varying }));
    return { ...original, ...text, key: selectedKey(selection, original.key) };
  }

  /** The query, or that from which it selects where it is a variation. Throws Problem not_found. */
  async original(slug: string, member: Member): Promise<KnownQuery> {
    const query = await this.find(slug, member);
    return query.variation?.of ?? query;
  }

  /** What of the query could be varied inside. Throws Problem service_unavailable. */
  readonly shapeOf = async (query: KnownQuery): Promise<OpenShape> =>
    requireShape(await this.#shapes.of(query));

  /** The data sources that the member may run on. */
  sourcesFor(member: Member): string[] {
    return this.sources.filter((name) => this.#options.access.mayRunOn(member, name));
  }

  /** Every query, without the archive. */
  all(): Iterable<KnownQuery> {
    return this.#shown.queries.values();
  }

  /** Every query in the archive. */
  archived(): KnownQuery[] {
    return [...this.#stored.values()].filter(({ archivedAt }) => archivedAt !== null);
  }

  /** What was archived, the member may see, and holds every word: the latest first, or the best. */
  archive({ words, member }: CatalogSearch): readonly KnownQuery[] {
    const archived = this.archived().filter((query) => this.maySee(member, query));
    if (words.trim() === '') {
      return archived.sort((a, b) => (b.archivedAt ?? '').localeCompare(a.archivedAt ?? ''));
    }
    return this.#index.searchAmong(archived, words);
  }

  /** The queries that the member may see and that hold every word, best first. */
  search({ words, member, liking }: CatalogSearch): readonly KnownQuery[] {
    return this.#index.search(words, liking).filter((query) => this.maySee(member, query));
  }

  /** The files that could not be read, or not wholly, and what does not fit together, of what the member may see. */
  errors(member: Member): CatalogError[] {
    return this.#shown.errors
      .filter(({ slug }) => {
        const query = this.named(slug);
        return query === null || this.maySee(member, query);
      })
      .map(({ slug: _slug, ...error }) => error);
  }

  // The database is asked in any case: what may not be seen takes as long as what is not there.
  async #missing(slug: string, member: Member): Promise<Problem> {
    const wasThere = await wasKnown(this.#options.database, slug);
    const gone = wasThere && this.named(slug) === null && this.couldSee(slug, member);
    if (!gone) return noQuery(slug);
    const detail = `The query ${slug} is no longer in the catalog. What it gave before stays as it is; ask whoever wrote it.`;
    return new Problem('not_found', detail, { gone });
  }

  /** Whether the member might see what had the name, were it still there. */
  couldSee(slug: string, member: Member): boolean {
    const archived = this.#stored.get(slug);
    if (archived !== undefined) return this.maySee(member, archived);
    return member.role === 'admin' || this.#options.access.audienceOf({ slug }) === null;
  }

  /** Stops watching the files. */
  async close(): Promise<void> {
    await this.#files.close();
    await this.#reading.settled();
  }
}
