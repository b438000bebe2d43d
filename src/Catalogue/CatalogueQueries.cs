using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Dapper;

namespace Atmosphere.Catalogue;

/// <summary>A row of <c>faces</c>, with the name of its person when she is known.</summary>
public sealed record FaceRow
{
    public string FaceId { get; init; } = "";

    public long Version { get; init; }

    public string PhotoId { get; init; } = "";

    public string CameraId { get; init; } = "";

    public string Status { get; init; } = "";

    public int Round { get; init; }

    public string? PersonId { get; init; }

    /// <summary>Display name, else real name; null when the person is not in <c>people</c>, or has neither.</summary>
    public string? PersonName { get; init; }

    /// <summary>0 to 1, or null when the person comes from votes.</summary>
    public double? Confidence { get; init; }

    /// <summary>Pixels.</summary>
    public int Width { get; init; }

    /// <summary>Pixels.</summary>
    public int Height { get; init; }

    public DateTimeOffset DetectedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A row of <c>face_tags</c>, with where its face comes from.</summary>
public sealed record VoteRow
{
    public string FaceId { get; init; } = "";

    public string PhotoId { get; init; } = "";

    public string CameraId { get; init; } = "";

    public string VoterId { get; init; } = "";

    /// <summary>See <see cref="TagRecord.Choice"/>.</summary>
    public string Choice { get; init; } = "";

    public bool Verified { get; init; }

    public DateTimeOffset CastAt { get; init; }
}

/// <summary>A row of <c>face_events</c> that names somebody.</summary>
public sealed record EventRow
{
    public string FaceId { get; init; } = "";

    public DateTimeOffset At { get; init; }

    public string Kind { get; init; } = "";

    /// <summary>The event as JSON.</summary>
    public string Body { get; init; } = "";

    /// <summary>Whether it says something about this user, and not only that she has said something.</summary>
    public bool IsAbout(string userId) => Body.Contains($"\"personId\":\"{userId}\"", StringComparison.Ordinal);
}

/// <summary>All rows that name one user.</summary>
public sealed record NamingRows
{
    public ImmutableArray<FaceRow> Faces { get; init; } = [];

    public ImmutableArray<VoteRow> Votes { get; init; } = [];

    public ImmutableArray<EventRow> Events { get; init; } = [];

    /// <summary>False when there are more than <see cref="CatalogueQueries.MaxNaming"/> of a kind.</summary>
    public bool IsComplete { get; init; }
}

/// <summary>Somebody who can be tagged.</summary>
public sealed record PersonRow
{
    /// <summary>The Slack user id.</summary>
    public string PersonId { get; init; } = "";

    /// <summary>Display name, else real name, else null.</summary>
    public string? Name { get; init; }

    /// <summary>Faces in the gallery.</summary>
    public int EnrolledFaces { get; init; }
}

/// <summary>What pages and reports ask the catalogue. It follows the grains within moments, and never leads.</summary>
public sealed class CatalogueQueries
{
    /// <summary>No page shows more.</summary>
    public const int MaxRows = 1000;

    private const string SelectFaces =
        """
        SELECT f.face_id AS FaceId, f.version AS Version, f.photo_id AS PhotoId, f.camera_id AS CameraId, f.status AS Status, f.round AS Round,
          f.person_id AS PersonId, COALESCE(NULLIF(p.display_name, ''), NULLIF(p.real_name, '')) AS PersonName, f.confidence AS Confidence,
          f.width AS Width, f.height AS Height, f.detected_at AS DetectedAt, f.changed_at AS ChangedAt
        FROM faces f LEFT JOIN people p ON p.person_id = f.person_id
        """;

    private const string NewestFirst = " ORDER BY f.detected_at DESC, f.face_id LIMIT @count";

    private readonly ICatalogueDatabase _database;

    internal CatalogueQueries(ICatalogueDatabase database) => _database = database;

    /// <summary>Faces by detection, newest first.</summary>
    /// <param name="count">1 to <see cref="MaxRows"/>.</param>
    /// <param name="status">Only these, or null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ImmutableArray<FaceRow>> RecentFacesAsync(int count, string? status, CancellationToken cancellationToken) => status is null
        ? RowsAsync<FaceRow>(SelectFaces + NewestFirst, new { count = Checked(count) }, cancellationToken)
        : RowsAsync<FaceRow>(SelectFaces + " WHERE f.status = @status" + NewestFirst, new { count = Checked(count), status }, cancellationToken);

    /// <summary>Faces that are identified, agreed or tagged as one person, newest first.</summary>
    /// <param name="personId">Her Slack user id.</param>
    /// <param name="count">1 to <see cref="MaxRows"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ImmutableArray<FaceRow>> FacesOfPersonAsync(string personId, int count, CancellationToken cancellationToken) =>
        RowsAsync<FaceRow>(SelectFaces + " WHERE f.person_id = @personId" + NewestFirst, new { count = Checked(count), personId }, cancellationToken);

    /// <summary>One face, or null.</summary>
    public async Task<FaceRow?> FaceAsync(string faceId, CancellationToken cancellationToken) =>
        (await RowsAsync<FaceRow>(SelectFaces + " WHERE f.face_id = @faceId", new { faceId }, cancellationToken)).FirstOrDefault();

    /// <summary>People who can be tagged and whom something is known of, by name.</summary>
    /// <param name="count">1 to <see cref="MaxRows"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ImmutableArray<PersonRow>> PeopleAsync(int count, CancellationToken cancellationToken) => RowsAsync<PersonRow>(
        """
        SELECT person_id AS PersonId, COALESCE(NULLIF(display_name, ''), NULLIF(real_name, '')) AS Name, enrolled_faces AS EnrolledFaces
        FROM people WHERE NOT is_bot AND NOT is_deactivated
        ORDER BY LOWER(COALESCE(NULLIF(display_name, ''), NULLIF(real_name, ''), person_id)), person_id LIMIT @count
        """,
        new { count = Checked(count) },
        cancellationToken);

    /// <summary>How many faces there are of each status. A status without faces is absent.</summary>
    public async Task<ImmutableSortedDictionary<string, long>> CountByStatusAsync(CancellationToken cancellationToken)
    {
        var rows = await RowsAsync<StatusCount>("SELECT status AS Status, COUNT(*) AS Faces FROM faces GROUP BY status", new { }, cancellationToken);
        return rows.ToImmutableSortedDictionary(row => row.Status, row => row.Faces, StringComparer.Ordinal);
    }

    /// <summary>How many faces of each status are identified, agreed or tagged as one person. A status without faces is absent.</summary>
    public async Task<ImmutableSortedDictionary<string, long>> CountOfPersonAsync(string personId, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync<StatusCount>("SELECT status AS Status, COUNT(*) AS Faces FROM faces WHERE person_id = @personId GROUP BY status", new { personId }, cancellationToken);
        return rows.ToImmutableSortedDictionary(row => row.Status, row => row.Faces, StringComparer.Ordinal);
    }

    /// <summary>How many live votes one person has cast, in the rounds that the catalogue holds. Reads the whole table of votes.</summary>
    public Task<long> CountVotesByAsync(string voterId, CancellationToken cancellationToken) =>
        CountAsync("SELECT COUNT(*) FROM face_tags WHERE voter_id = @userId", voterId, cancellationToken);

    /// <summary>How many live votes say that a face is this person. Reads the whole table of votes.</summary>
    public Task<long> CountVotesForAsync(string personId, CancellationToken cancellationToken) =>
        CountAsync("SELECT COUNT(*) FROM face_tags WHERE choice = @userId", personId, cancellationToken);

    /// <summary>Rows of a kind that name one user, at most.</summary>
    public const int MaxNaming = 10_000;

    /// <summary>Every row that names one user, oldest first. Reads the whole tables of votes and events.</summary>
    public async Task<NamingRows> NamingAsync(string userId, CancellationToken cancellationToken)
    {
        var parameters = new { userId, count = MaxNaming };
        var faces = await RowsAsync<FaceRow>(SelectFaces + " WHERE f.person_id = @userId ORDER BY f.detected_at, f.face_id LIMIT @count", parameters, cancellationToken);
        var votes = await RowsAsync<VoteRow>(
            """
            SELECT t.face_id AS FaceId, COALESCE(f.photo_id, '') AS PhotoId, COALESCE(f.camera_id, '') AS CameraId, t.voter_id AS VoterId, t.choice AS Choice, t.verified AS Verified, t.cast_at AS CastAt
            FROM face_tags t LEFT JOIN faces f ON f.face_id = t.face_id
            WHERE t.voter_id = @userId OR t.choice IN (@userId, 'not:' || @userId) ORDER BY t.cast_at, t.face_id, t.voter_id LIMIT @count
            """,
            parameters,
            cancellationToken);
        var events = await RowsAsync<EventRow>(
            """SELECT face_id AS FaceId, at AS At, kind AS Kind, body AS Body FROM face_events WHERE body LIKE '%"' || @userId || '"%' ORDER BY at, face_id, sequence LIMIT @count""",
            parameters,
            cancellationToken);
        return new() { Faces = faces, Votes = votes, Events = events, IsComplete = Math.Max(faces.Length, Math.Max(votes.Length, events.Length)) < MaxNaming };
    }

    /// <summary>The live votes on a face, oldest first.</summary>
    public Task<ImmutableArray<TagRecord>> TagsOfFaceAsync(string faceId, CancellationToken cancellationToken) => RowsAsync<TagRecord>(
        "SELECT voter_id AS VoterId, choice AS Choice, verified AS Verified, cast_at AS CastAt FROM face_tags WHERE face_id = @faceId ORDER BY cast_at, voter_id",
        new { faceId },
        cancellationToken);

    /// <summary>What happened to a face, in order.</summary>
    public Task<ImmutableArray<FaceEventRecord>> EventsOfFaceAsync(string faceId, CancellationToken cancellationToken) => RowsAsync<FaceEventRecord>(
        "SELECT sequence AS Sequence, at AS At, kind AS Kind, body AS Body FROM face_events WHERE face_id = @faceId ORDER BY sequence",
        new { faceId },
        cancellationToken);

    private Task<ImmutableArray<T>> RowsAsync<T>(string sql, object parameters, CancellationToken cancellationToken) => _database.ReadAsync(
        async connection => (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))).ToImmutableArray(),
        cancellationToken);

    private Task<long> CountAsync(string sql, string userId, CancellationToken cancellationToken) => _database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, new { userId }, cancellationToken: cancellationToken)),
        cancellationToken);

    private static int Checked(int count) =>
        count is >= 1 and <= MaxRows ? count : throw new ArgumentOutOfRangeException(nameof(count), count, $"1 to {MaxRows} rows can be asked for.");

    private sealed record StatusCount
    {
        public string Status { get; init; } = "";

        public long Faces { get; init; }
    }
}
