namespace Atmosphere.Catalogue;

/// <summary>
/// The tables, as the steps that lead to them.
/// The SQL is what SQLite and PostgreSQL share, but for triggers. Ids are TEXT without a length: Slack's have grown before.
/// </summary>
internal static class CatalogueSchema
{
    public static SchemaSteps Sqlite { get; } = Steps(AuditSchema.AppendOnlyInSqlite);

    public static SchemaSteps PostgreSql { get; } = Steps(AuditSchema.AppendOnlyInPostgreSql);

    private static SchemaSteps Steps(string appendOnly) => new("schema_version",
    [
        """
        CREATE TABLE faces (
          face_id TEXT NOT NULL PRIMARY KEY,
          version BIGINT NOT NULL,
          photo_id TEXT NOT NULL,
          camera_id TEXT NOT NULL,
          status TEXT NOT NULL,
          round INTEGER NOT NULL,
          person_id TEXT NULL,
          confidence DOUBLE PRECISION NULL,
          width INTEGER NOT NULL,
          height INTEGER NOT NULL,
          detected_at TIMESTAMPTZ NOT NULL,
          changed_at TIMESTAMPTZ NOT NULL
        );
        CREATE INDEX faces_by_detection ON faces (detected_at);
        CREATE INDEX faces_by_status ON faces (status, detected_at);
        CREATE INDEX faces_by_person ON faces (person_id, detected_at);

        CREATE TABLE face_tags (
          face_id TEXT NOT NULL,
          voter_id TEXT NOT NULL,
          choice TEXT NOT NULL,
          verified BOOLEAN NOT NULL,
          cast_at TIMESTAMPTZ NOT NULL,
          PRIMARY KEY (face_id, voter_id)
        );

        CREATE TABLE people (
          person_id TEXT NOT NULL PRIMARY KEY,
          version BIGINT NOT NULL,
          display_name TEXT NOT NULL,
          real_name TEXT NOT NULL,
          gallery_person_id TEXT NULL,
          enrolled_faces INTEGER NOT NULL,
          is_bot BOOLEAN NOT NULL,
          is_deactivated BOOLEAN NOT NULL,
          changed_at TIMESTAMPTZ NOT NULL
        );

        CREATE TABLE face_events (
          face_id TEXT NOT NULL,
          sequence BIGINT NOT NULL,
          at TIMESTAMPTZ NOT NULL,
          kind TEXT NOT NULL,
          body TEXT NOT NULL,
          PRIMARY KEY (face_id, sequence)
        );
        """,
        AuditSchema.Table + appendOnly,
        """
        ALTER TABLE faces ADD COLUMN pictures_gone BOOLEAN NOT NULL DEFAULT FALSE;
        CREATE INDEX faces_by_photo ON faces (photo_id, status, detected_at);
        CREATE TABLE photos_dropped (
          photo_id TEXT NOT NULL PRIMARY KEY,
          dropped_at TIMESTAMPTZ NOT NULL
        );
        """,
    ]);
}
