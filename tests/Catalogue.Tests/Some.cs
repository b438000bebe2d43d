using Atmosphere.Grains.Ports;

namespace Atmosphere.Catalogue.Tests;

/// <summary>Records to start from: a test names only what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 9, 0, 0, 250, TimeSpan.Zero);

    public static FaceRecord Face(string faceId = "0f1e2d3c", long version = 1) => new()
    {
        FaceId = faceId,
        Version = version,
        PhotoId = "a1b2",
        CameraId = "lobby",
        Status = "Asking",
        Round = 1,
        Width = 120,
        Height = 140,
        DetectedAt = Morning,
        ChangedAt = Morning,
    };

    public static TagRecord Tag(string voterId, string choice = "U0000000001") => new()
    {
        VoterId = voterId,
        Choice = choice,
        Verified = true,
        CastAt = Morning.AddMinutes(1),
    };

    public static FaceEventRecord Event(long sequence, string kind = "vote-cast") => new()
    {
        Sequence = sequence,
        At = Morning.AddMinutes(sequence),
        Kind = kind,
        Body = $$"""{"number":{{sequence}}}""",
    };

    public static PersonRecord Person(string personId = "U0000000001", long version = 1) => new()
    {
        PersonId = personId,
        Version = version,
        DisplayName = "Dana",
        RealName = "Dana Example",
        EnrolledFaces = 3,
        ChangedAt = Morning,
    };
}
