-- Orleans' ADO.NET providers look up every statement that they run here, once, when a process starts. The keys, the names of the
-- parameters and those of the columns that a statement answers with are theirs; the rest is ours. So a step may change statements,
-- but processes that run go on with the old ones: tables have to suit both.
CREATE TABLE OrleansQuery (
  QueryKey text NOT NULL PRIMARY KEY,
  QueryText text NOT NULL
);

-- All ids are compared byte by byte: quicker than by a language's rules, and an upgrade of those can't break an index.

-- One row per cluster with the version of its list of silos. Whoever changes the list first moves this version on from the one that he
-- has read; so the row is the lock under which all changes happen one after the other.
CREATE TABLE orleans_membership (
  cluster_id text COLLATE "C" NOT NULL PRIMARY KEY,
  version integer NOT NULL
) WITH (fillfactor = 50);

-- A row per silo and start (generation) of it. Each writes its sign of life every half minute: the free half of a page lets that happen
-- without a new index entry.
CREATE TABLE orleans_silo (
  cluster_id text COLLATE "C" NOT NULL REFERENCES orleans_membership ON DELETE CASCADE,
  address text COLLATE "C" NOT NULL,
  port integer NOT NULL,
  generation integer NOT NULL,
  silo_name text NOT NULL,
  host_name text NOT NULL,
  status integer NOT NULL, -- Orleans' SiloStatus: 3 is active, 6 is dead
  proxy_port integer NOT NULL, -- for clients; 0 when the silo takes none
  suspect_times text NULL, -- who suspects it since when, in Orleans' own writing
  start_time timestamptz NOT NULL,
  i_am_alive_time timestamptz NOT NULL,
  PRIMARY KEY (cluster_id, address, port, generation)
) WITH (fillfactor = 50);

-- Begins a cluster's list. Answers whether this call did.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('InsertMembershipVersionKey', $sql$
WITH begun AS (
  INSERT INTO orleans_membership (cluster_id, version) VALUES (@DeploymentId, 0)
  ON CONFLICT (cluster_id) DO NOTHING
  RETURNING 1
)
SELECT EXISTS (SELECT FROM begun)
$sql$);

-- Adds a silo and moves the version on, or does neither: when the version is another one, or the silo is listed. Answers which.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('InsertMembershipKey', $sql$
WITH moved AS (
  UPDATE orleans_membership SET version = version + 1
  WHERE cluster_id = @DeploymentId AND version = @Version
    AND NOT EXISTS (
      SELECT FROM orleans_silo
      WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
  RETURNING cluster_id
), added AS (
  INSERT INTO orleans_silo (cluster_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
  SELECT cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved
  RETURNING 1
)
SELECT EXISTS (SELECT FROM added)
$sql$);

-- Changes a silo and moves the version on, or does neither: when the version is another one, or the silo is not listed. Answers which.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('UpdateMembershipKey', $sql$
WITH moved AS (
  UPDATE orleans_membership SET version = version + 1
  WHERE cluster_id = @DeploymentId AND version = @Version
    AND EXISTS (
      SELECT FROM orleans_silo
      WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
  RETURNING cluster_id
), changed AS (
  UPDATE orleans_silo silo SET status = @Status, suspect_times = nullif(@SuspectTimes, ''), i_am_alive_time = @IAmAliveTime
  FROM moved
  WHERE silo.cluster_id = moved.cluster_id AND silo.address = @Address AND silo.port = @Port AND silo.generation = @Generation
  RETURNING 1
)
SELECT EXISTS (SELECT FROM changed)
$sql$);

-- A sign of life changes nothing that others would have to know at once: no version.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('UpdateIAmAlivetimeKey', $sql$
UPDATE orleans_silo SET i_am_alive_time = @IAmAliveTime
WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$sql$);

-- The list and its version as they were at one moment: at least one row, whose silo is null when there is none.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('MembershipReadAllKey', $sql$
SELECT list.version AS "Version", silo.address AS "Address", silo.port AS "Port", silo.generation AS "Generation",
  silo.silo_name AS "SiloName", silo.host_name AS "HostName", silo.status AS "Status", silo.proxy_port AS "ProxyPort",
  silo.suspect_times AS "SuspectTimes", silo.start_time AS "StartTime", silo.i_am_alive_time AS "IAmAliveTime"
FROM orleans_membership list LEFT JOIN orleans_silo silo ON silo.cluster_id = list.cluster_id
WHERE list.cluster_id = @DeploymentId
$sql$);

-- The same for one silo.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('MembershipReadRowKey', $sql$
SELECT list.version AS "Version", silo.address AS "Address", silo.port AS "Port", silo.generation AS "Generation",
  silo.silo_name AS "SiloName", silo.host_name AS "HostName", silo.status AS "Status", silo.proxy_port AS "ProxyPort",
  silo.suspect_times AS "SuspectTimes", silo.start_time AS "StartTime", silo.i_am_alive_time AS "IAmAliveTime"
FROM orleans_membership list
LEFT JOIN orleans_silo silo
  ON silo.cluster_id = list.cluster_id AND silo.address = @Address AND silo.port = @Port AND silo.generation = @Generation
WHERE list.cluster_id = @DeploymentId
$sql$);

-- Where clients can go.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('GatewaysQueryKey', $sql$
SELECT address AS "Address", proxy_port AS "ProxyPort", generation AS "Generation"
FROM orleans_silo
WHERE cluster_id = @DeploymentId AND status = @Status AND proxy_port > 0
$sql$);

-- A dead silo, if it is still as it was when the provider read it and found that nobody had heard of it for long.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('CleanupDefunctSiloEntryKey', $sql$
DELETE FROM orleans_silo
WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
  AND status = 6 AND start_time = @StartTime AND i_am_alive_time = @IAmAliveTime AND suspect_times IS NOT DISTINCT FROM @SuspectTimes
$sql$);

-- The same for all at once, for providers that do not know the statement above.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('CleanupDefunctSiloEntriesKey', $sql$
DELETE FROM orleans_silo
WHERE cluster_id = @DeploymentId AND status = 6 AND start_time < @IAmAliveTime AND i_am_alive_time < @IAmAliveTime
$sql$);

-- A cluster that is no more; its silos go with it.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteMembershipTableEntriesKey', $sql$
DELETE FROM orleans_membership WHERE cluster_id = @DeploymentId
$sql$);
