-- The leave that members gave the server to write to spreadsheets that they picked at Google: Google's refresh token, encrypted.
create table google_grants (
  member text primary key,
  sealed text not null,
  -- As whom they are known at Google, which may be another address than here.
  email text not null,
  made_at timestamptz not null default now()
);
-- Members on their way to Google and back.
create table google_grant_starts (
  state_hash bytea primary key,
  member text not null,
  code_verifier text not null,
  return_to text not null,
  expires_at timestamptz not null
);
