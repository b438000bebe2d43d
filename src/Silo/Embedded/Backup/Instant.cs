using Atmosphere.Silo.Operating;

namespace Atmosphere.Silo.Backup;

/// <summary>
/// One instant of everything that has to fit together. The grains' states say what the catalogue, the practice channel and the gallery have
/// been told: any of them from another instant would have too little, or would take what grains tell it later for old news.
/// </summary>
internal static class Instant
{
    /// <summary>For a gallery or a database that changes without a pause as long as it takes to look at it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Copies the gallery to a folder, and pins the databases at an instant at which the gallery was as it was copied.</summary>
    /// <param name="databases">Pinned when this returns.</param>
    /// <param name="gallery">The gallery's folder, or null.</param>
    /// <param name="copyTo">Where to copy it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusalException">There was no instant of rest.</exception>
    public static void Hold(IReadOnlyList<PinnedDatabase> databases, string? gallery, string copyTo, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var before = gallery is null ? null : GalleryFiles.Read(gallery, copyTo);
            if (gallery is null || before is not null)
            {
                PinTogether(databases, began, cancellationToken);
                // The same before and after: so it was at the instant in between.
                if (gallery is null || (GalleryFiles.Read(gallery, copyTo: null) is { } after && before!.SequenceEqual(after))) return;
                foreach (var database in databases) database.Unpin();
            }

            if (Directory.Exists(copyTo)) Directory.Delete(copyTo, recursive: true);
            GiveUpAfterPatience("The gallery", began, cancellationToken);
        }
    }

    /// <summary>Pins all of them while nobody commits to any: a commit in between would be in one and not in another.</summary>
    private static void PinTogether(IReadOnlyList<PinnedDatabase> databases, long began, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = databases.Select(database => database.Changes()).ToList();
            foreach (var database in databases) database.Pin();
            if (databases.Select(database => database.Changes()).SequenceEqual(before)) return;
            foreach (var database in databases) database.Unpin();
            GiveUpAfterPatience("One of the databases", began, cancellationToken);
        }
    }

    private static void GiveUpAfterPatience(string what, long began, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TimeProvider.System.GetElapsedTime(began) > Patience)
            throw new RefusalException($"{what} changed all the time for {Patience.TotalSeconds:0} seconds, and a backup needs a moment at which nothing does. Try again when less is going on.");
    }
}
