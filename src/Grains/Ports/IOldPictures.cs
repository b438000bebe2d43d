using System.Collections.Immutable;

namespace Atmosphere.Grains.Ports;

/// <summary>
/// Which pictures retention may take away, as far as the catalogue knows, page by page in the order of their ids. It follows the grains
/// within moments: whether a picture goes is decided by its grain.
/// </summary>
public interface IOldPictures
{
    /// <summary>Photos from before a time whose picture is still kept and none of whose faces is open.</summary>
    /// <param name="before">The first instant that is too young.</param>
    /// <param name="after">The last id of the page before; empty for the first page.</param>
    /// <param name="count">Of one page.</param>
    /// <param name="cancellationToken">Bounds the call.</param>
    Task<ImmutableArray<OldPicture>> PhotosAsync(DateTimeOffset before, string after, int count, CancellationToken cancellationToken);

    /// <summary>Faces that were dismissed or have expired, unchanged since before a time, whose pictures are still kept.</summary>
    /// <inheritdoc cref="PhotosAsync"/>
    Task<ImmutableArray<OldPicture>> FacesAsync(DateTimeOffset before, string after, int count, CancellationToken cancellationToken);

    /// <summary>The photos' grains have answered: they are not told again. Repeated, it changes nothing.</summary>
    Task NotePhotosAsync(ImmutableArray<string> photoIds, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>A picture that is older than it has to be.</summary>
public sealed record OldPicture
{
    /// <summary>Of the photo or face.</summary>
    public string Id { get; init; } = "";

    /// <summary>Since when its age counts.</summary>
    public DateTimeOffset Since { get; init; }
}
