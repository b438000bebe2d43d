namespace Atmosphere.Catalogue;

/// <summary>
/// The audit, which is only added to: triggers refuse changes and deletions in transactions without a permit. That stops mistakes and
/// the odd statement by hand; whoever owns the database can drop the triggers.
/// </summary>
internal static class AuditSchema
{
    public const string Table =
        """
        CREATE TABLE audit (
          source TEXT NOT NULL,
          entry_index BIGINT NOT NULL,
          action TEXT NOT NULL,
          at TIMESTAMPTZ NOT NULL,
          actor TEXT NOT NULL,
          via TEXT NOT NULL,
          about TEXT NULL,
          detail TEXT NOT NULL,
          PRIMARY KEY (source, entry_index, action)
        );
        CREATE INDEX audit_by_time ON audit (at, source, entry_index, action);
        CREATE INDEX audit_by_actor ON audit (actor, at);
        CREATE INDEX audit_by_about ON audit (about, at);
        CREATE TABLE audit_permits (reason TEXT NOT NULL);

        """;

    public const string AppendOnlyInSqlite =
        """
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit WHEN NOT EXISTS (SELECT 1 FROM audit_permits)
        BEGIN SELECT RAISE(ABORT, 'The audit is only added to.'); END;
        CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit WHEN NOT EXISTS (SELECT 1 FROM audit_permits)
        BEGIN SELECT RAISE(ABORT, 'The audit is only added to.'); END;
        """;

    public const string AppendOnlyInPostgreSql =
        """
        CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NOT EXISTS (SELECT 1 FROM audit_permits) THEN RAISE EXCEPTION 'The audit is only added to.'; END IF;
          IF TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
          RETURN OLD;
        END $$;
        CREATE TRIGGER audit_is_only_added_to BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_only_added_to();
        CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to();
        """;
}
