namespace Atmosphere.Practice.Store;

/// <summary>A message of the practice channel.</summary>
public sealed record StoredMessage
{
    /// <summary>Grows with every change of any message: what the page asks "after" for.</summary>
    public long Revision { get; init; }

    public string ChannelId { get; init; } = "";

    public string Ts { get; init; } = "";

    public string UserId { get; init; } = "";

    public string Text { get; init; } = "";

    /// <summary>A JSON array, or null for a message without blocks.</summary>
    public string? Blocks { get; init; }

    /// <summary>A JSON object, or null.</summary>
    public string? Metadata { get; init; }

    /// <summary>When it was last changed, or null.</summary>
    public string? EditedTs { get; init; }

    /// <summary>The only user who sees it, or null for everybody.</summary>
    public string? VisibleTo { get; init; }
}

/// <summary>Where a file is on its way.</summary>
internal enum FileState
{
    /// <summary>An upload address was given out.</summary>
    Promised = 0,

    /// <summary>The bytes are here.</summary>
    Uploaded = 1,

    /// <summary>Completed: processed at <see cref="StoredFile.ReadyAt"/>.</summary>
    Completed = 2,
}

/// <summary>A file of the practice workspace, without its bytes.</summary>
internal sealed record StoredFile
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string Title { get; init; } = "";

    /// <summary>Bytes, as announced.</summary>
    public long Length { get; init; }

    public string UploadKey { get; init; } = "";

    public string MimeType { get; init; } = "";

    public FileState State { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long ReadyAt { get; init; }

    public bool IsReady(DateTimeOffset now) => State == FileState.Completed && now.ToUnixTimeMilliseconds() >= ReadyAt;

    public bool IsPicture => MimeType.StartsWith("image/", StringComparison.Ordinal);
}
