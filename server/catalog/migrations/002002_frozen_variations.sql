-- Of a frozen run of a variation: the query from whose result that one selected, which says who sees it when it is gone.
alter table frozen_runs add column original text;
update frozen_runs set original = variations.original
from variations
where variations.slug = frozen_runs.query;
