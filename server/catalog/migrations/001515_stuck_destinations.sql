-- When an admin was told that the destination takes nothing until somebody sees to it; null: it does, or nobody was told.
alter table destinations add column told_at timestamptz;
