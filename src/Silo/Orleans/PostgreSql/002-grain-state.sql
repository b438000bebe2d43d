-- A row per grain and state. Orleans names a grain by two numbers and a text, of which some are empty, and adds a hash of them; and the
-- state by its name and a hash of that. The hashes come first in the key, so that a lookup compares two integers and then, mostly, one row;
-- the rest makes it exact. A state's version is its ETag, and counts its writes.
--
-- Rows are written all the time, and no index knows what changes in them: with a third of each page kept free the new version of a row
-- stays in its page, and needs neither an index entry nor, in time, a vacuum.
CREATE TABLE orleans_grain_state (
  grain_hash integer NOT NULL,
  state_hash integer NOT NULL,
  grain_number_0 bigint NOT NULL,
  grain_number_1 bigint NOT NULL,
  grain_text text COLLATE "C" NOT NULL, -- '' for none: Orleans refuses an empty key
  state_name text COLLATE "C" NOT NULL,
  service_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  written_at timestamptz NOT NULL,
  payload bytea NULL, -- null after a clear; the row stays, so that an activation that knows the old version can't write
  PRIMARY KEY (grain_hash, state_hash, grain_number_0, grain_number_1, grain_text, state_name, service_id)
) WITH (fillfactor = 67, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadFromStorageKey', $sql$
SELECT payload AS "PayloadBinary", version AS "Version"
FROM orleans_grain_state
WHERE grain_hash = @GrainIdHash AND state_hash = @GrainTypeHash AND grain_number_0 = @GrainIdN0 AND grain_number_1 = @GrainIdN1
  AND grain_text = coalesce(@GrainIdExtensionString, '') AND state_name = @GrainTypeString AND service_id = @ServiceId
$sql$);

-- Without a version: the first write. With one: the next, if nobody has written since. Answers with the new version; with no row to
-- whoever comes second, who waited for the first one at the row or at the key and then found another version there.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('WriteToStorageKey', $sql$
WITH first AS (
  INSERT INTO orleans_grain_state (
    grain_hash, state_hash, grain_number_0, grain_number_1, grain_text, state_name, service_id, version, written_at, payload)
  SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), @GrainTypeString, @ServiceId, 1, now(), @PayloadBinary
  WHERE @GrainStateVersion IS NULL
  ON CONFLICT DO NOTHING
  RETURNING version
), next AS (
  UPDATE orleans_grain_state SET version = version + 1, written_at = now(), payload = @PayloadBinary
  WHERE grain_hash = @GrainIdHash AND state_hash = @GrainTypeHash AND grain_number_0 = @GrainIdN0 AND grain_number_1 = @GrainIdN1
    AND grain_text = coalesce(@GrainIdExtensionString, '') AND state_name = @GrainTypeString AND service_id = @ServiceId
    AND version = @GrainStateVersion
  RETURNING version
)
SELECT version AS "NewGrainStateVersion" FROM first UNION ALL SELECT version FROM next
$sql$);

-- Empties a state, if nobody has written since, and answers as a write does.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ClearStorageKey', $sql$
UPDATE orleans_grain_state SET version = version + 1, written_at = now(), payload = NULL
WHERE grain_hash = @GrainIdHash AND state_hash = @GrainTypeHash AND grain_number_0 = @GrainIdN0 AND grain_number_1 = @GrainIdN1
  AND grain_text = coalesce(@GrainIdExtensionString, '') AND state_name = @GrainTypeString AND service_id = @ServiceId
  AND version = @GrainStateVersion
RETURNING version AS "NewGrainStateVersion"
$sql$);

-- The same for a provider that is told to delete what is cleared (DeleteStateOnClear). It wants to see a version that has moved on.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteStorageKey', $sql$
DELETE FROM orleans_grain_state
WHERE grain_hash = @GrainIdHash AND state_hash = @GrainTypeHash AND grain_number_0 = @GrainIdN0 AND grain_number_1 = @GrainIdN1
  AND grain_text = coalesce(@GrainIdExtensionString, '') AND state_name = @GrainTypeString AND service_id = @ServiceId
  AND version = @GrainStateVersion
RETURNING version + 1 AS "NewGrainStateVersion"
$sql$);
