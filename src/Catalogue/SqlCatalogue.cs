using System.Collections.Immutable;
using System.Data.Common;
using Atmosphere.Grains.Ports;
using Dapper;

namespace Atmosphere.Catalogue;

/// <summary>The read model in SQL. Statements are those that SQLite and PostgreSQL share.</summary>
internal sealed class SqlCatalogue(ICatalogueDatabase database) : ICatalogue
{
    /// <summary>
    /// Most changes of a face are votes, which leave alone what the indexes are about. A column that is set costs its indexes a page each,
    /// even when it stays as it was.
    /// </summary>
    private const string UpdateFaceWhereItWas =
        """
        UPDATE faces SET version = @Version, round = @Round, confidence = @Confidence, changed_at = @ChangedAt, pictures_gone = @PicturesGone
        WHERE face_id = @FaceId AND version < @Version AND status = @Status AND person_id IS NOT DISTINCT FROM @PersonId
        """;

    /// <summary>Where a face comes from never changes.</summary>
    private const string UpsertFace =
        """
        INSERT INTO faces (face_id, version, photo_id, camera_id, status, round, person_id, confidence, width, height, detected_at, changed_at, pictures_gone)
        VALUES (@FaceId, @Version, @PhotoId, @CameraId, @Status, @Round, @PersonId, @Confidence, @Width, @Height, @DetectedAt, @ChangedAt, @PicturesGone)
        ON CONFLICT (face_id) DO UPDATE SET
          version = excluded.version, status = excluded.status, round = excluded.round, person_id = excluded.person_id,
          confidence = excluded.confidence, changed_at = excluded.changed_at, pictures_gone = excluded.pictures_gone
        WHERE excluded.version > faces.version
        """;

    private const string UpsertPerson =
        """
        INSERT INTO people (person_id, version, display_name, real_name, gallery_person_id, enrolled_faces, is_bot, is_deactivated, changed_at)
        VALUES (@PersonId, @Version, @DisplayName, @RealName, @GalleryPersonId, @EnrolledFaces, @IsBot, @IsDeactivated, @ChangedAt)
        ON CONFLICT (person_id) DO UPDATE SET
          version = excluded.version, display_name = excluded.display_name, real_name = excluded.real_name,
          gallery_person_id = excluded.gallery_person_id, enrolled_faces = excluded.enrolled_faces,
          is_bot = excluded.is_bot, is_deactivated = excluded.is_deactivated, changed_at = excluded.changed_at
        WHERE excluded.version > people.version
        """;

    private const string DeleteTags = "DELETE FROM face_tags WHERE face_id = @FaceId";

    private const string InsertTag =
        "INSERT INTO face_tags (face_id, voter_id, choice, verified, cast_at) VALUES (@FaceId, @VoterId, @Choice, @Verified, @CastAt)";

    private const string InsertEvent =
        """
        INSERT INTO face_events (face_id, sequence, at, kind, body) VALUES (@FaceId, @Sequence, @At, @Kind, @Body)
        ON CONFLICT (face_id, sequence) DO NOTHING
        """;

    /// <summary>Nothing is known of a forgotten face any more, so what comes late is not taken in.</summary>
    private const string CountForgotten = "SELECT COUNT(*) FROM faces WHERE face_id = @FaceId AND status = 'Forgotten' AND version > @Version";

    private const string DeletePerson = "DELETE FROM people WHERE person_id = @personId";

    /// <summary>Slack's ids have none of the characters that LIKE gives a meaning to, and stand between quotes in the events' JSON.</summary>
    private const string DeleteEventsNaming = "DELETE FROM face_events WHERE face_id = @FaceId AND body LIKE '%\"' || @userId || '\"%'";

    /// <summary>Those that are stored now are newer.</summary>
    private const string DeleteEvents = "DELETE FROM face_events WHERE face_id = @FaceId";

    private const string SelectNaming =
        """
        SELECT n.face_id AS FaceId,
          (SELECT COUNT(*) FROM faces f WHERE f.face_id = n.face_id AND f.person_id = @userId) AS Theirs,
          (SELECT COUNT(*) FROM face_tags t WHERE t.face_id = n.face_id AND t.voter_id <> @userId AND t.choice IN (@userId, 'not:' || @userId)) AS VotesAbout,
          (SELECT COUNT(*) FROM face_tags t WHERE t.face_id = n.face_id AND t.voter_id = @userId) AS VotesBy
        FROM (
          SELECT face_id FROM faces WHERE person_id = @userId
          UNION SELECT face_id FROM face_tags WHERE voter_id = @userId OR choice IN (@userId, 'not:' || @userId)
          UNION SELECT face_id FROM face_events WHERE body LIKE '%"' || @userId || '"%'
        ) n
        ORDER BY n.face_id LIMIT @count
        """;

    public Task StoreFaceAsync(FaceRecord face, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            // Named one by one: Dapper would not know what to do with the record's lists.
            var row = new
            {
                face.FaceId,
                face.Version,
                face.PhotoId,
                CameraId = Storable(face.CameraId),
                face.Status,
                face.Round,
                face.PersonId,
                face.Confidence,
                face.Width,
                face.Height,
                face.DetectedAt,
                face.ChangedAt,
                face.PicturesGone,
            };
            var isNews = await ExecuteAsync(transaction, UpdateFaceWhereItWas, row, token) > 0 || await ExecuteAsync(transaction, UpsertFace, row, token) > 0;
            if (isNews)
            {
                await ExecuteAsync(transaction, DeleteTags, new { face.FaceId }, token);
                foreach (var tag in face.Tags)
                    await ExecuteAsync(transaction, InsertTag, new { face.FaceId, tag.VoterId, tag.Choice, tag.Verified, tag.CastAt }, token);
            }

            if (isNews && face.IsForgotten) await ExecuteAsync(transaction, DeleteEvents, new { face.FaceId }, token);
            foreach (var userId in face.Forgets) await ExecuteAsync(transaction, DeleteEventsNaming, new { face.FaceId, userId }, token);

            // Also with a version that comes late: what happened, happened.
            var isForgotten = !isNews && await transaction.Connection!.ExecuteScalarAsync<long>(
                new CommandDefinition(CountForgotten, new { face.FaceId, face.Version }, transaction, cancellationToken: token)) > 0;
            foreach (var e in isForgotten ? [] : face.Events)
                await ExecuteAsync(transaction, InsertEvent, new { face.FaceId, e.Sequence, e.At, e.Kind, e.Body }, token);
            await SqlAudit.AppendAsync(transaction, face.Audit, token);
        },
        cancellationToken);

    public Task StorePersonAsync(PersonRecord person, CancellationToken cancellationToken) =>
        database.WriteAsync((transaction, token) => ExecuteAsync(transaction, UpsertPerson, Storable(person), token), cancellationToken);

    public Task ForgetPersonAsync(string personId, CancellationToken cancellationToken) =>
        database.WriteAsync((transaction, token) => ExecuteAsync(transaction, DeletePerson, new { personId }, token), cancellationToken);

    public Task<ImmutableArray<NamingFace>> FindNamingAsync(string userId, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return database.ReadAsync(
            async connection =>
            {
                var rows = await connection.QueryAsync<NamingRow>(new CommandDefinition(SelectNaming, new { userId, count }, cancellationToken: cancellationToken));
                return rows.Select(row => new NamingFace { FaceId = row.FaceId, IsTheirs = row.Theirs > 0, VotesAbout = (int)row.VotesAbout, VotesBy = (int)row.VotesBy }).ToImmutableArray();
            },
            cancellationToken);
    }

    private static PersonRecord Storable(PersonRecord person) =>
        person with { DisplayName = Storable(person.DisplayName), RealName = Storable(person.RealName) };

    /// <summary>PostgreSQL's text can't have a NUL in it. What others have named would be refused for ever because of one.</summary>
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));

    private sealed record NamingRow
    {
        public string FaceId { get; init; } = "";

        public long Theirs { get; init; }

        public long VotesAbout { get; init; }

        public long VotesBy { get; init; }
    }
}
