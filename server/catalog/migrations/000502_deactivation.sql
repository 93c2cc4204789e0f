-- Members who may not sign in any more stay, for what they made and did is told with their names.
alter table members add column deactivated_at timestamptz;
