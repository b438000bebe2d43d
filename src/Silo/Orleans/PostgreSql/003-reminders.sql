-- No version is given twice: who holds one of a reminder that was removed and registered again can't remove the new one with it.
CREATE SEQUENCE orleans_reminder_version AS integer CYCLE;

-- A row per reminder. Each silo reads those of its part of the ring of hashes, every few minutes; a grain reads its own.
CREATE TABLE orleans_reminder (
  service_id text COLLATE "C" NOT NULL,
  grain_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  grain_hash integer NOT NULL,
  version integer NOT NULL,
  start_time timestamptz NOT NULL,
  period bigint NOT NULL, -- milliseconds
  PRIMARY KEY (service_id, grain_id, name)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX orleans_reminder_by_hash ON orleans_reminder (service_id, grain_hash);

-- Registers a reminder or changes it. Answers with its new version.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('UpsertReminderRowKey', $sql$
INSERT INTO orleans_reminder (service_id, grain_id, name, grain_hash, version, start_time, period)
VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, nextval('orleans_reminder_version'), @StartTime, @Period)
ON CONFLICT (service_id, grain_id, name) DO UPDATE SET
  grain_hash = excluded.grain_hash, version = excluded.version, start_time = excluded.start_time, period = excluded.period
RETURNING version AS "Version"
$sql$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadReminderRowKey', $sql$
SELECT grain_id AS "GrainId", name AS "ReminderName", start_time AS "StartTime", period AS "Period", version AS "Version"
FROM orleans_reminder
WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName
$sql$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadReminderRowsKey', $sql$
SELECT grain_id AS "GrainId", name AS "ReminderName", start_time AS "StartTime", period AS "Period", version AS "Version"
FROM orleans_reminder
WHERE service_id = @ServiceId AND grain_id = @GrainId
$sql$);

-- An arc of the ring, without its beginning and with its end. The hashes are signed here, and the provider asks by the first statement for
-- an arc that does not pass the highest of them, and by the second for one that does, or for the whole ring.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadRangeRows1Key', $sql$
SELECT grain_id AS "GrainId", name AS "ReminderName", start_time AS "StartTime", period AS "Period", version AS "Version"
FROM orleans_reminder
WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash
$sql$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadRangeRows2Key', $sql$
SELECT grain_id AS "GrainId", name AS "ReminderName", start_time AS "StartTime", period AS "Period", version AS "Version"
FROM orleans_reminder
WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)
$sql$);

-- Removes a reminder that has not changed since. Answers whether it did.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteReminderRowKey', $sql$
WITH removed AS (
  DELETE FROM orleans_reminder
  WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version
  RETURNING 1
)
SELECT EXISTS (SELECT FROM removed)
$sql$);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteReminderRowsKey', $sql$
DELETE FROM orleans_reminder WHERE service_id = @ServiceId
$sql$);
