using System.Collections.Immutable;
using Atmosphere.Grains.Ports;
using Dapper;

namespace Atmosphere.Catalogue;

/// <summary>Finds the pictures that retention may take away.</summary>
internal sealed class SqlOldPictures(ICatalogueDatabase database) : IOldPictures
{
    private const string Photos =
        """
        SELECT f.photo_id AS Id, MAX(f.detected_at) AS Since FROM faces f
        WHERE f.photo_id > @after AND NOT EXISTS (SELECT 1 FROM photos_dropped d WHERE d.photo_id = f.photo_id)
        GROUP BY f.photo_id
        HAVING MAX(f.detected_at) < @before AND MAX(CASE WHEN f.status IN ('Detected', 'Asking', 'Agreed', 'Following') THEN 1 ELSE 0 END) = 0
        ORDER BY f.photo_id LIMIT @count
        """;

    private const string Faces =
        """
        SELECT face_id AS Id, changed_at AS Since FROM faces
        WHERE status IN ('Dismissed', 'Expired') AND NOT pictures_gone AND changed_at < @before AND face_id > @after
        ORDER BY face_id LIMIT @count
        """;

    private const string Note = "INSERT INTO photos_dropped (photo_id, dropped_at) VALUES (@photoId, @at) ON CONFLICT (photo_id) DO NOTHING";

    public Task<ImmutableArray<OldPicture>> PhotosAsync(DateTimeOffset before, string after, int count, CancellationToken cancellationToken) =>
        PageAsync(Photos, before, after, count, cancellationToken);

    public Task<ImmutableArray<OldPicture>> FacesAsync(DateTimeOffset before, string after, int count, CancellationToken cancellationToken) =>
        PageAsync(Faces, before, after, count, cancellationToken);

    public Task NotePhotosAsync(ImmutableArray<string> photoIds, DateTimeOffset at, CancellationToken cancellationToken) => photoIds.IsEmpty
        ? Task.CompletedTask
        : database.WriteAsync(
            async (transaction, token) =>
            {
                foreach (var photoId in photoIds)
                    await transaction.Connection!.ExecuteAsync(new CommandDefinition(Note, new { photoId, at }, transaction, cancellationToken: token));
            },
            cancellationToken);

    private Task<ImmutableArray<OldPicture>> PageAsync(string sql, DateTimeOffset before, string after, int count, CancellationToken cancellationToken) => database.ReadAsync(
        async connection => (await connection.QueryAsync<OldPicture>(new CommandDefinition(sql, new { before, after, count }, cancellationToken: cancellationToken))).ToImmutableArray(),
        cancellationToken);
}
