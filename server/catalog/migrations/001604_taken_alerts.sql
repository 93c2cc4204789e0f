-- Who said that they are on it, as `by`, and `at` when; it holds as long as it goes on firing.
alter table alerts add column taken jsonb;
