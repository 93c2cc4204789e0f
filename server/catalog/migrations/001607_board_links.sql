-- A share link leads to a query's result or to a board.
alter table share_links
  alter column query drop not null,
  add column board text,
  add constraint share_links_of_one check ((query is null) <> (board is null));
create index share_links_by_board on share_links (board) where board is not null;
